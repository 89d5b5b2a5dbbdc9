import { setTimeout as wait } from 'node:timers/promises';

/** Waits in real time; ends early, and well, when the signal aborts: callers look at it themselves. */
export async function delayFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal ? { signal } : {});
  } catch {
    // Given up, which is no failure.
  }
}
