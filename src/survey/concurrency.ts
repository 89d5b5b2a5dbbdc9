/**
 * Runs a job for every item with a bounded number at once; results come in the order of the items.
 *
 * The first job that throws ends the whole: no further one starts, and its error is thrown.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  job: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const pending = items.entries();
  let broken = false;

  async function work(): Promise<void> {
    // All workers draw from the one iterator, so that each item is taken once.
    for (const [index, item] of pending) {
      try {
        results[index] = await job(item);
      } catch (error) {
        broken = true;
        throw error;
      }
      if (broken) return;
    }
  }

  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
