import type { ReadFailure } from '../listing.ts';
import type { Destination } from './destination.ts';
import type { DestinationField } from './rules.ts';

/** How adding a destination ended, as far as Northflank is concerned. Holds nothing secret. */
export type AddOutcome =
  | { kind: 'done'; destination: Destination }
  /** Not done: a destination of this name is there already. */
  | { kind: 'taken' }
  /** Not done: Northflank could not be asked, so nothing was sent. */
  | { kind: 'unsent'; failure: ReadFailure }
  /** Not done: Northflank said no. `detail` is its own words, foreign text. */
  | {
      kind: 'refused';
      failure: ReadFailure;
      fields: readonly DestinationField[];
      detail?: string | undefined;
    }
  /** Not done: the answer was lost, and Northflank's list shows that nothing came of it. */
  | { kind: 'absent' }
  /** Not known: the answer was lost, and the list does not tell. */
  | { kind: 'not-known' };
