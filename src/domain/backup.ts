import type { AddonRef } from './addons/addon.ts';
import type { SchedulePattern } from './schedules/schedule.ts';

/** Statuses that Northflank documents, in the order of a backup's life. */
export const BACKUP_STATUSES = [
  'scheduled',
  'in-progress',
  'completed',
  'aborting',
  'aborted',
  'failed',
  'not-supported',
] as const;

/** `unknown` stands for a word that Northflank does not document; see {@link Backup.rawStatus}. */
export type BackupStatus = (typeof BACKUP_STATUSES)[number] | 'unknown';

/**
 * How a copy was made: `snapshot` of the disk, native `dump`, `import` from outside.
 * `unknown` where Northflank does not say, which is always so in a destination's own list.
 */
export type BackupType = 'snapshot' | 'dump' | 'import' | 'unknown';

/** What a backup of this type is called: `dump`, or `backup` where the type is not known. */
export function nounOf(type: BackupType | undefined): string {
  return type === undefined || type === 'unknown' ? 'backup' : type;
}

/** One run and its copy. */
export interface Backup {
  id: string;
  name: string;
  status: BackupStatus;
  /** The status exactly as Northflank spelled it. */
  rawStatus: string;
  type: BackupType;
  /** Northflank's own word for where the data came from, such as `sameAddon`. Absent when not sent. */
  source?: string | undefined;
  /** When the run was scheduled or started: the moment whose data a restore brings back. */
  createdAt: Date;
  /** Absent until the run has ended, and sometimes after. */
  completedAt?: Date | undefined;
  /** Bytes. Absent when not sent or not readable: never zero for "not known". */
  sizeBytes?: number | undefined;
  /** `gz` or `zstd`; only dumps have one. */
  compression?: string | undefined;
  /** The database's version at that time. */
  version?: string | undefined;
  /** Ids of the destinations that hold a copy; empty means Northflank's own storage only. */
  destinationIds: readonly string[];
}

/** When a copy disappears: `kept` for ever, or `unreadable` where Northflank's value makes no sense. */
export type Expiry = { kind: 'at'; at: Date } | { kind: 'kept' } | { kind: 'unreadable' };

/** A backup as its destination lists it: only this list tells expiry and the schedules behind it. */
export interface DestinationBackup extends Backup {
  /** Absent when the addon is gone or Northflank does not name it. */
  addon?: (AddonRef & { projectName: string; addonName: string }) | undefined;
  addonType?: string | undefined;
  /** Patterns of the schedules that made it; empty for a manual run. */
  schedules: readonly SchedulePattern[];
  /** How many more made it whose patterns could not be read; absent when none. */
  unreadableSchedules?: number | undefined;
  expiry: Expiry;
}

/** Whether a backup in this status will change no more by itself. */
export function isFinished(status: BackupStatus): boolean {
  return (
    status === 'completed' ||
    status === 'failed' ||
    status === 'aborted' ||
    status === 'not-supported'
  );
}
