import type { NorthflankError } from '../errors.ts';
import type { NotBefore } from './rate-limit.ts';

const FIRST_STEP_MS = 300;
const LARGEST_STEP_MS = 10_000;

/** Retries that are always allowed in a minute, and their share of all calls beyond that. */
const RETRIES_PER_MINUTE = 10;
const RETRY_SHARE = 0.1;
const MINUTE_MS = 60_000;

/** Limits that one call gives to its retries. */
export interface RetryBounds {
  /** Tries in all. */
  tries: number;
  /** Longest wait that still leaves time for another try. */
  longestWaitMs: number;
}

/**
 * Says how long to wait before the same GET is tried again; `undefined` means not at all.
 *
 * Full jitter over a doubling step, on top of what Northflank asked for: never earlier. A pause that
 * does not fit the bounds ends the tries.
 *
 * @param triesMade tries so far, at least 1.
 * @param random a number in [0, 1).
 */
export function retryWaitMs(
  error: NorthflankError,
  notBefore: NotBefore,
  triesMade: number,
  now: Date,
  random: number,
  bounds: RetryBounds,
): number | undefined {
  if (!error.retryable || triesMade >= bounds.tries || notBefore === 'absurd') return undefined;

  const step = Math.min(LARGEST_STEP_MS, FIRST_STEP_MS * 2 ** (triesMade - 1));
  const asked = Math.max(0, (notBefore?.getTime() ?? 0) - now.getTime());
  const waitMs = asked + random * step;
  return waitMs <= bounds.longestWaitMs ? waitMs : undefined;
}

/** Keeps retries a small share of all calls, so that they cannot multiply the load of an outage. */
export interface RetryBudget {
  /** A first try goes out. */
  called(now: Date): void;
  /** Whether one more retry may go; granting counts it. */
  take(now: Date): boolean;
}

/** Creates a budget of which nothing is used. */
export function createRetryBudget(): RetryBudget {
  const calls: number[] = [];
  const retries: number[] = [];

  return {
    called(now) {
      forgetBefore(calls, now);
      calls.push(now.getTime());
    },
    take(now) {
      forgetBefore(calls, now);
      forgetBefore(retries, now);
      if (retries.length >= Math.max(RETRIES_PER_MINUTE, calls.length * RETRY_SHARE)) return false;
      retries.push(now.getTime());
      return true;
    },
  };
}

/** Drops what is over a minute old; moments stand in the order of time. */
function forgetBefore(moments: number[], now: Date): void {
  const from = now.getTime() - MINUTE_MS;
  const kept = moments.findIndex((moment) => moment > from);
  moments.splice(0, kept === -1 ? moments.length : kept);
}
