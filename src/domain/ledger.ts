import { isIdle } from './addon.ts';
import type { Backup, BackupStatus } from './backup.ts';
import type { Listing } from './listing.ts';
import { matchRuns } from './matching.ts';
import { type PromisedSlot, promisedSlots } from './promises.ts';
import { isOfType, sortRuns, stuckAfterMs, usualDurationMs } from './runs.ts';
import type { BackupSchedule } from './schedule.ts';
import { quantileOfSorted } from './statistics.ts';
import { THRESHOLDS, type Thresholds } from './thresholds.ts';
import type { LedgerSlot, SlotOutcome } from './verdict.ts';

/** What a ledger is made from. Nothing in it needs to be in any order. */
export interface LedgerInput {
  schedules: readonly BackupSchedule[];
  backups: Listing<Backup>;
  /** Northflank's word for the addon's state; absent when not known. */
  addonStatus?: string | undefined;
  /** IANA zone of the schedules' hours. */
  zone: string;
  now: Date;
  /** Ids of runs that are known to be started by a person: they fill no slot. */
  manualIds?: ReadonlySet<string> | undefined;
  thresholds?: Thresholds | undefined;
}

/**
 * The promises of the last 14 days and what came of each, oldest first.
 *
 * Left out, because nothing was owed or nothing could be seen of it: slots before their schedule was
 * made or last changed, slots for which nothing came while the addon is paused, scaling or upgrading,
 * slots whose copy would have reached its retention by now, and slots that are not due yet unless a
 * run came already. A slot is due once a run usually has come.
 */
export function buildLedger(input: LedgerInput): LedgerSlot[] {
  const view = lookAt(input);
  const { thresholds: t, asOf, runs } = view;
  const from = asOf - t.windowMs;
  // A clock of ours that is behind must not keep a run from its slot.
  const to = Math.max(view.now, runs.at(-1)?.createdAt.getTime() ?? asOf) + t.earlyMs;
  const tracks = promisedSlots(input.schedules, input.zone, from, to);
  const candidates = runs.filter(({ id }) => input.manualIds?.has(id) !== true);
  const usual = learnDelays(tracks, candidates, t);
  const filled = matchRuns(tracks, candidates, {
    earlyMs: t.earlyMs,
    lateMs: (slot) => toleranceMs(slot, usual(slot), t),
  });

  const slots = tracks.flatMap((track) => {
    const judge = createOutcomeOf(view, track, usual);
    return track.flatMap((slot): LedgerSlot[] => {
      const backup = filled.get(slot);
      const outcome = judge(slot, backup);
      if (outcome === undefined) return [];
      const { type, scheduleIds } = slot;
      return [{ at: new Date(slot.at), type, scheduleIds, outcome, backup }];
    });
  });
  return slots.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.type < b.type ? -1 : 1));
}

/** What a reading can speak of, in epoch milliseconds. */
interface View {
  thresholds: Thresholds;
  /** Oldest first. */
  runs: readonly Backup[];
  /** The moment that the reading shows: nothing after it is known. */
  asOf: number;
  /** The moment up to which slots are owed; later than {@link asOf} only for an old reading. */
  now: number;
  idle: boolean;
  /** Slots after this one, for which nothing came, are not owed. */
  idleSince: number;
  /** Every run after this moment is in the list. */
  knownSince: number;
  /** An unreadable row may be any run up to this moment. */
  unreadableUntil: number;
}

function lookAt({ backups, addonStatus, now, thresholds = THRESHOLDS }: LedgerInput): View {
  const asOf = Math.min(now.getTime(), backups.readAt.getTime());
  const stale = now.getTime() - asOf > thresholds.readingGoodForMs;
  const runs = sortRuns(backups.rows).filter(
    ({ createdAt }) => createdAt.getTime() <= now.getTime() + thresholds.maxClockSkewMs,
  );
  return {
    thresholds,
    runs,
    asOf,
    now: stale ? now.getTime() : asOf,
    idle: isIdle(addonStatus),
    idleSince: idleSince(runs, addonStatus, asOf, thresholds),
    knownSince: knownSince(backups),
    unreadableUntil: unreadableUntil(backups),
  };
}

/**
 * Since when the addon may have been idle: nobody tells, so since its last run that started, and for
 * states that soon end by themselves not for longer than those last.
 */
function idleSince(
  runs: readonly Backup[],
  addonStatus: string | undefined,
  asOf: number,
  thresholds: Thresholds,
): number {
  if (!isIdle(addonStatus)) return Number.POSITIVE_INFINITY;
  const started = runs.findLast(({ status }) => status !== 'scheduled')?.createdAt.getTime();
  const since = started ?? Number.NEGATIVE_INFINITY;
  return addonStatus === 'paused' ? since : Math.max(since, asOf - thresholds.briefIdleMs);
}

/** The start of the oldest row that was read; a list read to its end hides nothing. */
export function knownSince({ reach, rows }: Listing<Backup>): number {
  if (reach === 'end') return Number.NEGATIVE_INFINITY;
  return rows.reduce(
    (oldest, { createdAt }) => Math.min(oldest, createdAt.getTime()),
    Number.POSITIVE_INFINITY,
  );
}

