import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, SqliteAdapter, type SqliteDatabase, SqliteDialect, sql } from 'kysely';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../domain/log.ts';
import type { Connection } from './connection.ts';
import { makeFolder } from './folder.ts';
import { findSetAside, isDamaged, setAside } from './sqlite-damage.ts';
import { lockFile } from './sqlite-lock.ts';
import { toStorageError } from './storage-error.ts';
import type { Tables } from './tables.ts';

const MEMORY = ':memory:';

/** Below this the next digests may not fit, and a full disk in WAL mode cannot even delete. */
const LOW_SPACE_BYTES = 16 * 1024 * 1024;

/**
 * What a commit survives is decided here: with WAL and synchronous FULL it survives a power cut.
 * The size limit keeps the log from holding its greatest size for ever.
 */
const PRAGMAS = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma busy_timeout = 2000;
  pragma foreign_keys = on;
  pragma journal_size_limit = 8388608;
`;

/** A connection that tests may also reach by its handle, to fill or to break it. */
export interface SqliteConnection extends Connection {
  handle: DatabaseSync;
}

/**
 * Opens a database file for this process alone, or one in memory.
 *
 * Creates folder and file where missing; sets a damaged file aside and starts a fresh one.
 *
 * @param path a file's path, or `:memory:`.
 * @throws {StorageError} `in-use` when another process has the file, `unavailable` when it cannot be opened.
 */
export function connectSqlite(path: string, now: Clock, log: Log): SqliteConnection {
  if (path === MEMORY) return wrap(openDatabase(path), path, now, () => undefined);
  try {
    makeFolder(dirname(path));
    const lock = lockFile(path);
    try {
      if (isDamaged(path)) {
        const keptAs = setAside(path, now());
        log.warn('storage_damaged', { file: path, keptAs });
      }
      return wrap(openDatabase(path), path, now, lock.release);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw toStorageError(error);
  }
}

/**
 * Opens a file that is there beside whoever else has it, without taking it: to look, not to work.
 *
 * @param readOnly touches nothing at all; otherwise it can also be seen whether the file takes writes.
 * @throws {StorageError} when it cannot be opened.
 */
export function connectBeside(path: string, now: Clock, { readOnly }: { readOnly: boolean }) {
  try {
    return wrap(new DatabaseSync(path, { readOnly, timeout: 2_000 }), path, now, () => undefined);
  } catch (error) {
    throw toStorageError(error);
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(PRAGMAS);
  return database;
}

function wrap(
  handle: DatabaseSync,
  path: string,
  now: Clock,
  release: () => void,
): SqliteConnection {
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(handle) });
  return {
    kind: 'sqlite',
    db,
    handle,
    nowMs: () => sql<number>`${now().getTime()}`,
    problems: async () => (path === MEMORY ? [] : lowSpace(path, await freeBytes(path))),
    setAside: () => (path === MEMORY ? [] : findSetAside(path)),
    close: async () => {
      await db.destroy();
      if (handle.isOpen) handle.close(); // Kysely leaves a database alone that it never used.
      release();
    },
  };
}

async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(dirname(path));
  return bavail * bsize;
}

/** Says that the disk is nearly full; nothing while it is not. */
export function lowSpace(path: string, bytes: number): readonly string[] {
  if (bytes >= LOW_SPACE_BYTES) return [];
  return [`Only ${Math.floor(bytes / 1024 / 1024)} MB are left on the disk of ${path}`];
}

/** Kysely's SQLite over Node's own, which rolls back changes of tables too. */
class NodeSqliteDialect extends SqliteDialect {
  constructor(handle: DatabaseSync) {
    super({ database: toKysely(handle) });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function toKysely(handle: DatabaseSync): SqliteDatabase {
  return {
    close: () => handle.close(),
    prepare: (text) => {
      const statement = handle.prepare(text);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...toInput(parameters)),
        run: (parameters) => statement.run(...toInput(parameters)),
        iterate: (parameters) => statement.iterate(...toInput(parameters)),
      };
    },
  };
}

function toInput(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    throw new TypeError(`SQLite is not given a ${typeof value}: tables hold text and numbers only`);
  });
}
