import type { Clock } from '../domain/clock.ts';
import type { ErrorCount, Log } from '../domain/log.ts';

const HOUR_MS = 3_600_000;

/** Errors remembered at most: how many more there were helps nobody. */
const KEPT = 1_000;

/** Remembers which errors were logged of late. */
export interface ErrorTally {
  /** The same log, whose errors are remembered on their way into it. */
  noting: (log: Log) => Log;
  /** What was logged as an error within the last hour, most frequent first. */
  lastHour: () => readonly ErrorCount[];
}

/** Creates a memory with nothing in it. */
export function createErrorTally(now: Clock): ErrorTally {
  let errors: { event: string; at: number }[] = [];
  return {
    noting: (log) => ({
      ...log,
      error: (event, fields) => {
        errors = [...errors.slice(1 - KEPT), { event, at: now().getTime() }];
        log.error(event, fields);
      },
    }),
    lastHour: () => {
      const since = now().getTime() - HOUR_MS;
      const counts = new Map<string, number>();
      for (const { event, at } of errors) {
        if (at >= since) counts.set(event, (counts.get(event) ?? 0) + 1);
      }
      return [...counts]
        .map(([event, count]) => ({ event, count }))
        .toSorted((a, b) => b.count - a.count);
    },
  };
}
