import { mkdtempSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from './storage-error.ts';

/**
 * Proves that a folder takes something new, by a folder that is gone again: what root may write says nothing.
 *
 * @throws {StorageError} where that folder is there and takes nothing; otherwise the system's own errors.
 */
export function proveFolder(folder: string): void {
  try {
    rmdirSync(mkdtempSync(join(folder, '.backups-proof-')));
  } catch (error) {
    throw toFolderError(error, folder);
  }
}

/** Of a folder that is there, "no such file" means that it takes nothing. */
function toFolderError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return error;
  return new StorageError('unavailable', `Nothing can be made in ${folder}`, { cause: error });
}
