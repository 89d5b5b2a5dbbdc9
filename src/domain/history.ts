import type { Backup } from './backup.ts';
import type { Listing } from './listing.ts';
import type { BackupSchedule } from './schedule.ts';
import { momentsBetween } from './slots.ts';

/** How long after its slot a scheduled run may start and still be taken for it. */
const SLOT_WINDOW_MS = 15 * 60_000;

/** How far Northflank's clock may run ahead of the schedule's. */
const CLOCK_SKEW_MS = 2 * 60_000;

/** Who started a run. `unknown`: no schedule of today fits, but one that is gone may have. */
export type Origin =
  | { kind: 'scheduled'; schedules: readonly BackupSchedule[] }
  | { kind: 'manual' }
  | { kind: 'import' }
  | { kind: 'unknown' };

/** One backup with what only its neighbors tell. */
export interface HistoryRow {
  backup: Backup;
  /** Growth against the previous completed backup of its type: 0.03 is 3 % more. Absent when not known. */
  sizeChange?: number | undefined;
  /** Milliseconds from start to end; for a run under way until now. Absent when not known. */
  durationMs?: number | undefined;
  /** Whether the run is still under way. */
  running: boolean;
  /** The database's version before, where this backup is the first with another one. */
  versionBefore?: string | undefined;
  origin: Origin;
}

/** Adds to each backup of a page what its neighbors and the schedules tell. */
export function describeRows(
  page: readonly Backup[],
  {
    backups,
    schedules,
    zone,
    now,
  }: {
    /** Everything that was read, newest first. */
    backups: readonly Backup[];
    schedules: Listing<BackupSchedule>;
    /** Of the schedules. */
    zone: string;
    now: Date;
  },
): HistoryRow[] {
  return page.map((backup) => {
    const older = backups.slice(backups.indexOf(backup) + 1);
    return {
      backup,
      sizeChange: sizeChangeOf(backup, older),
      durationMs: durationOf(backup, now),
      running: isRunning(backup),
      versionBefore: versionBefore(backup, older),
      origin: originOf(backup, older, schedules, zone),
    };
  });
}

function startOf(backup: Backup): number {
  return backup.createdAt.getTime();
}

function sizeChangeOf(backup: Backup, older: readonly Backup[]): number | undefined {
  if (backup.status !== 'completed' || backup.sizeBytes === undefined) return undefined;
  // Copies of unknown type, or from elsewhere, say nothing about each other.
  if (backup.type !== 'dump' && backup.type !== 'snapshot') return undefined;
  const before = older.find(({ type, status }) => type === backup.type && status === 'completed');
  if (before?.sizeBytes === undefined) return undefined;
  if (before.sizeBytes === 0) return backup.sizeBytes === 0 ? 0 : undefined;
  return backup.sizeBytes / before.sizeBytes - 1;
}

function isRunning({ status }: Backup): boolean {
  return status === 'in-progress' || status === 'aborting';
}

function durationOf(backup: Backup, now: Date): number | undefined {
  const end = isRunning(backup) ? now : backup.completedAt;
  if (end === undefined || backup.status === 'scheduled') return undefined;
  const durationMs = end.getTime() - startOf(backup);
  return durationMs < 0 ? undefined : durationMs;
}

function versionBefore(backup: Backup, older: readonly Backup[]): string | undefined {
  if (backup.version === undefined) return undefined;
  const before = older.find(({ version }) => version !== undefined)?.version;
  return before === backup.version ? undefined : before;
}

function originOf(
  backup: Backup,
  older: readonly Backup[],
  schedules: Listing<BackupSchedule>,
  zone: string,
): Origin {
  if (backup.type === 'import') return { kind: 'import' };
  const fitting = schedules.rows.filter((schedule) => couldMake(schedule, backup));
  const slots = fitting.map((schedule) => ({ schedule, at: slotOf(schedule, backup, zone) }));
  const at = Math.max(...slots.map((slot) => slot.at ?? Number.NEGATIVE_INFINITY));
  if (Number.isFinite(at) && !isTaken(at, backup, older)) {
    const sharing = slots.filter((slot) => slot.at === at).map(({ schedule }) => schedule);
    return { kind: 'scheduled', schedules: sharing };
  }
  // Schedules cannot be changed, only replaced: an older run may come from one that is gone.
  const known = fitting.length > 0 || Number.isFinite(at);
  return known && schedules.reach === 'end' && schedules.unreadable.length === 0
    ? { kind: 'manual' }
    : { kind: 'unknown' };
}

function couldMake(schedule: BackupSchedule, backup: Backup): boolean {
  const existed = schedule.createdAt === undefined || schedule.createdAt <= backup.createdAt;
  const sameType =
    schedule.type === backup.type || schedule.type === 'unknown' || backup.type === 'unknown';
  return existed && sameType;
}

/** The slot, in epoch milliseconds, that a run started in; the newest one where windows overlap. */
function slotOf(schedule: BackupSchedule, backup: Backup, zone: string): number | undefined {
  const start = startOf(backup);
  return momentsBetween(
    schedule.pattern,
    zone,
    start - SLOT_WINDOW_MS,
    start + CLOCK_SKEW_MS + 1,
  ).at(-1);
}

/** Whether an earlier run of the same type already filled the slot: then this one was started by hand. */
function isTaken(at: number, backup: Backup, older: readonly Backup[]): boolean {
  const before = older.find(({ type }) => type === backup.type);
  return before !== undefined && startOf(before) >= at - CLOCK_SKEW_MS;
}
