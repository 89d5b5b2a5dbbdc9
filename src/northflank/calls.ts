import type { Clock } from '../domain/clock.ts';
import type { Listing } from '../domain/listing.ts';
import { addonRows, getAddon } from './addons.ts';
import { backupRows } from './backups.ts';
import type { Client } from './client/client.ts';
import type { Limits } from './client/limits.ts';
import { destinationBackupRows } from './destination-backups.ts';
import { addDestination, destinationRows } from './destinations.ts';
import { collectListing, type Reach, type RowReader } from './listing.ts';
import { createReach, sortNewestFirst } from './newest-first.ts';
import type { CallOptions, Northflank } from './northflank.ts';
import { type ListSource, readPages } from './paging.ts';
import type { Paths } from './paths.ts';
import { projectRows } from './projects.ts';
import type { Questions } from './question.ts';
import { scheduleRows } from './schedules.ts';

/** What is asked of Northflank, without what the module tells of itself. */
export type Calls = Omit<Northflank, 'budget' | 'serverTime' | 'close'>;

/** What calls are made with. */
export interface CallParts {
  client: Client;
  questions: Questions;
  paths: Paths;
  limits: Limits;
  now: Clock;
}

/** Puts together, for each call, where it goes and how its answer is read. */
export function createCalls({ client, questions, paths, limits, now }: CallParts): Calls {
  async function list<T>(
    options: CallOptions | undefined,
    source: ListSource,
    reader: RowReader<T>,
    reach?: Reach<T>,
  ): Promise<Listing<T>> {
    return questions.ask(options, (call) =>
      collectListing(readPages(client, source, call, limits), reader, now, reach),
    );
  }

  return {
    async listProjects(options) {
      const source = { path: paths.projects(), key: 'projects' };
      return list(options, source, projectRows);
    },

    async listAddons(projectId, options) {
      const source = { path: paths.addons(projectId), key: 'addons' };
      return list(options, source, addonRows(projectId));
    },

    async getAddon(ref, options) {
      return questions.ask(options, (call) => getAddon(client, paths.addon(ref), ref, call));
    },

    async listAddonBackups(ref, options = {}) {
      const source = { path: paths.addonBackups(ref), key: 'backups' };
      return sortNewestFirst(await list(options, source, backupRows, createReach(options)));
    },

    async listSchedules(ref, options) {
      const source = { path: paths.schedules(ref), key: 'schedules', optional: true };
      return list(options, source, scheduleRows);
    },

    async listDestinations(options) {
      const source = { path: paths.destinations(), key: 'backupDestinations' };
      return list(options, source, destinationRows);
    },

    async listDestinationBackups(destinationId, options = {}) {
      const source = { path: paths.destinationBackups(destinationId), key: 'backups' };
      return sortNewestFirst(
        await list(options, source, destinationBackupRows, createReach(options)),
      );
    },

    async addDestination(destination, options) {
      return questions.ask(options, (call) =>
        addDestination(client, paths.destinations(), destination, call),
      );
    },
  };
}
