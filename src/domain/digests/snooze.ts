import type { DirectoryEntry } from '../addons/directory.ts';
import { THRESHOLDS } from '../verdicts/thresholds.ts';
import { addressOf, concernOf, type JudgedAddon } from '../verdicts/urgency.ts';
import type { Verdict, VerdictWord } from '../verdicts/verdict.ts';

/** Somebody's wish that one channel's digest calls nobody about one bad addon for a while. */
export interface Snooze {
  subscriptionId: string;
  /** `project/addon`. */
  address: string;
  /** What the digest said of it; anything else that is bad is not snoozed. */
  word: VerdictWord;
  at: Date;
  /** When the digest is due with which it comes back. */
  until: Date;
  userId: string;
  /** Display name; absent where Slack did not tell. */
  userName?: string | undefined;
}

/** An addon that is bad and of which nobody is to be called. */
export interface SnoozedAddon {
  addon: DirectoryEntry;
  verdict: Verdict;
  snooze: Snooze;
}

/**
 * The snoozes as they outlive a restart; of one addon in one digest there is one at most. One that is
 * damaged is not given: it silences nothing.
 */
export interface SnoozeStore {
  /** Those that have not been ended, whether their moment has come or not; oldest first. */
  ofSubscription: (subscriptionId: string) => Promise<readonly Snooze[]>;
  /** The same of all subscriptions. */
  list: () => Promise<readonly Snooze[]>;
  /** Takes the place of the one before. */
  put: (snooze: Snooze) => Promise<void>;
  /** Ends this very one; `false` when it is ended already or another took its place. */
  end: (snooze: Snooze) => Promise<boolean>;
}

/** The addons of one digest, by what became of its snoozes. */
export interface SettledSnoozes {
  /** In the order given. */
  snoozed: readonly SnoozedAddon[];
  /** All others, in the order given. */
  awake: readonly JudgedAddon[];
  /** Snoozes that an addon which got worse put an end to, by address. */
  broken: ReadonlyMap<string, Snooze>;
  /** Snoozes of which nothing is left: broken, past their moment, or of an addon that is bad no more. */
  over: readonly Snooze[];
}

/**
 * Tells the snoozes that hold from those that are over.
 *
 * One of an addon that cannot be read now is neither: it is shown as unknown, and may hold again.
 *
 * @param judged the addons that the digest covers.
 */
export function settleSnoozes(
  snoozes: readonly Snooze[],
  judged: readonly JudgedAddon[],
  now: Date,
): SettledSnoozes {
  const verdicts = new Map(judged.map((addon) => [addressOf(addon), addon.verdict]));
  const byFate = Map.groupBy(snoozes, (each) => fateOf(each, verdicts.get(each.address), now));
  const { held = [], broken = [], over = [] } = Object.fromEntries(byFate);
  const holding = byAddress(held);
  return {
    snoozed: judged.flatMap((addon) => {
      const snooze = holding.get(addressOf(addon));
      return snooze ? [{ addon: addon.reading.addon, verdict: addon.verdict, snooze }] : [];
    }),
    awake: judged.filter((addon) => !holding.has(addressOf(addon))),
    broken: byAddress(broken),
    over: [...broken, ...over],
  };
}

function byAddress(snoozes: readonly Snooze[]): Map<string, Snooze> {
  return new Map(snoozes.map((snooze) => [snooze.address, snooze]));
}

type Fate = 'held' | 'broken' | 'over' | 'open';

function fateOf(snooze: Snooze, verdict: Verdict | undefined, now: Date): Fate {
  if (snooze.until <= now) return 'over';
  if (verdict === undefined || concernOf(verdict.word) === 'unknown') return 'open';
  if (concernOf(verdict.word) !== 'bad') return 'over';
  return verdict.word === snooze.word && !isRunningOut(verdict, snooze, now) ? 'held' : 'broken';
}

/** Whether the last good copy was there when it was snoozed, and came near its end or to it since. */
function isRunningOut(
  { lastGood, lastGoodExpiresAt: end }: Pick<Verdict, 'lastGood' | 'lastGoodExpiresAt'>,
  { at }: Pick<Snooze, 'at'>,
  now: Date,
): boolean {
  if (!(end instanceof Date) || lastGood === undefined || lastGood.createdAt > at) return false;
  const moments = [end.getTime() - THRESHOLDS.expiringWhileBadMs, end.getTime()];
  return moments.some((moment) => moment > at.getTime() && moment <= now.getTime());
}
