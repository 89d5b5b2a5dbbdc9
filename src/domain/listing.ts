/**
 * Why something could not be read.
 *
 * `unauthorized`: the token was refused. `forbidden`: the token's role lacks a permission.
 * `not-found`: no such thing, or not ours. `rate-limited`: the hourly budget is used up.
 * `unavailable`: no answer, or one of 5xx. `untrusted`: what answers has no certificate that proves it
 * to be Northflank, so that nothing was sent. `timeout`: our own deadline passed.
 * `malformed`: an answer of another shape. `refused`: any other 4xx.
 * `cursor-loop`: paging came back to a page that was already read. `cancelled`: we stopped it ourselves.
 */
export type ReadFailureKind =
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'unavailable'
  | 'untrusted'
  | 'timeout'
  | 'malformed'
  | 'refused'
  | 'cursor-loop'
  | 'cancelled';

/** A failed reading in words that a person may see: nothing secret, no markup. */
export interface ReadFailure {
  kind: ReadFailureKind;
  /** A clause without full stop that follows a colon well: "Northflank refused the token". */
  reason: string;
  /** Not worth another try before this moment. Absent when nobody said. */
  retryAt?: Date | undefined;
}

/** A row that Northflank sent and we could not read: counted and shown, never dropped, never success. */
export interface UnreadableRow {
  /** Absent when not even an id could be read. */
  id?: string | undefined;
  /** What was wrong, in words for a person: "createdAt is not a date". */
  reason: string;
  /**
   * The row is no newer than this: its own `createdAt` where that could be read, else that of the row
   * before it in a list that comes newest first. Absent when neither is known.
   */
  notAfter?: Date | undefined;
}

/** What was read of a list. */
export interface Listing<T> {
  /** Backups come newest first; other rows in Northflank's order. */
  rows: readonly T[];
  unreadable: readonly UnreadableRow[];
  /** `end`: the whole list. `enough`: stopped on purpose, older rows exist. `failed`: see `failure`. */
  reach: 'end' | 'enough' | 'failed';
  /** Why reading stopped; present exactly when `reach` is `failed`. The rows before it are good. */
  failure?: ReadFailure | undefined;
  readAt: Date;
}
