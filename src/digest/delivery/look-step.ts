import type { Delivery } from '../../domain/digests/delivery.ts';
import type { LookRequest } from '../../domain/digests/posting.ts';
import { arrived } from './next-step.ts';
import { finish, keepingLease, later, type Progress, type Run, retryTime } from './run.ts';

/** Clocks differ a little, so messages from this long before a post are looked at too. */
const CLOCK_SKEW_MS = 120_000;
/** Between two looks for what somebody else may have posted: Slack's history lags by seconds. */
const TIDYING_PAUSE_MS = 20_000;

/** Looks for a part whose fate, or whose twin, is in doubt. */
export async function look(
  run: Run,
  delivery: Delivery,
  index: number,
  now: Date,
): Promise<Progress | undefined> {
  const { deps, ref, owner } = run;
  const part = delivery.parts[index];
  const since = part?.twinSince ?? part?.sendingSince;
  if (part === undefined || since === undefined) return 'taken';
  const answer = await keepingLease(run, () => deps.look(toLook(run, delivery, index, since, now)));
  switch (answer.kind) {
    case 'forbidden':
      run.facts = { ...run.facts, blind: true };
      return undefined;
    case 'gone':
      return finish(run, 'sent', 'The message was deleted before all its replies were posted');
    case 'unavailable':
      return later(
        run,
        await retryTime(run, delivery.attempts, answer.retryAfterMs),
        'Slack does not say whether the message arrived',
        delivery.attempts + 1,
      );
    case 'read':
      break;
  }
  // History lags, so a copy that Slack has named to us counts even where it does not show yet.
  const copies = new Set(part.ts === undefined ? answer.ts : [...answer.ts, part.ts]);
  const ts = await removeTwins(run, delivery.channelId, part.key, [...copies]);
  if (ts === undefined) {
    run.facts = { ...run.facts, emptyLooks: [...run.facts.emptyLooks, now] };
    return undefined;
  }
  // With one copy found in doubt, another may still turn up; once verified, none is waited for.
  const twinSince = part.ts === undefined ? part.twinSince : undefined;
  run.facts = { ...run.facts, emptyLooks: [] };
  const found = arrived({ ...part, twinSince }, ts, now);
  const saved = await deps.store.savePart(ref, owner, index, found);
  return saved ? undefined : 'taken';
}

function toLook(
  { deps }: Run,
  { channelId, parts }: Delivery,
  index: number,
  since: Date,
  now: Date,
): LookRequest {
  const postedAt = bySlack(since, now, deps.slackNow());
  return {
    channelId,
    threadTs: index === 0 ? undefined : parts[0]?.ts,
    since: new Date(postedAt.getTime() - CLOCK_SKEW_MS),
    key: parts[index]?.key ?? '',
  };
}

/** So long ago by Slack's clock as it is by ours: the moment itself would be ahead of all messages where ours is. */
function bySlack(since: Date, now: Date, slackNow: Date | undefined): Date {
  if (slackNow === undefined) return since;
  return new Date(slackNow.getTime() - Math.max(0, now.getTime() - since.getTime()));
}

/** Keeps the oldest copy of a message and deletes the others; absent when there is none at all. */
async function removeTwins(
  { deps }: Run,
  channelId: string,
  key: string,
  found: readonly string[],
): Promise<string | undefined> {
  const [kept, ...twins] = found.toSorted((a, b) => Number(a) - Number(b));
  for (const ts of twins) {
    const entry = { userId: 'bot', deed: 'delete-twin', subject: ts, reference: key };
    await deps.audit({ ...entry, state: 'intended' });
    const removed = await deps.remove(channelId, ts);
    await deps.audit({ ...entry, state: removed ? 'done' : 'not-known' });
    deps.log.warn('digest_twin', { channel: channelId, removed });
  }
  return kept;
}

/**
 * Somebody took the delivery over while our post was under way, and may have posted it too. Both
 * then see the same messages, and keep the same one.
 */
export async function tidyAfterLostLease(
  run: Run,
  delivery: Delivery,
  index: number,
  since: Date,
): Promise<Progress> {
  const { deps, signal } = run;
  for (let tries = 0; tries < 2 && !signal.aborted; tries += 1) {
    if (tries > 0) await deps.delay(TIDYING_PAUSE_MS, signal);
    const answer = await deps.look(toLook(run, delivery, index, since, await deps.now()));
    if (answer.kind !== 'read') break;
    await removeTwins(run, delivery.channelId, delivery.parts[index]?.key ?? '', answer.ts);
  }
  return 'taken';
}
