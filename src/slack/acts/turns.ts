/** Runs jobs one after the other, each after the one before has ended, well or not. */
export function createTurns(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return async (job) => {
    const turn = last.then(job);
    last = turn.catch(() => undefined);
    return await turn;
  };
}
