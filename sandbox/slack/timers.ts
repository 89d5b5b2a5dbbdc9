/** Runs something later. Tests hand over timers that move only when told to. */
export interface Timers {
  /** Runs `run` once after `ms` milliseconds; the returned function cancels it. */
  after: (ms: number, run: () => void) => () => void;
}

/** The machine's own timers; they keep no process alive. */
export const machineTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
