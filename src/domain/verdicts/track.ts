import type { Backup, BackupType } from '../backup.ts';
import { isFinished } from '../backup.ts';
import type { BackupSchedule } from '../schedules/schedule.ts';
import { isOfType, isUnderWay, stuckAfterMs, usualDurationMs } from './runs.ts';
import { findSizeOddity, type SizeOddity } from './size-oddity.ts';
import { startDelayMs, USUAL_SHARE } from './start-delays.ts';
import { quantile } from './statistics.ts';
import type { Thresholds } from './thresholds.ts';
import type { LedgerSlot } from './verdict.ts';

/**
 * What is true of one type of backup now.
 *
 * Types are kept apart because each is promised by itself: a nightly dump that fails is no less broken
 * for the hourly snapshots that succeed.
 */
export interface Track {
  /** Absent for runs of types that nothing schedules, which are taken together. */
  type?: BackupType | undefined;
  schedules: readonly BackupSchedule[];
  lastGood?: Backup | undefined;
  /** The newest run that ended, good or not. */
  lastFinished?: Backup | undefined;
  /** Runs that ended badly since the last good one, oldest first. */
  bad: readonly Backup[];
  /** Slots missed since the last good run, oldest first. */
  missed: readonly LedgerSlot[];
  /** A slot for which nothing came yet, and no good run since. */
  late?: LedgerSlot | undefined;
  /** The newest slot of which nothing is known, when no later run settles the matter. */
  unclear?: LedgerSlot | undefined;
  stuck?: Backup | undefined;
  running?: Backup | undefined;
  /** How long a run usually takes; absent when none has told. */
  usualDurationMs?: number | undefined;
  /** Within which time after its slot a run usually has started; told only where one is missing. */
  usualDelayMs?: number | undefined;
  oddity?: SizeOddity | undefined;
}

/** What a track is made from. */
export interface TrackInput {
  /** Oldest first. */
  runs: readonly Backup[];
  slots: readonly LedgerSlot[];
  schedules: readonly BackupSchedule[];
  /** Whether the addon does not run, so that backups wait. */
  idle: boolean;
  /** The moment that the reading shows. */
  asOf: Date;
  thresholds: Thresholds;
}

/** One track for each type that is scheduled, and one for other runs if there are any or no schedule is. */
export function buildTracks(input: TrackInput): Track[] {
  const byType = Map.groupBy(input.schedules, ({ type }) => type);
  const inOrder = [...byType].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const scheduled = inOrder.map(([type, schedules]) =>
    buildTrack(type, {
      ...input,
      schedules,
      runs: input.runs.filter((run) => isOfType(run, type)),
      slots: input.slots.filter((slot) => slot.type === type),
    }),
  );
  const rest = buildRest(input);
  return rest === undefined ? scheduled : [...scheduled, rest];
}

/**
 * Runs that nothing schedules: a bad one is bad until any good run, and only within the ledger's window,
 * since no schedule will ever replace it.
 */
function buildRest(input: TrackInput): Track | undefined {
  const { schedules, runs, asOf, thresholds } = input;
  const rest = runs.filter((run) => !schedules.some(({ type }) => isOfType(run, type)));
  if (rest.length === 0 && schedules.length > 0) return undefined;

  const track = buildTrack(undefined, { ...input, schedules: [], runs: rest, slots: [] });
  const lastGood = runs.findLast(({ status }) => status === 'completed');
  const since = asOf.getTime() - thresholds.windowMs;
  const counts = (run: Backup) => isAfter(run, lastGood) && run.createdAt.getTime() >= since;
  return {
    ...track,
    bad: track.bad.filter(counts),
    stuck: track.stuck && counts(track.stuck) ? track.stuck : undefined,
    lastGood,
    lastFinished: runs.findLast(({ status }) => isFinished(status)),
  };
}

function buildTrack(type: BackupType | undefined, input: TrackInput): Track {
  const { runs, slots, schedules, thresholds } = input;
  const lastGood = runs.findLast(({ status }) => status === 'completed');
  const lastFinished = runs.findLast(({ status }) => isFinished(status));
  const open = (slot: LedgerSlot) => !isSettledBy(lastGood, slot, thresholds);
  const missed = slots.filter((slot) => slot.outcome === 'missed' && open(slot));
  const late = slots.findLast((slot) => slot.outcome === 'late' && open(slot));
  return {
    type,
    schedules,
    lastGood,
    lastFinished,
    bad: runs.filter((run) => isBad(run) && isAfter(run, lastGood)),
    missed,
    late,
    unclear: slots.findLast(
      (slot) => slot.outcome === 'unknown' && !isSettledBy(lastFinished, slot, thresholds),
    ),
    ...findUnfinished(input, lastGood),
    usualDelayMs: missed.length > 0 || late ? quantile(startDelays(slots), USUAL_SHARE) : undefined,
    oddity: findSizeOddity(runs, thresholds),
  };
}

/** A run that never ended stops to matter once a later one is good. */
function findUnfinished({ runs, slots, idle, asOf, thresholds }: TrackInput, lastGood?: Backup) {
  const underWay = runs.filter((run) => isUnderWay(run) && !(idle && run.status === 'scheduled'));
  if (underWay.length === 0) return {};

  const usual = usualDurationMs(runs);
  const limit = stuckAfterMs(usual, thresholds);
  const isOverdue = (run: Backup) =>
    asOf.getTime() - run.createdAt.getTime() > limit ||
    slots.some(({ backup, outcome }) => backup === run && outcome === 'stuck');
  return {
    stuck: underWay.find((run) => isOverdue(run) && isAfter(run, lastGood)),
    running: underWay.findLast((run) => !isOverdue(run)),
    usualDurationMs: usual,
  };
}

/** Whether a run speaks for a slot or for a later moment, so that the slot itself matters no more. */
function isSettledBy(run: Backup | undefined, slot: LedgerSlot, { earlyMs }: Thresholds): boolean {
  if (run === undefined) return false;
  const from = slot.backup?.createdAt.getTime() ?? slot.at.getTime() - earlyMs;
  return run.createdAt.getTime() >= from;
}

function isBad({ status }: Backup): boolean {
  return status !== 'completed' && isFinished(status);
}

function isAfter(run: Backup, other: Backup | undefined): boolean {
  return other === undefined || run.createdAt.getTime() > other.createdAt.getTime();
}

function startDelays(slots: readonly LedgerSlot[]): number[] {
  return slots.flatMap(({ at, backup }) =>
    backup === undefined ? [] : startDelayMs(at.getTime(), backup),
  );
}
