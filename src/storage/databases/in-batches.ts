/** Rows of one statement: far below what SQLite and Postgres take as parameters. */
const LARGEST_BATCH = 500;

/** Turns that a batch waits at most while each brings more. */
const MOST_TURNS = 10;

interface Waiting<T, R> {
  item: T;
  answer: PromiseWithResolvers<R>;
}

/**
 * Gathers what is asked for at the same time, since many rows in one commit cost hardly more than one.
 *
 * @param work gets the items in the order in which they came, and answers in the same; a failure of it
 * is one of all its items.
 */
export function inBatches<T, R extends boolean | number | string>(
  work: (items: readonly T[]) => Promise<readonly R[]>,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];

  async function run(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const answers = await work(batch.map(({ item }) => item));
      for (const [index, { answer }] of batch.entries()) {
        const own = answers[index];
        if (own === undefined) throw new Error('a batch left an item without its answer');
        answer.resolve(own);
      }
    } catch (error) {
      for (const { answer } of batch) answer.reject(error);
    }
  }

  function runAll(): void {
    const all = waiting;
    waiting = [];
    for (let start = 0; start < all.length; start += LARGEST_BATCH) {
      void run(all.slice(start, start + LARGEST_BATCH));
    }
  }

  /** What comes in a burst is read over several turns of the event loop. */
  function runOnceNoMoreCome(seen: number, turns: number): void {
    if (waiting.length === seen || turns === MOST_TURNS) runAll();
    else setImmediate(runOnceNoMoreCome, waiting.length, turns + 1);
  }

  return (item) => {
    if (waiting.length === 0) setImmediate(runOnceNoMoreCome, 0, 1);
    const answer = Promise.withResolvers<R>();
    waiting.push({ item, answer });
    return answer.promise;
  };
}
