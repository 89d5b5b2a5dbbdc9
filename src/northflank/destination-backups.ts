import type { DestinationBackup, Expiry } from '../domain/backup.ts';
import type { SchedulePattern } from '../domain/schedules/schedule.ts';
import { readBackup } from './backups.ts';
import { asList, asRow, asText, type Row, RowProblem } from './fields.ts';
import type { RowReader } from './listing.ts';
import { asDate } from './moments.ts';
import { readPattern } from './schedules.ts';

/**
 * Rows of a destination's list of backups.
 *
 * Ids here are slugs of names, so that two addons may have the same: the whole address counts, and
 * the moment where the addons are gone.
 */
export const destinationBackupRows: RowReader<DestinationBackup> = {
  read: readDestinationBackup,
  keyOf: ({ id, addon, createdAt }) =>
    `${addon?.projectId}/${addon?.addonId}/${id} ${createdAt.getTime()}`,
  dateOf: ({ createdAt }) => createdAt,
};

/**
 * Reads one backup of a destination's list.
 *
 * @see https://northflank.com/docs/v1/api/team/backup-destinations/list-backup-destination-backups
 * @throws {RowProblem} without id, status or creation date; anything else may be absent.
 */
function readDestinationBackup(row: Row): DestinationBackup {
  const schedules = readSchedules(row['schedules']);
  return {
    ...readBackup(row),
    addon: readOwner(row),
    addonType: asText(asRow(row['config'])?.['addonType']),
    schedules: schedules.read,
    unreadableSchedules: schedules.unreadable === 0 ? undefined : schedules.unreadable,
    expiry: readExpiry(row['expiredBy']),
  };
}

function readOwner(row: Row): DestinationBackup['addon'] {
  const project = asRow(row['project']);
  const addon = asRow(row['addon']);
  const projectId = asText(project?.['id']);
  const addonId = asText(addon?.['id']);
  if (projectId === undefined || addonId === undefined) return undefined;
  return {
    projectId,
    addonId,
    projectName: asText(project?.['name']) ?? projectId,
    addonName: asText(addon?.['name']) ?? addonId,
  };
}

function readSchedules(value: unknown): { read: SchedulePattern[]; unreadable: number } {
  const read: SchedulePattern[] = [];
  let unreadable = 0;
  for (const entry of asList(value)) {
    try {
      read.push(readPattern(entry));
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      unreadable += 1;
    }
  }
  return { read, unreadable };
}

/** Copies that are retained have no expiry, so nothing means `kept`. */
function readExpiry(value: unknown): Expiry {
  if (value === undefined || value === null || value === '') return { kind: 'kept' };
  const at = asDate(value);
  return at === undefined ? { kind: 'unreadable' } : { kind: 'at', at };
}
