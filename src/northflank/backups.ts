import {
  BACKUP_STATUSES,
  type Backup,
  type BackupStatus,
  type BackupType,
} from '../domain/backup.ts';
import { asList, asRow, asText, type Row, requireDate, requireText } from './fields.ts';
import type { RowReader } from './listing.ts';
import { asDate } from './moments.ts';
import { asCount } from './numbers.ts';

/** What `config.source.type` says of how a copy was made; `global` tells only where it lies. */
const TYPES: ReadonlyMap<string, BackupType> = new Map([
  ['snapshot', 'snapshot'],
  ['sameAddon', 'dump'],
  ['fileUpload', 'import'],
  ['externalDump', 'import'],
  ['liveInstance', 'import'],
]);

/** Rows of an addon's list of backups. */
export const backupRows: RowReader<Backup> = {
  read: readBackup,
  keyOf: ({ id }) => id,
  dateOf: ({ createdAt }) => createdAt,
};

/**
 * Reads one backup of an addon's list.
 *
 * @see https://northflank.com/docs/v1/api/project/addons/list-addon-backups
 * @throws {RowProblem} without id, status or creation date; anything else may be absent.
 */
export function readBackup(row: Row): Backup {
  const id = requireText(row, 'id');
  const rawStatus = requireText(row, 'status');
  const status = STATUSES.get(rawStatus) ?? 'unknown';
  const config = asRow(row['config']);
  const source = asText(asRow(config?.['source'])?.['type']);
  return {
    id,
    name: asText(row['name']) ?? id,
    status,
    rawStatus,
    type: TYPES.get(source ?? '') ?? 'unknown',
    source,
    createdAt: requireDate(row, 'createdAt'),
    completedAt: asDate(row['completedAt']),
    sizeBytes: readSize(config?.['size'], status),
    compression: asText(config?.['compressionType']),
    version: asText(config?.['addonVersion']),
    destinationIds: readDestinationIds(
      row['customDestinationId'],
      config?.['additionalDestinations'],
    ),
  };
}

const STATUSES: ReadonlyMap<string, BackupStatus> = new Map(
  BACKUP_STATUSES.map((status) => [status, status]),
);

/** Zero is a size only where a backup is complete: until then it stands for "not known yet". */
function readSize(value: unknown, status: BackupStatus): number | undefined {
  const size = asCount(value);
  return size === 0 && status !== 'completed' ? undefined : size;
}

/** Most backups lie in Northflank's own storage only. */
const NOWHERE_ELSE: readonly string[] = [];

/** Ids of the destinations that copies go to: the one of a dump and the several of a snapshot. */
export function readDestinationIds(custom: unknown, additional: unknown): readonly string[] {
  const customId = asText(custom);
  const entries = asList(additional);
  if (customId === undefined && entries.length === 0) return NOWHERE_ELSE;
  const ids = [customId, ...entries.map((entry) => asText(asRow(entry)?.['destinationId']))];
  return [...new Set(ids.filter((id) => id !== undefined))];
}
