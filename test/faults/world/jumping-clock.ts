import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Opened } from '../case.ts';
import { createClock, type FaultClock } from './clock.ts';
import { temporaryFolder } from './databases.ts';

/** A clock that shows what it is told to, to this process and to a bot that is started with its module. */
export interface JumpingClock extends FaultClock {
  /** Sets it forward by so many milliseconds, or back where they are negative. */
  jump: (ms: number) => void;
  /** What the bot's process is to load first. */
  preload: readonly string[];
}

const MODULE = new URL('./shifted-date.ts', import.meta.url).href;

/** Creates one that shows this moment now. */
export function createJumpingClock(opened: Opened, at: Date, speed = 1): JumpingClock {
  const file = join(temporaryFolder(opened), 'shift');
  let shift = 0;
  function set(ms: number): void {
    shift = ms;
    // Moved into place, or the bot might read half of it.
    writeFileSync(`${file}.next`, String(ms));
    renameSync(`${file}.next`, file);
  }
  set(at.getTime() - Date.now());
  const clock = createClock(speed, at.getTime(), () => Date.now() + shift);
  return {
    ...clock,
    environment: { ...clock.environment, FAULTS_SHIFT: file },
    jump: (ms) => set(shift + ms / speed),
    preload: [MODULE],
  };
}
