import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Clock } from '../domain/clock.ts';
import type { Listing } from '../domain/listing.ts';
import { readServerTime, type ServerTime } from '../domain/server-time.ts';
import { addonRows, getAddon } from './addons.ts';
import { backupRows } from './backups.ts';
import { createRequestBudget } from './client/budget.ts';
import { createClient } from './client/client.ts';
import { DEFAULT_LIMITS, type Limits } from './client/limits.ts';
import { keepBudgetAlone, type Sharing, shareBudget } from './client/shared-budget.ts';
import { createAgent, createTransport, type Transport } from './client/transport.ts';
import { destinationBackupRows } from './destination-backups.ts';
import { addDestination, destinationRows } from './destinations.ts';
import { collectListing, type Reach, type RowReader } from './listing.ts';
import { createReach, sortNewestFirst } from './newest-first.ts';
import type { CallOptions, Northflank } from './northflank.ts';
import { type ListSource, readPages } from './paging.ts';
import { createPaths } from './paths.ts';
import { projectRows } from './projects.ts';
import { createQuestions } from './question.ts';
import { scheduleRows } from './schedules.ts';

/** What the module needs from whoever wires it. */
export interface NorthflankOptions {
  /** Such as `https://api.northflank.com`, without `/v1`. */
  baseUrl: string;
  token: string;
  /** Only with an organization's token: all calls then name this team. */
  teamId?: string | undefined;
  now: Clock;
  /** For jitter; a number in [0, 1). */
  random?: (() => number) | undefined;
  /** Waits between tries; rejects when the signal aborts. */
  delay?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Told of each request and retry: paths, statuses, times; nothing secret. */
  log?: ((event: string, fields: object) => void) | undefined;
  limits?: Partial<Limits> | undefined;
  /** Shares the hourly budget with the other bots of this account, and with the next start of this one. */
  sharing?: Sharing | undefined;
  /** Makes the connections instead of an own agent; closing it is up to its owner. */
  dispatcher?: Dispatcher | undefined;
}

/** Makes the one client of Northflank's API: breaker and shared reads are per client. */
export function createNorthflank(options: NorthflankOptions): Northflank {
  const { now, token, baseUrl } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const dispatcher = options.dispatcher ?? createAgent(limits);
  const paths = createPaths(options.teamId);
  const questions = createQuestions(limits, now);
  const send = createTransport({ baseUrl, token, dispatcher, limits });
  let heard: ServerTime | undefined;
  const transport: Transport = async (outgoing, signal) => {
    const answer = await send(outgoing, signal);
    heard = readServerTime(answer.headers.date, now()) ?? heard;
    return answer;
  };
  const delay = options.delay ?? ((ms, signal) => wait(ms, undefined, { signal }));
  const ownBudget = createRequestBudget();
  const budget =
    options.sharing === undefined
      ? keepBudgetAlone(ownBudget)
      : shareBudget(ownBudget, { ...options.sharing, now, delay });
  const client = createClient({
    transport,
    budget,
    token,
    limits,
    now,
    random: options.random ?? Math.random,
    delay,
    log: options.log ?? (() => {}),
  });

  async function list<T>(
    callOptions: CallOptions | undefined,
    source: ListSource,
    reader: RowReader<T>,
    reach?: Reach<T>,
  ): Promise<Listing<T>> {
    return questions.ask(callOptions, (call) =>
      collectListing(readPages(client, source, call, limits), reader, now, reach),
    );
  }

  return {
    async listProjects(call) {
      const source = { path: paths.projects(), key: 'projects' };
      return list(call, source, projectRows);
    },

    async listAddons(projectId, call) {
      const source = { path: paths.addons(projectId), key: 'addons' };
      return list(call, source, addonRows(projectId));
    },

    async getAddon(ref, call) {
      return questions.ask(call, (asked) => getAddon(client, paths.addon(ref), ref, asked));
    },

    async listAddonBackups(ref, call = {}) {
      const source = { path: paths.addonBackups(ref), key: 'backups' };
      return sortNewestFirst(await list(call, source, backupRows, createReach(call)));
    },

    async listSchedules(ref, call) {
      const source = { path: paths.schedules(ref), key: 'schedules', optional: true };
      return list(call, source, scheduleRows);
    },

    async listDestinations(call) {
      const source = { path: paths.destinations(), key: 'backupDestinations' };
      return list(call, source, destinationRows);
    },

    async listDestinationBackups(destinationId, call = {}) {
      const source = { path: paths.destinationBackups(destinationId), key: 'backups' };
      return sortNewestFirst(await list(call, source, destinationBackupRows, createReach(call)));
    },

    async addDestination(destination, call) {
      return questions.ask(call, (asked) =>
        addDestination(client, paths.destinations(), destination, asked),
      );
    },

    budget: () => budget.state(),
    serverTime: () => heard,

    async close() {
      questions.close();
      await budget.close();
      if (options.dispatcher === undefined) await dispatcher.destroy();
    },
  };
}
