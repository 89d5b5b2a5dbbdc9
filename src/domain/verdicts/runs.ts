import { BACKUP_STATUSES, type Backup, type BackupType, isFinished } from '../backup.ts';
import { median } from './statistics.ts';
import type { Thresholds } from './thresholds.ts';

/**
 * The runs that speak for an addon, oldest first and each once.
 *
 * Imports are left out: they hold foreign data. Of a run that a list shows twice, the row that is
 * further along stands.
 *
 * @param backups in any order.
 */
export function sortRuns(backups: readonly Backup[]): Backup[] {
  const sorted = backups.filter(({ type }) => type !== 'import').toSorted(compareRuns);
  return sorted.filter((run, index) => {
    const next = sorted[index + 1];
    return next?.id !== run.id || next.createdAt.getTime() !== run.createdAt.getTime();
  });
}

/** {@link sortRuns} without those that start so far in the future that no clock explains it. */
export function believableRuns(
  backups: readonly Backup[],
  now: Date,
  { maxClockSkewMs }: Pick<Thresholds, 'maxClockSkewMs'>,
): Backup[] {
  const latest = now.getTime() + maxClockSkewMs;
  return sortRuns(backups).filter(({ createdAt }) => createdAt.getTime() <= latest);
}

/** Whether a run may be one of this type; `unknown` on either side rules nothing out. */
export function isOfType(run: Backup, type: BackupType): boolean {
  return run.type === type || run.type === 'unknown' || type === 'unknown';
}

/** How long completed runs usually take, in milliseconds; absent when none tells. */
export function usualDurationMs(runs: readonly Backup[]): number | undefined {
  return median(
    runs.flatMap((run) => {
      const duration = run.status === 'completed' ? durationMs(run) : undefined;
      return duration === undefined || duration < 0 ? [] : [duration];
    }),
  );
}

/** When a run ended, as far as that is known; while it has no end, when it began. */
export function endOf({ completedAt, createdAt }: Backup): Date {
  return completedAt ?? createdAt;
}

/** How long a run took, in milliseconds; absent while it has no end. */
export function durationMs(run: Backup): number | undefined {
  return run.completedAt && run.completedAt.getTime() - run.createdAt.getTime();
}

/** From which age on an unfinished run is stuck. */
export function stuckAfterMs(usualMs: number | undefined, thresholds: Thresholds): number {
  return Math.max(thresholds.stuckFactor * (usualMs ?? 0), thresholds.minStuckMs);
}

/** Whether a run may still end by itself, as far as its status is understood. */
export function isUnderWay(run: Backup): boolean {
  return run.status !== 'unknown' && !isFinished(run.status);
}

/** By start, then by id, then by how far along the row is: no two rows that differ compare as equal. */
function compareRuns(a: Backup, b: Backup): number {
  return (
    a.createdAt.getTime() - b.createdAt.getTime() ||
    compareText(a.id, b.id) ||
    progress(a) - progress(b) ||
    (a.completedAt?.getTime() ?? 0) - (b.completedAt?.getTime() ?? 0) ||
    (a.sizeBytes ?? -1) - (b.sizeBytes ?? -1)
  );
}

/** Statuses in the order of a run's life, a good end last: of two rows of one run it came later. */
function progress({ status }: Backup): number {
  if (status === 'unknown') return -1;
  return status === 'completed' ? BACKUP_STATUSES.length : BACKUP_STATUSES.indexOf(status);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
