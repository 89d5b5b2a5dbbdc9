import { mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StorageError } from './storage-error.ts';

/**
 * Makes a folder and those above it, where they are missing.
 *
 * Step by step, since Node's own `recursive` never comes to an end in a folder that takes none, as `/proc`.
 *
 * @throws {StorageError} where that folder is there and takes nothing; otherwise the system's own errors.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw toFolderError(error, above);
  }
}

/**
 * Proves that a folder takes something new, by a folder that is gone again: what root may write says nothing.
 *
 * @throws as {@link makeFolder} does.
 */
export function proveFolder(folder: string): void {
  try {
    rmdirSync(mkdtempSync(join(folder, '.backups-proof-')));
  } catch (error) {
    throw toFolderError(error, folder);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Of a folder that is there, "no such file" means that it takes nothing. */
function toFolderError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return error;
  return new StorageError('unavailable', `Nothing can be made in ${folder}`, { cause: error });
}
