import type { Addon, AddonRef, Project } from '../domain/addons/addon.ts';
import type { Backup, DestinationBackup } from '../domain/backup.ts';
import type { Destination, NewDestination } from '../domain/destinations/destination.ts';
import type { HourlyBudget } from '../domain/hourly-budget.ts';
import type { Listing } from '../domain/listing.ts';
import type { BackupSchedule } from '../domain/schedules/schedule.ts';
import type { ServerTime } from '../domain/server-time.ts';

/** Who waits for an answer: people keep a share of the hourly budget that the others never touch. */
export type Priority = 'person' | 'digest' | 'background';

/** How one call is made. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Default `person`. */
  priority?: Priority | undefined;
}

/**
 * How far a list of backups is read: until both bounds are met, or to its end without any.
 *
 * Never less than asked for; often more, since pages are read whole, and all of it where the pages
 * do not show that they come newest first.
 */
export interface ReachOptions extends CallOptions {
  /** Stop once every backup created at or after this moment is read. */
  since?: Date | undefined;
  /** Stop once this many rows are read. */
  atLeast?: number | undefined;
}

/** The hourly budget as Northflank last stated it, with what was used of it here. */
export interface Budget extends HourlyBudget {
  /** Requests sent since start, retries included. */
  sent: number;
}

/**
 * The calls that the bot makes to Northflank.
 *
 * A list that breaks off after its first page comes back with what was read and the reason.
 *
 * @throws {NorthflankError} every call, when nothing at all could be read.
 */
export interface Northflank {
  listProjects: (options?: CallOptions) => Promise<Listing<Project>>;
  listAddons: (projectId: string, options?: CallOptions) => Promise<Listing<Addon>>;
  getAddon: (ref: AddonRef, options?: CallOptions) => Promise<Addon>;
  /** Newest first. */
  listAddonBackups: (ref: AddonRef, options?: ReachOptions) => Promise<Listing<Backup>>;
  listSchedules: (ref: AddonRef, options?: CallOptions) => Promise<Listing<BackupSchedule>>;
  listDestinations: (options?: CallOptions) => Promise<Listing<Destination>>;
  /** Newest first. */
  listDestinationBackups: (
    destinationId: string,
    options?: ReachOptions,
  ) => Promise<Listing<DestinationBackup>>;
  /**
   * Sent once, never repeated: after `unavailable`, `timeout` or `cancelled` look the name up before
   * anything else, unless the error says that it was not `sent`.
   */
  addDestination: (destination: NewDestination, options?: CallOptions) => Promise<Destination>;
  budget: () => Budget;
  /** What its clock said with its last answer; absent before the first. */
  serverTime: () => ServerTime | undefined;
  close: () => Promise<void>;
}
