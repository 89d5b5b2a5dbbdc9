import type { Timers } from '../../sandbox/slack.ts';

/** Timers and a clock that move only when told to. */
export interface ManualTime {
  now: () => Date;
  timers: Timers;
  /** Moves the clock and runs what became due, in order. */
  advance: (ms: number) => void;
}

export function manualTime(start: Date): ManualTime {
  let current = start.getTime();
  let pending: { at: number; run: () => void }[] = [];
  return {
    now: () => new Date(current),
    timers: {
      after(ms, run) {
        const timer = { at: current + ms, run };
        pending.push(timer);
        return () => {
          pending = pending.filter((entry) => entry !== timer);
        };
      },
    },
    advance(ms) {
      const end = current + ms;
      for (;;) {
        const [next] = pending.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        pending = pending.filter((entry) => entry !== next);
        current = next.at;
        next.run();
      }
      current = end;
    },
  };
}
