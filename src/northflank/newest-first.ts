import type { Listing } from '../domain/listing.ts';
import type { Reach } from './listing.ts';
import type { ReachOptions } from './northflank.ts';

interface Dated {
  createdAt: Date;
}

/** Sorts by creation, newest first: Northflank promises no order. */
export function sortNewestFirst<T extends Dated>(listing: Listing<T>): Listing<T> {
  const rows = listing.rows.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  return { ...listing, rows };
}

/**
 * Watches whether rows arrive newest first, and then whether they reach back far enough.
 *
 * The order is not documented, so the rows must prove it: at least one step back in time and none
 * forward. Otherwise a newer row may still follow, and nothing is ever enough. With both bounds given,
 * both must be met.
 *
 * @returns `undefined` without a bound: then the list is read to its end.
 */
export function createReach<T extends Dated>({
  since,
  atLeast,
}: ReachOptions): Reach<T> | undefined {
  if (since === undefined && atLeast === undefined) return undefined;

  let count = 0;
  let last = Number.POSITIVE_INFINITY;
  let stepsBack = 0;
  let isSorted = true;

  return {
    take({ createdAt }) {
      const at = createdAt.getTime();
      if (at > last) isSorted = false;
      if (at < last && count > 0) stepsBack += 1;
      last = at;
      count += 1;
    },
    isEnough() {
      const isProven = isSorted && stepsBack > 0;
      return (
        isProven &&
        (since === undefined || last < since.getTime()) &&
        (atLeast === undefined || count >= atLeast)
      );
    },
  };
}
