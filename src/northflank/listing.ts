import type { Clock } from '../domain/clock.ts';
import type { Listing, ReadFailure, UnreadableRow } from '../domain/listing.ts';
import { NorthflankError, toReadFailure } from './errors.ts';
import { asRow, asText, type Row, RowProblem } from './fields.ts';
import type { Page } from './paging.ts';

/** How the rows of one list become ours. */
export interface RowReader<T> {
  /** @throws {RowProblem} when a field that the row cannot do without is not readable. */
  read: (row: Row) => T;
  /** What makes a row the same as one of an earlier page, since lists shift while they are read. */
  keyOf: (value: T) => string;
}

/** Says, after each page, whether enough was read to stop early. */
export interface Reach<T> {
  take(value: T): void;
  isEnough(): boolean;
}

/**
 * Reads pages until they end or reach far enough.
 *
 * A failure after the first page keeps what was read and is told in the result.
 *
 * @returns rows in Northflank's order.
 * @throws {NorthflankError} when the first page fails.
 */
export async function collectListing<T>(
  pages: AsyncIterable<Page>,
  reader: RowReader<T>,
  now: Clock,
  reach?: Reach<T>,
): Promise<Listing<T>> {
  const readAt = now();
  const rows = new Map<string, T>();
  const unreadable: UnreadableRow[] = [];
  let ended: 'end' | 'enough' | undefined;
  let failure: ReadFailure | undefined;

  try {
    for await (const page of pages) {
      for (const raw of page.rows) {
        const row = readRow(raw, reader.read);
        if (row.kind === 'unreadable') unreadable.push(row.row);
        else addRow(row.value);
      }
      ended = 'end';
      if (!page.isLast && reach?.isEnough() === true) {
        ended = 'enough';
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof NorthflankError) || ended === undefined) throw error;
    failure = toReadFailure(error);
  }

  function addRow(value: T): void {
    const key = reader.keyOf(value);
    if (rows.has(key)) return;
    rows.set(key, value);
    reach?.take(value);
  }

  return {
    rows: [...rows.values()],
    unreadable,
    ...(failure === undefined ? { reach: ended ?? 'end' } : { reach: 'failed', failure }),
    readAt,
  };
}

type ReadRow<T> = { kind: 'read'; value: T } | { kind: 'unreadable'; row: UnreadableRow };

function readRow<T>(raw: unknown, read: (row: Row) => T): ReadRow<T> {
  const row = asRow(raw);
  if (row === undefined) return { kind: 'unreadable', row: { reason: 'it is not a record' } };
  try {
    return { kind: 'read', value: read(row) };
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    const id = asText(row['id']) ?? asText(row['name']);
    return { kind: 'unreadable', row: { id, reason: error.message } };
  }
}
