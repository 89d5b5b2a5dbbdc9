import type { Snooze, SnoozeStore } from '../../domain/digests/snooze.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { DigestSummary } from '../../domain/digests/summary.ts';
import { localDateOf, startOfLocalDate } from '../../domain/schedules/zone.ts';
import { UserError } from '../../domain/user-error.ts';
import { concernOf } from '../../domain/verdicts/urgency.ts';
import type { Actor } from '../acts/act.ts';
import { COMMAND } from '../ids.ts';
import { type NotDoneEnding, notDoneText } from '../messages/digest-change.ts';
import {
  type SnoozeAnswer,
  snoozedAlready,
  snoozedAnswer,
  wokenAnswer,
} from '../messages/snooze-words.ts';
import { type ChangeDigestDeps, recorder } from './change.ts';
import { type DigestPageDeps, nextDigest } from './page.ts';
import { findMeant, readWish } from './snooze-wish.ts';

/** What snoozing takes. */
export interface SnoozingDeps extends Pick<ChangeDigestDeps, 'access' | 'audit' | 'now' | 'log'> {
  subscriptions: Pick<ChangeDigestDeps['subscriptions'], 'ofChannel'>;
  nextDue: DigestPageDeps['nextDue'];
  snoozes: Pick<SnoozeStore, 'ofSubscription' | 'put' | 'end'>;
  /** Verdicts by address of what is not well as the last digest tells it; absent where none was sent. */
  lastSaid: (subscriptionId: string) => Promise<DigestSummary['words'] | undefined>;
  /** Display name of a person. */
  nameOf: (userId: string) => Promise<string | undefined>;
}

/** One person's act on one addon; `words` is what stands behind the verb. */
export type SnoozeDeed = (act: Actor, channelId: string, words: string) => Promise<SnoozeAnswer>;

/** Snoozing and its undoing, each for those who may change the digest. */
export interface Snoozing {
  /** `project/addon`, and how many days where that is not until the next digest: `7d`. */
  snooze: SnoozeDeed;
  wake: SnoozeDeed;
}

/** Creates both; whoever does one is asked for the right to it here. */
export function createSnoozing(deps: SnoozingDeps): Snoozing {
  return {
    snooze: (act, channelId, words) =>
      carryOut(deps, act, { channelId, deed: 'digest-snooze' }, (stored) =>
        planSnooze(deps, act.userId, stored, words),
      ),
    wake: (act, channelId, words) =>
      carryOut(deps, act, { channelId, deed: 'digest-wake' }, (stored) =>
        planWake(deps, stored, words),
      ),
  };
}

/** What is to be said, and what is to be done before; nothing where it is so already. */
interface Plan {
  answer: SnoozeAnswer;
  change?: { address: string; make: () => Promise<unknown> };
}

async function carryOut(
  deps: SnoozingDeps,
  act: Actor,
  { channelId, deed }: { channelId: string; deed: string },
  plan: (stored: Subscription) => Promise<Plan>,
): Promise<SnoozeAnswer> {
  const say = (ending: NotDoneEnding) => ({
    text: notDoneText(ending, channelId),
  });
  const decision = await deps.access.mayAct(act.userId, 'changeDigest');
  const record = recorder(deps, act, { deed, rule: decision.rule });
  if (!decision.granted) {
    await record('denied');
    return say({ kind: 'denied', sentence: decision.sentence });
  }
  const stored = await deps.subscriptions.ofChannel(channelId);
  if (stored === undefined) return say({ kind: 'absent' });
  const { answer, change } = await plan(stored);
  if (change === undefined) return answer;
  const subject = `${stored.id} ${change.address}`;
  if (!(await record('intended', subject))) {
    return say({ kind: 'unrecorded', reference: act.reference });
  }
  try {
    await change.make();
  } catch (error) {
    await record('not-known', subject);
    throw error;
  }
  await record('done', subject);
  return answer;
}

async function planSnooze(
  deps: SnoozingDeps,
  userId: string,
  stored: Subscription,
  words: string,
): Promise<Plan> {
  const { typed, days } = readWish(words);
  const said = Object.entries((await deps.lastSaid(stored.id)) ?? {});
  const bad = new Map(said.filter(([, each]) => concernOf(each) === 'bad'));
  const [address, word] = findMeant('snooze', typed, bad);
  const now = deps.now();
  const snooze: Snooze = {
    subscriptionId: stored.id,
    address,
    word,
    at: now,
    until: endOf(deps, stored, now, days),
    userId,
    userName: await deps.nameOf(userId).catch(() => undefined),
  };
  const known = await deps.snoozes.ofSubscription(stored.id);
  const same = known.find((each) => isSame(each, snooze));
  if (same !== undefined) return { answer: snoozedAlready(same) };
  return {
    answer: snoozedAnswer(snooze),
    change: { address, make: () => deps.snoozes.put(snooze) },
  };
}

function isSame(a: Snooze, b: Snooze): boolean {
  return a.address === b.address && a.word === b.word && a.until.getTime() === b.until.getTime();
}

async function planWake(deps: SnoozingDeps, stored: Subscription, typed: string): Promise<Plan> {
  const now = deps.now();
  const known = await deps.snoozes.ofSubscription(stored.id);
  const holding = known.filter(({ until }) => until > now);
  const [address, snooze] = findMeant(
    'wake',
    typed,
    new Map(holding.map((each) => [each.address, each])),
  );
  return {
    answer: wokenAnswer(address),
    change: { address, make: () => deps.snoozes.end(snooze) },
  };
}

const DAY_MS = 86_400_000;

/**
 * A snooze ends with a digest, so that nothing comes back unseen in the middle of the night.
 *
 * @throws {UserError} when none is to come.
 */
function endOf(
  deps: SnoozingDeps,
  stored: Subscription,
  now: Date,
  days: number | undefined,
): Date {
  const from = days === undefined ? now : startOfDay(stored.timeZone, now, days);
  const until = nextDigest(deps, stored, from);
  if (until !== undefined) return until;
  throw new UserError(
    `Nothing was changed: the digest of this channel is off, so nothing of it can be snoozed. \`${COMMAND} digest\` turns it on.`,
  );
}

/** Just before a local day begins, so that a digest at its very beginning is still to come. */
function startOfDay(timeZone: string, now: Date, days: number): Date {
  const today = Date.parse(`${localDateOf(now, timeZone)}T00:00:00Z`);
  const date = new Date(today + days * DAY_MS).toISOString().slice(0, 10);
  return new Date(startOfLocalDate(date, timeZone).getTime() - 1);
}
