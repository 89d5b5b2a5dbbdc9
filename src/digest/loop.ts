import type { Delay } from '../domain/clock.ts';

/** Longest wait at the end for what is under way; a post or an edit takes 15 s at most. */
const DRAIN_MS = 20_000;

/** What a loop is made of. */
export interface LoopDeps {
  /** Does it once and answers in how many milliseconds to do it again; must not throw. */
  once: () => Promise<number>;
  /** Settles when nothing that was begun is under way any more. */
  idle: () => Promise<unknown>;
  delay: Delay;
}

/** Something done again and again until the end. */
export interface Loop {
  /** Aborted when nothing new is to be begun. */
  signal: AbortSignal;
  /** Does it at once and from then on; a second call changes nothing. */
  start: () => void;
  /** Begins nothing more and waits for what is under way, 20 s at most. */
  stop: () => Promise<void>;
}

/** Creates a loop; nothing happens before `start`. */
export function createLoop({ once, idle, delay }: LoopDeps): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  let looping: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!signal.aborted) await delay(await once(), signal);
  }

  return {
    signal,
    start: () => {
      looping ??= run();
    },
    stop: async () => {
      stopping.abort();
      const drained = new AbortController();
      await Promise.race([Promise.allSettled([looping, idle()]), delay(DRAIN_MS, drained.signal)]);
      drained.abort();
    },
  };
}