function unreadableUntil({ unreadable }: Listing<Backup>): number {
  return unreadable.reduce(
    (latest, { notAfter }) => Math.max(latest, notAfter?.getTime() ?? Number.POSITIVE_INFINITY),
    Number.NEGATIVE_INFINITY,
  );
}

/**
 * Measures, per type, after how long runs usually start: with wide windows, since how far to look is
 * what is to be learnt, and then without those that the others of their type do not bear out.
 */
function learnDelays(
  tracks: readonly (readonly PromisedSlot[])[],
  runs: readonly Backup[],
  t: Thresholds,
): (slot: PromisedSlot) => number {
  const filled = matchRuns(tracks, runs, {
    earlyMs: t.earlyMs,
    lateMs: (slot) => Math.min(t.maxLearntDelayMs, (slot.next - slot.at) / 2),
  });
  const usual = new Map<PromisedSlot['type'], UsualDelay>();
  for (const track of tracks) {
    const delays = new Map<PromisedSlot, number>();
    for (const slot of track) {
      const run = filled.get(slot);
      if (run !== undefined) delays.set(slot, Math.max(0, run.createdAt.getTime() - slot.at));
    }
    const all = usualDelay(delays);
    const borneOut = [...delays].filter(
      ([slot, delay]) => delay <= toleranceMs(slot, all(slot), t),
    );
    for (const { type } of track.slice(0, 1)) usual.set(type, usualDelay(new Map(borneOut)));
  }
  return (slot) => usual.get(slot.type)?.(slot) ?? 0;
}

/** Below it stay 95 of 100 delays of the other slots: none is judged by its own delay. */
type UsualDelay = (slot: PromisedSlot) => number;

function usualDelay(delays: ReadonlyMap<PromisedSlot, number>): UsualDelay {
  const sorted = Float64Array.from(delays.values()).toSorted();
  const ofAll = quantileOfSorted(sorted, 0.95) ?? 0;
  return (slot) => {
    const own = delays.get(slot);
    return own === undefined ? ofAll : (quantileOfSorted(sorted, 0.95, own) ?? 0);
  };
}

function toleranceMs(slot: PromisedSlot, usualDelayMs: number, thresholds: Thresholds): number {
  const wanted = Math.max(thresholds.minToleranceMs, thresholds.toleranceFactor * usualDelayMs);
  return Math.min(wanted, (slot.next - slot.at) / 2);
}

/** Makes the rule for slots of one type; it gives nothing where a slot is left out. */
function createOutcomeOf(view: View, track: readonly PromisedSlot[], usual: UsualDelay) {
  const { thresholds: t, asOf } = view;
  const type = track[0]?.type ?? 'unknown';
  const sameType = view.runs.filter((run) => isOfType(run, type));
  const stuckAfter = stuckAfterMs(usualDurationMs(sameType), t);
  // Without a retention, what lasts for certain is the least one, and what lasts visibly the oldest row.
  const keptSince = Math.min(
    asOf - t.minRetentionMs,
    sameType[0]?.createdAt.getTime() ?? Number.POSITIVE_INFINITY,
  );

  return (slot: PromisedSlot, run: Backup | undefined): SlotOutcome | undefined => {
    if (run !== undefined) return outcomeOfRun(run, slot, view, stuckAfter);

    const usualDelayMs = usual(slot);
    const tolerance = toleranceMs(slot, usualDelayMs, t);
    const dueAt = slot.at + Math.min(Math.max(usualDelayMs, t.minLateMs), tolerance);
    if (dueAt > view.now) return undefined;
    if (dueAt > asOf) return 'unknown';
    if (slot.keptMs !== undefined && slot.at + slot.keptMs - t.retentionMarginMs <= asOf) {
      return undefined;
    }
    if (slot.at > view.idleSince) return undefined;
    if (slot.at - t.earlyMs <= view.knownSince) return 'unknown';
    if (slot.at - t.earlyMs <= view.unreadableUntil) return 'unknown';
    if (slot.keptMs === undefined && slot.at < keptSince) return 'unknown';
    return asOf > slot.at + tolerance ? 'missed' : 'late';
  };
}

function outcomeOfRun(
  run: Backup,
  slot: PromisedSlot,
  { asOf, idle }: View,
  stuckAfter: number,
): SlotOutcome {
  const outcome = OUTCOMES[run.status];
  if (outcome !== 'running') return outcome;
  if (idle && run.status === 'scheduled') return 'waiting';
  return asOf - run.createdAt.getTime() > stuckAfter || asOf >= slot.next ? 'stuck' : 'running';
}

/** What a run makes of its slot; one that has not ended is looked at more closely. */
const OUTCOMES: Record<BackupStatus, SlotOutcome> = {
  scheduled: 'running',
  'in-progress': 'running',
  aborting: 'running',
  completed: 'done',
  failed: 'failed',
  'not-supported': 'failed',
  aborted: 'aborted',
  unknown: 'unknown',
};
