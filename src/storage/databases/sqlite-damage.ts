import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { toStorageError } from './storage-error.ts';

/** The database and the files in which SQLite keeps what is not yet in it. */
const SUFFIXES = ['', '-wal', '-shm', '-journal'] as const;

/**
 * Whether the file is there but does not read as a sound database.
 *
 * @throws {StorageError} when it cannot be looked at, which says nothing about its content.
 */
export function isDamaged(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    const database = new DatabaseSync(path);
    try {
      const [row] = database.prepare('pragma quick_check(1)').all();
      return row === undefined || !Object.values(row).includes('ok');
    } finally {
      database.close();
    }
  } catch (error) {
    const failure = toStorageError(error);
    if (failure.kind === 'damaged') return true;
    throw failure;
  }
}

/**
 * Renames a damaged database together with what belongs to it; nothing is deleted or overwritten.
 *
 * @returns the database's new path.
 */
export function setAside(path: string, now: Date): string {
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  let target = `${path}.damaged-${stamp}`;
  for (let copy = 2; SUFFIXES.some((suffix) => existsSync(target + suffix)); copy += 1) {
    target = `${path}.damaged-${stamp}-${copy}`;
  }
  for (const suffix of SUFFIXES) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}
