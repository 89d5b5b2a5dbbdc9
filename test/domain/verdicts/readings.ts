import type { Backup, BackupStatus } from '../../../src/domain/backup.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import type { BackupSchedule } from '../../../src/domain/schedules/schedule.ts';
import type { AddonReading } from '../../../src/domain/survey.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A moment of 2026 in UTC: `at('21 Nov 02:30')`, seconds if need be. */
export function at(text: string): Date {
  const [day, month, time] = text.split(' ');
  return new Date(`${day} ${month} 2026 ${time} UTC`);
}

/** Fills what a test does not care about. */
export function run(changes: Partial<Backup> & { createdAt: Date }): Backup {
  const status: BackupStatus = changes.status ?? 'completed';
  return {
    id: `b-${changes.createdAt.getTime()}-${changes.type ?? 'dump'}`,
    name: 'backup',
    status,
    rawStatus: status,
    type: 'dump',
    completedAt:
      status === 'completed' ? new Date(changes.createdAt.getTime() + 4 * MINUTE) : undefined,
    sizeBytes: status === 'completed' ? 1_200_000_000 : undefined,
    destinationIds: [],
    ...changes,
  };
}

/** Daily dumps at 02:30, kept 30 days, unless told otherwise. */
export function schedule(changes: Partial<BackupSchedule> = {}): BackupSchedule {
  return {
    id: 'nightly',
    type: 'dump',
    pattern: { interval: 'daily', minutes: [30], hours: [2], days: [] },
    retentionDays: 30,
    destinationIds: [],
    ...changes,
  };
}

export function listing<T>(rows: readonly T[], readAt: Date, changes = {}): Listing<T> {
  return { rows, unreadable: [], reach: 'end', readAt, ...changes };
}

/** A reading of one addon, taken at `now`. */
export function reading(
  now: Date,
  rows: readonly Backup[],
  schedules: readonly BackupSchedule[] = [schedule()],
  changes: {
    status?: string;
    backups?: Partial<Listing<Backup>>;
    schedules?: Partial<Listing<BackupSchedule>>;
  } = {},
): Extract<AddonReading, { kind: 'read' }> {
  return {
    kind: 'read',
    addon: {
      projectId: 'prod',
      projectName: 'Prod',
      addonId: 'orders-db',
      name: 'orders-db',
      status: changes.status ?? 'running',
    },
    backups: listing(rows, now, changes.backups),
    schedules: listing(schedules, now, changes.schedules),
    readAt: now,
  };
}

const STATUS_OF_MARK: Record<string, BackupStatus> = {
  d: 'completed',
  f: 'failed',
  a: 'aborted',
  n: 'not-supported',
  r: 'in-progress',
  w: 'scheduled',
};

/**
 * One mark per night, the last one for `last`: d done, f failed, a aborted, n not supported,
 * r running, w scheduled, `.` nothing. Runs start 20 seconds after their slot.
 */
export function nights(marks: string, last: Date, changes: Partial<Backup> = {}): Backup[] {
  return marks.split('').flatMap((mark, index) => {
    const status = STATUS_OF_MARK[mark];
    if (status === undefined) return [];
    const slot = last.getTime() - (marks.length - 1 - index) * DAY;
    return run({ createdAt: new Date(slot + 20_000), status, rawStatus: status, ...changes });
  });
}
