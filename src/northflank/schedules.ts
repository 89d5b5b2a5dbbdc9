import {
  type BackupSchedule,
  INTERVALS,
  type SchedulePattern,
} from '../domain/schedules/schedule.ts';
import { readDestinationIds } from './backups.ts';
import { asList, asRow, asText, type Row, RowProblem, requireText } from './fields.ts';
import type { RowReader } from './listing.ts';
import { asDate } from './moments.ts';
import { asCount, asNumber } from './numbers.ts';

/** Rows of an addon's list of schedules. */
export const scheduleRows: RowReader<BackupSchedule> = {
  read: readSchedule,
  keyOf: ({ id }) => id,
};

/**
 * Reads one schedule of an addon.
 *
 * @see https://northflank.com/docs/v1/api/project/addons/get-addon-backup-schedules
 * @throws {RowProblem} without id, or when its moments cannot be told.
 */
function readSchedule(row: Row): BackupSchedule {
  const type = asText(row['backupType']);
  return {
    id: requireText(row, 'id'),
    type: type === 'snapshot' || type === 'dump' ? type : 'unknown',
    pattern: readPattern(row['scheduling']),
    retentionDays: asCount(row['retentionTime']),
    // The list says backupCompressionType; what a schedule is created with is called compressionType.
    compression: asText(row['backupCompressionType']) ?? asText(row['compressionType']),
    destinationIds: readDestinationIds(row['customDestinationId'], row['additionalDestinations']),
    createdAt: asDate(row['createdAt']),
    updatedAt: asDate(row['updatedAt']),
  };
}

/**
 * Reads the moments of a schedule; day 0 is Monday on both sides.
 *
 * Hours of an hourly and days of a daily schedule mean nothing and come out empty.
 *
 * @throws {RowProblem} when a part that the interval needs is missing or out of range.
 */
export function readPattern(value: unknown): SchedulePattern {
  const row = asRow(value);
  const interval = INTERVALS.find((known) => known === row?.['interval']);
  if (row === undefined || interval === undefined)
    throw new RowProblem('its interval is not known');
  return {
    interval,
    minutes: readTimes(row, 'minute', 59),
    hours: interval === 'hourly' ? [] : readTimes(row, 'hour', 23),
    days: interval === 'weekly' ? readTimes(row, 'day', 6) : [],
  };
}

function readTimes(row: Row, field: string, max: number): readonly number[] {
  const times = asList(row[field]);
  if (times.length === 0) throw new RowProblem(`its ${field} is missing`);
  return times.map((value) => {
    const time = asNumber(value);
    if (time !== undefined && Number.isInteger(time) && time >= 0 && time <= max) return time;
    throw new RowProblem(`its ${field} is not from 0 to ${max}`);
  });
}
