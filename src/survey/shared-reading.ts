import type { CallOptions } from '../northflank/northflank.ts';

/**
 * Joins the reading under way, or starts one with this caller's priority.
 *
 * Rejects with the signal's reason for a caller whose own signal fires.
 */
export type SharedReading<T> = (call?: CallOptions) => Promise<T>;

/**
 * Lets callers at the same time share one reading.
 *
 * A caller who gives up leaves alone; the reading itself is stopped once nobody waits for it.
 */
export function createSharedReading<T>(
  start: (call: CallOptions & { signal: AbortSignal }) => Promise<T>,
): SharedReading<T> {
  let current: { result: Promise<T>; stop: AbortController; waiting: number } | undefined;

  function begin(priority: CallOptions['priority']) {
    const stop = new AbortController();
    const reading = { result: start({ signal: stop.signal, priority }), stop, waiting: 0 };
    const clear = () => {
      if (current === reading) current = undefined;
    };
    reading.result.then(clear, clear);
    return reading;
  }

  return async ({ signal, priority } = {}) => {
    signal?.throwIfAborted();
    current ??= begin(priority);
    const reading = current;
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
