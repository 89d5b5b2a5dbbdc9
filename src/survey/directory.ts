import type { Addon, Project } from '../domain/addons/addon.ts';
import { formatAddonRef } from '../domain/addons/addon.ts';
import type { Directory, DirectoryEntry } from '../domain/addons/directory.ts';
import { isComplete } from '../domain/addons/directory.ts';
import { type Clock, isRecent } from '../domain/clock.ts';
import type { Listing, ReadFailure } from '../domain/listing.ts';
import { toReadFailure } from '../northflank/errors.ts';
import type { CallOptions, Northflank, Priority } from '../northflank/northflank.ts';
import { mapConcurrently } from './concurrency.ts';
import { isAsUrgent } from './precedence.ts';
import { createSharedReading } from './shared-reading.ts';

/** How long a directory with gaps is served: long enough for one person's clicks, no longer. */
const PARTIAL_TTL_MS = 10_000;

/** What a directory is read with. */
export interface DirectoryDeps {
  listProjects: Northflank['listProjects'];
  listAddons: Northflank['listAddons'];
  now: Clock;
  /** Projects read at the same time. */
  concurrency: number;
  /** How long a complete directory counts as fresh. */
  ttlMs?: number | undefined;
  /** Is told each error that the answer only sums up. */
  onError?: ((error: unknown) => void) | undefined;
}

/** How one caller wants the directory. */
export interface DirectoryReadOptions extends CallOptions {
  /** Greatest age to accept; 0 asks Northflank. Default: the reader's own time to live. */
  maxAgeMs?: number | undefined;
}

/** The directory, read at most once for everybody. */
export interface DirectoryReader {
  /** @throws {NorthflankError} when not even the list of projects could be read. */
  read(options?: DirectoryReadOptions): Promise<Directory>;
  /**
   * For type-ahead: whatever copy there is, at once, while an old one is renewed behind it.
   * Waits only when there is none yet.
   */
  readAtOnce(call?: CallOptions): Promise<Directory>;
}

/** Makes a reader whose copy all callers share. */
export function createDirectoryReader(deps: DirectoryDeps): DirectoryReader {
  const ttlMs = deps.ttlMs ?? 60_000;
  let copy: Directory | undefined;
  let copyIsFor: Priority | undefined;
  let lastTryAt: Date | undefined;
  const readShared = createSharedReading(async (call) => {
    lastTryAt = deps.now();
    const directory = await readDirectory(deps, call);
    copy = directory;
    copyIsFor = call.priority;
    return directory;
  });

  function freshCopy(maxAgeMs: number, priority: Priority | undefined): Directory | undefined {
    if (copy === undefined) return undefined;
    if (isComplete(copy)) return isRecent(copy.readAt, maxAgeMs, deps.now()) ? copy : undefined;
    // What was read with a smaller part of the hour's requests may have its gaps from that.
    const serves = isAsUrgent(copyIsFor, priority);
    const limit = Math.min(maxAgeMs, PARTIAL_TTL_MS);
    return serves && isRecent(copy.readAt, limit, deps.now()) ? copy : undefined;
  }

  return {
    async read({ maxAgeMs = ttlMs, ...call } = {}) {
      return freshCopy(maxAgeMs, call.priority) ?? readShared(call);
    },
    async readAtOnce(call) {
      if (copy === undefined) return readShared(call);
      // A failing renewal must not be tried again at each key press.
      const mayTry = !isRecent(lastTryAt, PARTIAL_TTL_MS, deps.now());
      if (mayTry && freshCopy(ttlMs, 'person') === undefined) {
        readShared().catch((error: unknown) => deps.onError?.(error));
      }
      return copy;
    },
  };
}

/**
 * Reads every project and its addons.
 *
 * @throws {NorthflankError} when not even the list of projects could be read.
 */
export async function readDirectory(
  deps: Omit<DirectoryDeps, 'ttlMs'>,
  call: CallOptions = {},
): Promise<Directory> {
  const projects = await deps.listProjects(call);
  const rows = uniqueBy(projects.rows, ({ id }) => id);
  const readings = await mapConcurrently(rows, deps.concurrency, (project) =>
    readProject(deps, project, call),
  );
  call.signal?.throwIfAborted();

  const addons = readings.flatMap(({ project, rows: found }) =>
    found.map((addon): DirectoryEntry => ({ ...addon, projectName: project.name })),
  );
  return {
    projects: rows,
    addons: uniqueBy(addons, formatAddonRef).toSorted(byAddress),
    unreadProjects: readings.flatMap(({ project, failure }) =>
      failure === undefined ? [] : [{ project, failure }],
    ),
    ...(projects.failure === undefined ? {} : { failure: projects.failure }),
    unreadableRows:
      projects.unreadable.length + readings.reduce((sum, { unreadable }) => sum + unreadable, 0),
    readAt: deps.now(),
  };
}

interface ProjectReading {
  project: Project;
  rows: readonly Addon[];
  unreadable: number;
  failure?: ReadFailure | undefined;
}

async function readProject(
  deps: Pick<DirectoryDeps, 'listAddons' | 'onError'>,
  project: Project,
  call: CallOptions,
): Promise<ProjectReading> {
  try {
    const listing: Listing<Addon> = await deps.listAddons(project.id, call);
    const { rows, unreadable, failure } = listing;
    return { project, rows, unreadable: unreadable.length, failure };
  } catch (error) {
    deps.onError?.(error);
    return { project, rows: [], unreadable: 0, failure: toReadFailure(error) };
  }
}

/** Rows that moved to another page while we read come twice; the first one counts. */
function uniqueBy<T>(rows: readonly T[], key: (row: T) => string): T[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const isNew = !seen.has(key(row));
    seen.add(key(row));
    return isNew;
  });
}

function byAddress(a: Addon, b: Addon): number {
  return compare(a.projectId, b.projectId) || compare(a.addonId, b.addonId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
