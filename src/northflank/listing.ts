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
  const rows: T[] = [];
  const keys = new Set<string>();
  const unreadable: UnreadableRow[] = [];
  let ended: 'end' | 'enough' | undefined;
  let failure: ReadFailure | undefined;

  function take(raw: unknown): void {
    const value = readRow(raw, reader.read);
    if (value instanceof RowProblem) {
      unreadable.push(toUnreadable(raw, value));
      return;
    }
    const key = reader.keyOf(value);
    if (keys.has(key)) return;
    keys.add(key);
    rows.push(value);
    reach?.take(value);
  }

  try {
    for await (const page of pages) {
      page.rows.forEach(take);
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

  if (failure !== undefined) return { rows, unreadable, reach: 'failed', failure, readAt };
  return { rows, unreadable, reach: ended ?? 'end', readAt };
}

function readRow<T>(raw: unknown, read: (row: Row) => T): T | RowProblem {
  const row = asRow(raw);
  if (row === undefined) return new RowProblem('it is not a record');
  try {
    return read(row);
  } catch (error) {
    if (error instanceof RowProblem) return error;
    throw error;
  }
}

function toUnreadable(raw: unknown, problem: RowProblem): UnreadableRow {
  const row = asRow(raw);
  return { id: asText(row?.['id']) ?? asText(row?.['name']), reason: problem.message };
}
