/** Counts what is still being done, since Bolt's `stop` does not wait for it. */
export interface RunningWork {
  /** Runs something and counts it until it ends. Never rejects: `work` deals with its own errors. */
  run(work: () => Promise<void>): Promise<void>;
  /** How much is under way. */
  count(): number;
  /** Resolves when nothing is under way, or when the signal gives up waiting. */
  drained(signal: AbortSignal): Promise<void>;
}

/** Creates a counter with nothing under way. */
export function createRunningWork(): RunningWork {
  const running = new Set<Promise<void>>();
  return {
    run: async (work) => {
      const job = work();
      running.add(job);
      try {
        await job;
      } finally {
        running.delete(job);
      }
    },
    count: () => running.size,
    drained: async (signal) => {
      const gaveUp = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      while (running.size > 0 && !signal.aborted) {
        await Promise.race([Promise.allSettled(running), gaveUp]);
      }
    },
  };
}
