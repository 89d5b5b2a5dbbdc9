import type { AddonRef } from '../../src/domain/addons/addon.ts';
import { formatAddonRef } from '../../src/domain/addons/addon.ts';
import type { Backup } from '../../src/domain/backup.ts';
import type { Destination } from '../../src/domain/destinations/destination.ts';
import type { BackupSchedule } from '../../src/domain/schedules/schedule.ts';
import { NorthflankError } from '../../src/northflank/errors.ts';
import type { CallOptions } from '../../src/northflank/northflank.ts';
import { createWrongGuesses } from '../../src/survey/destinations.ts';
import { readDirectory } from '../../src/survey/directory.ts';
import type { CachedSchedules } from '../../src/survey/schedules.ts';
import type { SurveyDeps } from '../../src/survey/survey.ts';
import { fakeListing } from '../fakes/backups.ts';
import { addonRow, project } from '../fakes/directories.ts';

export const NOW = new Date('2026-11-21T09:00:00Z');

export const DAILY: BackupSchedule = {
  id: 'daily',
  type: 'dump',
  pattern: { interval: 'daily', minutes: [30], hours: [2], days: [] },
  destinationIds: [],
};

/** A completed dump that started then. */
export function dumpAt(createdAt: string, more: Partial<Backup> = {}): Backup {
  return {
    id: createdAt,
    name: createdAt,
    status: 'completed',
    rawStatus: 'completed',
    type: 'dump',
    createdAt: new Date(createdAt),
    destinationIds: [],
    ...more,
  };
}

/** A small account in memory that counts requests and refuses what it is told to refuse. */
export class FakeAccount {
  addresses: string[];
  destinations: Destination[];
  backups: Backup[] = [dumpAt('2026-11-21T02:30:20Z')];
  schedules: BackupSchedule[] = [DAILY];
  now = NOW;
  /** What was asked for, in order: `addons shop`, `backups shop/a`. */
  readonly asked: string[] = [];
  readonly refused = new Map<string, NorthflankError>();
  /** Requests that wait until they are let go or aborted. */
  readonly held = new Set<string>();
  readonly cache = new Map<string, CachedSchedules>();
  readonly sinces: (Date | undefined)[] = [];
  readonly errors: unknown[] = [];
  mostAtOnce = 0;
  #running = 0;
  #letGo = Promise.withResolvers<void>();

  constructor(addresses: string[], destinationIds: string[] = []) {
    this.addresses = addresses;
    this.destinations = destinationIds.map((id) => ({ id, name: id, idGuessed: false }));
  }

  refuse(request: string, kind: NorthflankError['kind'] = 'unavailable'): void {
    this.refused.set(request, new NorthflankError(kind, request, { path: `/${request}` }));
  }

  letGo(): void {
    this.held.clear();
    this.#letGo.resolve();
  }

  deps(more: Partial<SurveyDeps> = {}): SurveyDeps {
    const now = () => this.now;
    const directory = {
      now,
      concurrency: 8,
      listProjects: (call: CallOptions = {}) =>
        this.#answer(
          'projects',
          call,
          [...new Set(this.addresses.map((address) => address.split('/')[0] ?? ''))].map((id) =>
            project(id),
          ),
        ),
      listAddons: (projectId: string, call: CallOptions = {}) =>
        this.#answer(
          `addons ${projectId}`,
          call,
          this.addresses.filter((address) => address.startsWith(`${projectId}/`)).map(addonRow),
        ),
      onError: (error: unknown) => this.errors.push(error),
    };
    return {
      now,
      scheduleZone: 'UTC',
      readDirectory: (call) => readDirectory(directory, call),
      listAddonBackups: (ref, call = {}) => {
        this.sinces.push(call.since);
        return this.#answer(`backups ${formatAddonRef(ref)}`, call, this.backups);
      },
      listSchedules: (ref, call = {}) =>
        this.#answer(`schedules ${formatAddonRef(ref)}`, call, this.schedules),
      listDestinations: (call = {}) => this.#answer('destinations', call, this.destinations),
      listDestinationBackups: (id, call = {}) => this.#answer(`destination ${id}`, call, []),
      wrongGuesses: createWrongGuesses(now),
      scheduleCache: {
        get: async (ref: AddonRef) => this.cache.get(formatAddonRef(ref)),
        put: async (ref: AddonRef, cached) => {
          this.cache.set(formatAddonRef(ref), cached);
        },
      },
      requestsSent: () => this.asked.length,
      onError: (error) => this.errors.push(error),
      ...more,
    };
  }

  async #answer<T>(request: string, { signal }: CallOptions, rows: readonly T[]) {
    this.asked.push(request);
    this.#running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#running);
    try {
      if (this.held.has(request)) await this.#hold(request, signal);
      else await Promise.resolve();
      const refusal = this.refused.get(request);
      if (refusal !== undefined) throw refusal;
      return fakeListing(rows, { readAt: this.now });
    } finally {
      this.#running -= 1;
    }
  }

  async #hold(request: string, signal: AbortSignal | undefined): Promise<void> {
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const onAbort = () => reject(new NorthflankError('cancelled', request, { path: '/' }));
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    await Promise.race([this.#letGo.promise, aborted]);
  }
}

/** Lets everything under way come to its end; the fakes need no real time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
