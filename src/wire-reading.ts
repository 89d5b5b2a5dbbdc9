import type { Config } from './config.ts';
import type { Clock } from './domain/clock.ts';
import { errorFields, type Log } from './domain/log.ts';
import type { Northflank } from './northflank/northflank.ts';
import type { Storage } from './storage/open-storage.ts';
import { createDestinationNames } from './survey/destination-names.ts';
import { createDirectoryReader, type DirectoryReader } from './survey/directory.ts';
import { createSurveyor, type Surveyor } from './survey/surveyor.ts';

/** Projects read at once for the directory. */
const DIRECTORY_CONCURRENCY = 8;

/** The ways of reading the account; people and digests share what they read. */
export interface Reading {
  /** Which projects and addons there are. */
  directory: DirectoryReader;
  /** The whole account: every addon with backups and schedules. */
  surveyor: Surveyor;
  /** Destinations' names by id. */
  destinationNames: () => Promise<ReadonlyMap<string, string>>;
}

/** Connects what reads the account to Northflank and to what the store remembers of it. */
export function wireReading(
  { scheduleTimeZone: scheduleZone }: Config,
  parts: { northflank: Northflank; storage: Storage; now: Clock; log: Log },
): Reading {
  const { northflank, storage, now, log } = parts;
  const { listProjects, listAddons } = northflank;
  const concurrency = DIRECTORY_CONCURRENCY;
  const directory = createDirectoryReader({ listProjects, listAddons, now, concurrency });
  const surveyor = createSurveyor({
    ...northflank,
    readDirectory: (call) => directory.read(call),
    requestsSent: () => northflank.budget().sent,
    scheduleCache: storage.scheduleCache,
    scheduleZone,
    now,
    onError: (error) => log.warn('survey_gap', errorFields(error)),
  });
  const destinationNames = createDestinationNames(northflank.listDestinations, now);
  return { directory, surveyor, destinationNames };
}
