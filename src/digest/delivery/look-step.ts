import {
  type BegunLook,
  type Delivery,
  type DeliveryPart,
  isTooLate,
} from '../../domain/digests/delivery.ts';
import type { LookAnswer, LookRequest } from '../../domain/digests/posting.ts';
import { arrived, leaveInDoubt } from './next-step.ts';
import { finish, keepingLease, later, type Progress, type Run, retryTime } from './run.ts';

/** Clocks differ a little, so messages from this long before a post are looked at too. */
const CLOCK_SKEW_MS = 120_000;
/** Slack takes a post this soon after it was begun, also where the machine slept or a clock was set meanwhile. */
const TAKEN_WITHIN_MS = 3_600_000;
/** After so many tries what is too late to be posted is left in doubt. */
const LAST_TRY = 8;
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
  const last = part.sendingSince ?? part.twinUntil ?? since;
  const begun: Begun = part.looks?.begun ?? { at: now, ...boundsOf(run, { since, last }, now) };
  const answer = await keepingLease(run, () => deps.look(toLook(delivery, index, begun)));
  switch (answer.kind) {
    case 'forbidden':
      run.facts = { ...run.facts, blind: true };
      return undefined;
    case 'gone':
      return finish(run, 'sent', 'The message was deleted before all its replies were posted');
    case 'unavailable':
      return goOnLater(run, delivery, index, begun, answer);
    case 'read':
      break;
  }
  // History lags, so a copy that Slack has named to us counts even where it does not show yet.
  const copies = new Set(part.ts === undefined ? answer.ts : [...answer.ts, part.ts]);
  const ts = await removeTwins(run, delivery.channelId, part.key, [...copies]);
  if (ts === undefined) {
    const empty = [...(part.looks?.empty ?? []), begun.at];
    return (await deps.store.saveLooks(ref, owner, index, { empty })) ? undefined : 'taken';
  }
  // With one copy found in doubt, another may still turn up; once verified, none is waited for.
  const twinSince = part.ts === undefined ? part.twinSince : undefined;
  const found = arrived({ ...part, twinSince }, ts, now);
  const saved = await deps.store.savePart(ref, owner, index, found);
  return saved ? undefined : 'taken';
}

/** A look, also one that has reached nothing yet. */
type Begun = Omit<BegunLook, 'reached'> & Partial<Pick<BegunLook, 'reached'>>;

function toLook(
  { channelId, parts }: Delivery,
  index: number,
  { since, until, reached }: Omit<Begun, 'at'>,
): LookRequest {
  const threadTs = index === 0 ? undefined : parts[0]?.ts;
  return { channelId, threadTs, since, until, key: parts[index]?.key ?? '', reached };
}

/** Between which moments the messages of such posts are, the first and the last of them. */
function boundsOf(
  { deps }: Run,
  { since, last }: { since: Date; last: Date },
  now: Date,
): Pick<BegunLook, 'since' | 'until'> {
  const slackNow = deps.slackNow();
  return {
    since: new Date(bySlack(since, now, slackNow).getTime() - CLOCK_SKEW_MS),
    until: new Date(bySlack(last, now, slackNow).getTime() + TAKEN_WITHIN_MS),
  };
}

/** Writes down how far the look got, for the next one to go on from there; one that gets on does not count as a try. */
async function goOnLater(
  run: Run,
  delivery: Delivery,
  index: number,
  begun: Begun,
  { reached, retryAfterMs }: Extract<LookAnswer, { kind: 'unavailable' }>,
): Promise<Progress> {
  const { deps, ref, owner } = run;
  const { attempts } = delivery;
  const part: DeliveryPart | undefined = delivery.parts[index];
  const empty = part?.looks?.empty ?? [];
  const looks = { empty, begun: reached && { ...begun, reached } };
  if (!(await deps.store.saveLooks(ref, owner, index, looks))) return 'taken';
  const getsOn = reached !== undefined && reached.cursor !== begun.reached?.cursor;
  if (!getsOn && attempts >= LAST_TRY && isTooLate(delivery, index, await deps.now())) {
    const { state, reason } = leaveInDoubt(index, part?.ts);
    return finish(run, state, reason);
  }
  return later(
    run,
    await retryTime(run, getsOn ? 0 : attempts, retryAfterMs),
    'Slack does not say whether the message arrived',
    getsOn ? attempts : attempts + 1,
  );
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
    const bounds = boundsOf(run, { since, last: since }, await deps.now());
    const answer = await deps.look(toLook(delivery, index, bounds));
    if (answer.kind !== 'read') break;
    await removeTwins(run, delivery.channelId, delivery.parts[index]?.key ?? '', answer.ts);
  }
  return 'taken';
}
