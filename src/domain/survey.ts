import type { Project } from './addons/addon.ts';
import type { DirectoryEntry } from './addons/directory.ts';
import type { Backup, DestinationBackup } from './backup.ts';
import type { Destination } from './destinations/destination.ts';
import type { Listing, ReadFailure } from './listing.ts';
import type { BackupSchedule } from './schedules/schedule.ts';

/** One addon of a survey: either read, or the reason why not. */
export type AddonReading =
  | {
      kind: 'read';
      addon: DirectoryEntry;
      backups: Listing<Backup>;
      schedules: Listing<BackupSchedule>;
      readAt: Date;
    }
  | { kind: 'unreadable'; addon: DirectoryEntry; failure: ReadFailure };

/** One destination of a survey with its own list of backups, or the reason why not. */
export type DestinationReading =
  | { kind: 'read'; destination: Destination; backups: Listing<DestinationBackup> }
  /**
   * Listed without an id, and the one that its name suggests does not exist. Where addons keep copies
   * in it they name the id, and it is read under that one as well; else no copy in question is there.
   */
  | { kind: 'idUnknown'; destination: Destination }
  | { kind: 'unreadable'; destination: Destination; failure: ReadFailure };

/** One reading of the whole account. */
export interface Survey {
  /** In the directory's order. */
  addons: readonly AddonReading[];
  /** Projects whose addons could not be listed, or only in part: how many they hold is not known. */
  unreadProjects: readonly { project: Project; failure: ReadFailure }[];
  /** Why the list of projects itself ended early: then whole projects may be missing. */
  failure?: ReadFailure | undefined;
  /** Rows of the project and addon lists that could not be read. */
  unreadableRows: number;
  destinations: readonly DestinationReading[];
  /** Why the list of destinations could not be read. */
  destinationsFailure?: ReadFailure | undefined;
  startedAt: Date;
  finishedAt: Date;
  /** Requests that this survey cost. */
  requests: number;
}

/** How far a survey has come. */
export interface SurveyProgress {
  /** Addons that are done, read or not. */
  done: number;
  total: number;
}
