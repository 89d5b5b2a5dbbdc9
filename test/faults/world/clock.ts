import { setTimeout as wait } from 'node:timers/promises';

/** The time that a case, its Slack, its Northflank, its database and its bots all live by. */
export interface FaultClock {
  now: () => Date;
  /** How many times faster than real time it runs. */
  speed: number;
  /** Waits so long by this clock; ends early, without an error, when the signal gives up. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** What a process needs to live by the same clock; see {@link readClock}. */
  environment: Readonly<Record<string, string>>;
}

/**
 * A clock that shows the machine's time at its origin and runs so many times faster from then on.
 *
 * @param machine the clock of the machine, where that is not this one's own.
 */
export function createClock(
  speed = 1,
  origin = Date.now(),
  machine: () => number = Date.now,
): FaultClock {
  return {
    now: () => new Date(origin + (machine() - origin) * speed),
    speed,
    wait: async (ms, signal) => {
      try {
        await wait(ms / speed, undefined, signal ? { signal } : {});
      } catch {
        // Given up: whoever waits looks at the signal.
      }
    },
    environment: { FAULTS_ORIGIN: String(origin), FAULTS_SPEED: String(speed) },
  };
}

/** The clock of the process that started this one. */
export function readClock(environment: NodeJS.ProcessEnv): FaultClock {
  return createClock(Number(environment['FAULTS_SPEED']), Number(environment['FAULTS_ORIGIN']));
}
