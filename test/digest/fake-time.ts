import { setImmediate } from 'node:timers/promises';
import type { Delay } from '../../src/domain/clock.ts';

/** Time that passes only when everybody waits for it. */
export interface FakeTime {
  now: () => Date;
  /** Milliseconds that passed, however the clock is set. */
  elapsed: () => number;
  delay: Delay;
  /** Lets time pass with nobody doing anything. */
  pass: (milliseconds: number) => void;
  /** Sets the clock wrong, or right again; waits are not touched by that. */
  jump: (milliseconds: number) => void;
  /** Lets work go on, time passing from one wait to the next, until it is done. */
  until: <T>(work: Promise<T>) => Promise<T>;
  /** How many wait for time to pass. */
  waiting: () => number;
  /** Lets work go on for so long. */
  during: (milliseconds: number) => Promise<void>;
}

interface Timer {
  at: number;
  fire: () => void;
}

/** Creates a clock that stands still at `start`. */
export function createFakeTime(start: Date): FakeTime {
  let now = start.getTime();
  let wrongBy = 0;
  const timers = new Set<Timer>();

  function takeNext(before: number): boolean {
    const next = [...timers].toSorted((a, b) => a.at - b.at).at(0);
    if (next === undefined || next.at > before) return false;
    timers.delete(next);
    now = Math.max(now, next.at);
    next.fire();
    return true;
  }

  return {
    now: () => new Date(now + wrongBy),
    elapsed: () => now - start.getTime(),
    delay: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const timer = { at: now + milliseconds, fire: resolve };
        timers.add(timer);
        signal?.addEventListener('abort', () => {
          timers.delete(timer);
          resolve();
        });
      }),
    pass: (milliseconds) => {
      now += milliseconds;
    },
    jump: (milliseconds) => {
      wrongBy += milliseconds;
    },
    until: async (work) => {
      let settled = false;
      const watched = work.finally(() => {
        settled = true;
      });
      watched.catch(() => undefined);
      for (let turns = 0; turns < 10_000; turns += 1) {
        await setImmediate();
        if (settled) return watched;
        if (!takeNext(Infinity)) await setImmediate();
      }
      throw new Error('The work waits for something that is not time');
    },
    waiting: () => timers.size,
    during: async (milliseconds) => {
      const end = now + milliseconds;
      await setImmediate();
      while (takeNext(end)) await setImmediate();
      now = end;
    },
  };
}
