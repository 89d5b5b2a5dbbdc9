import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { toStorageError } from './storage-error.ts';

/** Files in which SQLite keeps what is not yet in the database. */
const PARTS = ['-wal', '-shm', '-journal'] as const;

/** The database and those. */
const SUFFIXES = ['', ...PARTS] as const;

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

const SET_ASIDE = '.damaged-';

/**
 * Renames a damaged database together with what belongs to it; nothing is deleted or overwritten.
 *
 * @returns the database's new path.
 */
export function setAside(path: string, now: Date): string {
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  let target = path + SET_ASIDE + stamp;
  for (let copy = 2; SUFFIXES.some((suffix) => existsSync(target + suffix)); copy += 1) {
    target = `${path}${SET_ASIDE}${stamp}-${copy}`;
  }
  for (const suffix of SUFFIXES) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}

/** The damaged databases that were set aside and still lie beside this one, the oldest first. */
export function findSetAside(path: string): string[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const start = basename(path) + SET_ASIDE;
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && !PARTS.some((suffix) => name.endsWith(suffix)))
    .toSorted()
    .map((name) => join(folder, name));
}
