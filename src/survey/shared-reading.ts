import type { CallOptions } from '../northflank/northflank.ts';
import { isAsUrgent } from './precedence.ts';

/**
 * Joins the reading under way, or starts one with this caller's priority where there is none as urgent.
 *
 * Rejects with the signal's reason for a caller whose own signal fires.
 */
export type SharedReading<T> = (call?: CallOptions) => Promise<T>;

interface Reading<T> {
  result: Promise<T>;
  priority: CallOptions['priority'];
  stop: AbortController;
  /** Callers who have not given up. */
  waiting: number;
}

/**
 * Lets callers at the same time share one reading.
 *
 * A caller who gives up leaves alone; the reading itself is stopped once nobody waits for it.
 */
export function createSharedReading<T>(
  start: (call: CallOptions & { signal: AbortSignal }) => Promise<T>,
): SharedReading<T> {
  let current: Reading<T> | undefined;

  function begin(priority: CallOptions['priority']): Reading<T> {
    const stop = new AbortController();
    const result = start({ signal: stop.signal, priority });
    const reading = { result, priority, stop, waiting: 0 };
    const clear = () => {
      if (current === reading) current = undefined;
    };
    reading.result.then(clear, clear);
    return reading;
  }

  return async ({ signal, priority } = {}) => {
    signal?.throwIfAborted();
    const reading = current && isAsUrgent(current.priority, priority) ? current : begin(priority);
    current = reading;
    reading.waiting += 1;
    try {
      return await unlessAborted(reading.result, signal);
    } finally {
      reading.waiting -= 1;
      if (reading.waiting === 0) {
        // Whoever comes next must not join a reading that is being stopped.
        if (current === reading) current = undefined;
        reading.stop.abort(signal?.reason);
      }
    }
  };
}

/** The promise's own end, or a rejection with the signal's reason if that comes first. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
