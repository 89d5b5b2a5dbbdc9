import { isIdle } from '../addons/addon.ts';
import type { Backup, BackupStatus } from '../backup.ts';
import type { Listing } from '../listing.ts';
import { type PromisedSlot, promisedSlots } from '../schedules/promises.ts';
import type { BackupSchedule } from '../schedules/schedule.ts';
import { matchRuns } from './matching.ts';
import { believableRuns, isOfType, stuckAfterMs, usualDurationMs } from './runs.ts';
import { learnDelays, toleranceMs } from './start-delays.ts';
import { THRESHOLDS, type Thresholds } from './thresholds.ts';
import type { LedgerSlot, SlotOutcome } from './verdict.ts';

/** What a ledger is made from. Nothing in it needs to be in any order. */
export interface LedgerInput {
  schedules: readonly BackupSchedule[];
  backups: Listing<Backup>;
  /** The {@link believableRuns} of `backups` where they were found before. */
  runs?: readonly Backup[] | undefined;
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
  const lateMs = tracks.map((track, number) =>
    track.map((slot, index) => toleranceMs(slot, usual[number]?.[index] ?? 0, t)),
  );
  const filled = matchRuns(tracks, candidates, { earlyMs: t.earlyMs, lateMs });

  const slots: LedgerSlot[] = [];
  for (const [number, track] of tracks.entries()) {
    const ofEmpty = createOutcomeOfEmpty(view, track[0]?.type ?? 'unknown');
    const ofRun = createOutcomeOfRun(view, track[0]?.type ?? 'unknown');
    for (const [index, slot] of track.entries()) {
      const backup = filled[number]?.[index];
      const outcome = backup
        ? ofRun(backup, slot)
        : ofEmpty(slot, usual[number]?.[index] ?? 0, lateMs[number]?.[index] ?? 0);
      if (outcome === undefined) continue;
      const { type, scheduleIds, keptMs } = slot;
      slots.push({ at: new Date(slot.at), type, scheduleIds, keptMs, outcome, backup });
    }
  }
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
  addonStatus: string | undefined;
  /** Every run after this moment is in the list. */
  knownSince: number;
  /** An unreadable row may be any run up to this moment. */
  unreadableUntil: number;
}

function lookAt({
  backups,
  now,
  thresholds = THRESHOLDS,
  runs = believableRuns(backups.rows, now, thresholds),
  addonStatus,
}: LedgerInput): View {
  const asOf = Math.min(now.getTime(), backups.readAt.getTime());
  const stale = now.getTime() - asOf > thresholds.readingGoodForMs;
  return {
    thresholds,
    runs,
    asOf,
    now: stale ? now.getTime() : asOf,
    addonStatus,
    knownSince: knownSince(backups),
    unreadableUntil: unreadableUntil(backups),
  };
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
 * Since when the addon may have been idle: nobody tells, so since the last run of a type that started,
 * and for states that soon end by themselves not for longer than those last.
 */
function idleSince({ runs, addonStatus, asOf, thresholds }: View, type: PromisedSlot['type']) {
  if (!isIdle(addonStatus)) return Number.POSITIVE_INFINITY;
  const started = runs.findLast((run) => run.status !== 'scheduled' && isOfType(run, type));
  const since = started?.createdAt.getTime() ?? Number.NEGATIVE_INFINITY;
  return addonStatus === 'paused' ? since : Math.max(since, asOf - thresholds.briefIdleMs);
}

/** Makes the rule for empty slots of one type; it gives nothing where a slot is left out. */
function createOutcomeOfEmpty(view: View, type: PromisedSlot['type']) {
  const { thresholds: t, asOf } = view;
  // Without a retention, what lasts for certain is the least one, and what lasts visibly the oldest row.
  const oldest = view.runs.find((run) => isOfType(run, type))?.createdAt.getTime();
  const keptSince = Math.min(asOf - t.minRetentionMs, oldest ?? Number.POSITIVE_INFINITY);
  const notOwedSince = idleSince(view, type);

  return (slot: PromisedSlot, usualMs: number, tolerance: number): SlotOutcome | undefined => {
    const dueAt = slot.at + Math.min(Math.max(usualMs, t.minLateMs), tolerance);
    if (dueAt > view.now) return undefined;
    if (dueAt > asOf) return 'unknown';
    const goneAt = slot.at + (slot.keptMs ?? Number.POSITIVE_INFINITY) - t.retentionMarginMs;
    if (goneAt <= asOf) return undefined;
    if (slot.at > notOwedSince) return undefined;
    if (slot.at - t.earlyMs <= Math.max(view.knownSince, view.unreadableUntil)) return 'unknown';
    if (slot.keptMs === undefined && slot.at < keptSince) return 'unknown';
    return asOf > slot.at + tolerance ? 'missed' : 'late';
  };
}

/** Makes the rule for slots of one type that a run fills. */
function createOutcomeOfRun(view: View, type: PromisedSlot['type']) {
  const { runs, asOf, addonStatus, thresholds } = view;
  let stuckAfter: number | undefined;
  return (run: Backup, slot: PromisedSlot): SlotOutcome => {
    const outcome = OUTCOMES[run.status];
    if (outcome !== 'running') return outcome;
    if (run.status === 'scheduled' && isIdle(addonStatus)) return 'waiting';
    stuckAfter ??= stuckAfterMs(
      usualDurationMs(runs.filter((other) => isOfType(other, type))),
      thresholds,
    );
    return asOf - run.createdAt.getTime() > stuckAfter || asOf >= slot.next ? 'stuck' : 'running';
  };
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
