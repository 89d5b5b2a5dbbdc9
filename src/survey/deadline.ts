import { formatDuration } from '../domain/format.ts';
import type { ReadFailure } from '../domain/listing.ts';

/** A limit on a whole reading, beside the caller's own wish to stop. */
export interface Deadline {
  /** Fires at the limit, or when the caller gives up. */
  signal: AbortSignal;
  /** Why something was not read once the limit has passed. */
  failure: ReadFailure;
  hasPassed(): boolean;
  /** @throws the caller's reason. */
  throwIfGivenUp(): void;
  /** To be called at the end, so that no timer outlives the reading. */
  clear(): void;
}

/** Starts a limit that runs from now. */
export function startDeadline(limitMs: number, caller: AbortSignal | undefined): Deadline {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limitMs);
  return {
    signal: caller === undefined ? limit.signal : AbortSignal.any([caller, limit.signal]),
    failure: {
      kind: 'timeout',
      reason: `reading everything took longer than ${formatDuration(limitMs)}`,
    },
    hasPassed: () => limit.signal.aborted,
    throwIfGivenUp: () => caller?.throwIfAborted(),
    clear: () => clearTimeout(timer),
  };
}
