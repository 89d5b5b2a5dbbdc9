import type { Backup } from '../backup.ts';
import type { Listing } from '../listing.ts';
import type { BackupSchedule } from '../schedules/schedule.ts';
import { buildLedger } from '../verdicts/ledger.ts';
import { durationMs, isOfType } from '../verdicts/runs.ts';
import { THRESHOLDS } from '../verdicts/thresholds.ts';

const DAY_MS = 86_400_000;

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
export function toHistoryRows(
  page: readonly Backup[],
  {
    backups,
    schedules,
    zone,
    now,
  }: {
    /** Everything that was read, newest first. */
    backups: Listing<Backup>;
    schedules: Listing<BackupSchedule>;
    /** Of the schedules. */
    zone: string;
    now: Date;
  },
): HistoryRow[] {
  const origins = originsOf(backups, schedules, zone, now);
  return page.map((backup) => {
    const older = backups.rows.slice(backups.rows.indexOf(backup) + 1);
    return {
      backup,
      sizeChange: sizeChangeOf(backup, older),
      durationMs: runTimeOf(backup, now),
      running: isRunning(backup),
      versionBefore: versionBefore(backup, older),
      origin: origins(backup),
    };
  });
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

function runTimeOf(backup: Backup, now: Date): number | undefined {
  if (backup.status === 'scheduled') return undefined;
  const took = durationMs(isRunning(backup) ? { ...backup, completedAt: now } : backup);
  return took === undefined || took < 0 ? undefined : took;
}

function versionBefore(backup: Backup, older: readonly Backup[]): string | undefined {
  if (backup.version === undefined) return undefined;
  const before = older.find(({ version }) => version !== undefined)?.version;
  return before === backup.version ? undefined : before;
}

/** Finds who started a run with the same matching that tells which slots were filled. */
function originsOf(
  backups: Listing<Backup>,
  schedules: Listing<BackupSchedule>,
  zone: string,
  now: Date,
): (backup: Backup) => Origin {
  const oldest = backups.rows.at(-1)?.createdAt ?? now;
  const windowMs = now.getTime() - oldest.getTime() + DAY_MS;
  const thresholds = { ...THRESHOLDS, windowMs };
  const slots = buildLedger({ schedules: schedules.rows, backups, zone, now, thresholds });
  const slotOf = new Map(slots.map((slot) => [slot.backup, slot]));
  const allKnown = schedules.reach === 'end' && schedules.unreadable.length === 0;

  return (backup) => {
    if (backup.type === 'import') return { kind: 'import' };
    const ids = slotOf.get(backup)?.scheduleIds;
    if (ids !== undefined) {
      return { kind: 'scheduled', schedules: schedules.rows.filter(({ id }) => ids.includes(id)) };
    }
    // Schedules are replaced rather than changed: an older run may come from one that is gone.
    const couldTell = allKnown && schedules.rows.some((schedule) => couldMake(schedule, backup));
    return { kind: couldTell ? 'manual' : 'unknown' };
  };
}

function couldMake({ type, createdAt, updatedAt }: BackupSchedule, backup: Backup): boolean {
  const since = Math.max(createdAt?.getTime() ?? 0, updatedAt?.getTime() ?? 0);
  return since <= backup.createdAt.getTime() && isOfType(backup, type);
}
