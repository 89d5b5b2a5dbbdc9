import type { Backup, DestinationBackup } from '../../src/domain/backup.ts';
import type { Listing } from '../../src/domain/listing.ts';
import type { BackupSchedule, SchedulePattern } from '../../src/domain/schedules/schedule.ts';

/** The moment at which tests of lists and messages take place. */
export const NOW = new Date('2026-11-21T09:00:00Z');

const HOUR_MS = 3_600_000;

/** A moment before {@link NOW}. */
export function hoursAgo(hours: number): Date {
  return new Date(NOW.getTime() - hours * HOUR_MS);
}

/** A completed dump of 100 MB that took four minutes, unless told otherwise. */
export function fakeBackup(hours: number, fields: Partial<Backup> = {}): Backup {
  const createdAt = hoursAgo(hours);
  const status = fields.status ?? 'completed';
  return {
    id: `backup-${hours}`,
    name: `Backup ${hours}`,
    status,
    rawStatus: status,
    type: 'dump',
    createdAt,
    completedAt: new Date(createdAt.getTime() + 240_000),
    sizeBytes: 100_000_000,
    destinationIds: [],
    ...fields,
  };
}

/** A backup as a destination lists it, of `shop-prod/orders-db`, that expires in three days. */
export function fakeDestinationBackup(
  hours: number,
  fields: Partial<DestinationBackup> = {},
): DestinationBackup {
  return {
    ...fakeBackup(hours),
    type: 'unknown',
    addon: {
      projectId: 'shop-prod',
      addonId: 'orders-db',
      projectName: 'Shop Prod',
      addonName: 'Orders DB',
    },
    schedules: [DAILY],
    expiry: { kind: 'at', at: hoursAgo(-72) },
    ...fields,
  };
}

/** Daily at 02:30. */
export const DAILY: SchedulePattern = { interval: 'daily', minutes: [30], hours: [2], days: [] };

/** Hourly at :15. */
export const HOURLY: SchedulePattern = { interval: 'hourly', minutes: [15], hours: [], days: [] };

/** A schedule of dumps that are kept for seven days, unless told otherwise. */
export function fakeSchedule(
  pattern: SchedulePattern = DAILY,
  fields: Partial<BackupSchedule> = {},
): BackupSchedule {
  return {
    id: `${pattern.interval}-${fields.type ?? 'dump'}`,
    type: 'dump',
    pattern,
    retentionDays: 7,
    destinationIds: [],
    ...fields,
  };
}

/** A list that was read to its end, unless told otherwise. */
export function fakeListing<T>(rows: readonly T[], fields: Partial<Listing<T>> = {}): Listing<T> {
  return { rows, unreadable: [], reach: 'end', readAt: NOW, ...fields };
}

/** A list of which nothing, or only the given rows, could be read. */
export function fakeBrokenListing<T>(rows: readonly T[] = []): Listing<T> {
  return fakeListing(rows, {
    reach: 'failed',
    failure: { kind: 'unauthorized', reason: 'Northflank refused the token' },
  });
}
