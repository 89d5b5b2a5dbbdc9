import type { Delay } from '../../domain/clock.ts';

/**
 * Lets callers through one at a time in the order in which they came, `intervalMs` apart.
 *
 * Counts from one caller to the next and looks at no clock, so a clock that is set back stops nobody.
 */
export function createPacer(delay: Delay, intervalMs: number): () => Promise<void> {
  let free = Promise.resolve();
  return () => {
    const turn = free;
    free = turn.then(() => delay(intervalMs));
    return turn;
  };
}
