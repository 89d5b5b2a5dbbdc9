import type { Subscription } from '../../domain/digests/subscription.ts';
import { type DueDeps, writeDownDue } from './write-down-due.ts';

/** What a changed wish is saved with. */
export interface SaveWishDeps extends DueDeps {
  /** `undefined` when somebody else was faster. */
  save: (subscription: Subscription) => Promise<Subscription | undefined>;
  /** The clock that due times go by. */
  now: () => Promise<Date>;
}

/**
 * Creates what saves a new or changed wish.
 *
 * What was due by then under the wish before still comes; what only the new one would have had due by
 * then does not.
 */
export function createSaveWish({ save, now, ...due }: SaveWishDeps) {
  return async (wish: Subscription): Promise<Subscription | undefined> => {
    const updatedAt = await now();
    await writeDownDue(due, updatedAt);
    return save({ ...wish, updatedAt });
  };
}
