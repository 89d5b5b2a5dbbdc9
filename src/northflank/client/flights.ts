/** Answers that are under way, by key, so that equal questions asked at once cost one request. */
export interface Flights<T> {
  /** Whether somebody already waits for this key. */
  has(key: string): boolean;
  /**
   * Waits for the answer under way, or starts it.
   *
   * A caller whose signal aborts leaves with the signal's reason and disturbs nobody; when the last
   * one has left, the work's own signal aborts.
   */
  join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Flight<T> {
  answer: Promise<T>;
  stop: AbortController;
  waiting: number;
}

/** Creates a place for answers under way, with none in it; what has arrived is not kept. */
export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>();

  function remove(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  function start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const stop = new AbortController();
    const flight: Flight<T> = { answer: work(stop.signal), stop, waiting: 0 };
    flights.set(key, flight);
    const settled = () => remove(key, flight);
    // Handled here too: everybody may have left by the time that it fails.
    flight.answer.then(settled, settled);
    return flight;
  }

  return {
    has: (key) => flights.has(key),
    async join(key, signal, work) {
      signal.throwIfAborted();
      const flight = flights.get(key) ?? start(key, work);
      flight.waiting += 1;
      return new Promise((resolve, reject) => {
        const leave = () => {
          reject(signal.reason);
          flight.waiting -= 1;
          if (flight.waiting > 0) return;
          remove(key, flight);
          // Without the caller's reason: its deadline says nothing of Northflank.
          flight.stop.abort();
        };
        const arrive = () => signal.removeEventListener('abort', leave);
        signal.addEventListener('abort', leave, { once: true });
        flight.answer.finally(arrive).then(resolve, reject);
      });
    },
  };
}
