/** Runs a job as soon as there is room for it; jobs start in the order in which they were handed in. */
export type AtOnce = <R>(job: () => Promise<R>) => Promise<R>;

/**
 * Makes room for a bounded number of jobs at once.
 *
 * The first job that throws ends the whole: no further one starts, and each gives its error.
 */
export function limitTo(limit: number): AtOnce {
  const waiting: (() => void)[] = [];
  let running = 0;
  let broken: { error: unknown } | undefined;

  return async (job) => {
    // Whoever ends hands its room to the next.
    if (running === limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      if (broken !== undefined) throw broken.error;
      return await job();
    } catch (error) {
      broken ??= { error };
      throw error;
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** Runs a job for every item under {@link limitTo}; results come in the order of the items. */
export function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  job: (item: T) => Promise<R>,
): Promise<R[]> {
  const atOnce = limitTo(limit);
  return Promise.all(items.map((item) => atOnce(() => job(item))));
}
