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
    database.exec('pragma journal_mode = memory; pragma busy_timeout = 0; begin exclusive');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw toLockError(error, beside);
    throw new StorageError(
      'in-use',
      `${path} is in use by another bot, which holds ${beside}. Stop that one first, or give this ` +
        'one another DATABASE_URL; bots that share a database need Postgres.',
      { cause: error },
    );
  }
  return { release: () => database.close() };
}

/**
 * Whether a bot has this file; leaves no lock and no file behind.
 *
 * @throws {StorageError} when no lock can be had there, so that no bot could start either.
 */
export function isLocked(path: string): boolean {
  if (!existsSync(lockPath(path))) return false;
  try {
    lockFile(path).release();
    return false;
  } catch (error) {
    if (error instanceof StorageError && error.kind === 'in-use') return true;
    throw toStorageError(error);
  }
}

/** A full or broken disk is nobody else's doing; a file that is no lock may be anybody's, so it is left alone. */
function toLockError(error: unknown, beside: string): StorageError {
  const failure = toStorageError(error);
  if (failure.kind !== 'damaged') return failure;
  const message = `${beside} should be the bot's own lock and holds something else: move it away`;
  return new StorageError('unavailable', message, { cause: error });
}

/** Whether somebody else holds a lock, and not that no lock can be had here at all. */
function isBusy(cause: unknown): boolean {
  const isSqlite = cause instanceof Error && 'errcode' in cause;
  return isSqlite && typeof cause.errcode === 'number' && (cause.errcode & 0xff) === 5;
}

function lockPath(path: string): string {
  return `${path}.lock`;
}
