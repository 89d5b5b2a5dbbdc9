import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StorageError, toStorageError } from './storage-error.ts';

/** Holds a file for this process. */
export interface FileLock {
  release: () => void;
}

/**
 * Takes a database file for this process alone.
 *
 * The lock is one of the operating system's, on a small file beside the database, so it is gone the
 * moment the process is, however that ends; a file that merely exists locks nothing.
 *
 * @throws {StorageError} `in-use` when another process, or another part of this one, holds it; another
 * kind when no lock can be had there at all.
 */
export function lockFile(path: string): FileLock {
  const beside = lockPath(path);
  const database = new DatabaseSync(beside);
  try {
    // Nothing is ever written to it, so it needs no journal beside itself.
    database.exec('pragma journal_mode = off; pragma busy_timeout = 0; begin exclusive');
  } catch (error) {
    database.close();
    // On a full or broken disk nobody else is to blame.
    if (!isBusy(error)) throw toStorageError(error);
    throw new StorageError(
      'in-use',
      `${path} is in use by another bot, which holds ${beside}. Stop that one first, or give this ` +
        'one another DATABASE_URL; bots that share a database need Postgres.',
      { cause: error },
    );
  }
  return { release: () => database.close() };
}

/** Whether a bot has this file; leaves no lock and no file behind. */
export function isLocked(path: string): boolean {
  if (!existsSync(lockPath(path))) return false;
  try {
    lockFile(path).release();
    return false;
  } catch (error) {
    return isBusy(error instanceof Error ? error.cause : undefined);
  }
}

/** Whether somebody else holds a lock, and not that no lock can be had here at all. */
function isBusy(cause: unknown): boolean {
  const isSqlite = cause instanceof Error && 'errcode' in cause;
  return isSqlite && typeof cause.errcode === 'number' && (cause.errcode & 0xff) === 5;
}

function lockPath(path: string): string {
  return `${path}.lock`;
}
