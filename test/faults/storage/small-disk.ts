import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Opened } from '../case.ts';
import { temporaryFolder } from '../world/databases.ts';

/** A disk of its own, so small that it can be filled. */
export interface SmallDisk {
  folder: string;
  /** Takes up every byte that is left. */
  fill: () => void;
  /** Gives them back. */
  empty: () => void;
}

const CHUNK = Buffer.alloc(65_536, 1);

/**
 * Mounts one in memory, read-only if that is asked for.
 *
 * @returns nothing where nobody may mount here, which takes root.
 */
export function mountSmallDisk(opened: Opened, readOnly = false): SmallDisk | undefined {
  const folder = temporaryFolder(opened);
  try {
    const options = `size=40m${readOnly ? ',ro' : ''}`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  opened.opened.defer(() => {
    // The bot may still have files open, which a lazy unmounting outlives.
    execFileSync('umount', ['--lazy', folder]);
  });
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => {
      const file = openSync(ballast, 'a');
      try {
        for (;;) writeSync(file, CHUNK);
      } catch {
        // That was the last byte.
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(ballast, { force: true }),
  };
}
