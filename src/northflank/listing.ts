import type { Clock } from '../domain/clock.ts';
import type { Listing, ReadFailure, UnreadableRow } from '../domain/listing.ts';
import { NorthflankError, toReadFailure } from './errors.ts';
import { asRow, asText, type Row, RowProblem } from './fields.ts';
import type { Page } from './paging.ts';
import { createRepeats, type RowIdentity } from './repeats.ts';

/** How the rows of one list become ours. */
export interface RowReader<T> extends RowIdentity<T> {
  /** @throws {RowProblem} when a field that the row cannot do without is not readable. */
  read: (row: Row) => T;
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
  const isRepeat = createRepeats(reader);
  const unreadable: UnreadableRow[] = [];
  let ended: 'end' | 'enough' | undefined;
  let failure: ReadFailure | undefined;

  function take(raw: unknown): void {
    const value = readRow(raw, reader.read);
    if (value instanceof RowProblem) {
      // In a list that is newest first, a row is no newer than the one above it.
      const above = rows.at(-1);
      const notAfter = above === undefined ? undefined : reader.dateOf?.(above);
      unreadable.push({ ...toUnreadable(raw, value), notAfter });
      return;
    }
    if (isRepeat(value)) return;
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

  const listing = { rows, unreadable: datedIfOrdered(unreadable, rows, reader), readAt };
  if (failure !== undefined) return { ...listing, reach: 'failed', failure };
  return { ...listing, reach: ended ?? 'end' };
}

/** Takes the bounds back where the rows do not prove their order: then a row may be newer than the one above. */
function datedIfOrdered<T>(
  unreadable: readonly UnreadableRow[],
  rows: readonly T[],
  { dateOf }: RowReader<T>,
): readonly UnreadableRow[] {
  if (unreadable.length === 0) return unreadable;
  const dates = dateOf === undefined ? [] : rows.map((row) => dateOf(row).getTime());
  const isOrdered = dates.every((at, index) => index === 0 || at <= (dates[index - 1] ?? at));
  const isProven = isOrdered && (dates[0] ?? 0) > (dates.at(-1) ?? 0);
  return unreadable.map(({ notAfter, ...row }) =>
    isProven && notAfter ? { ...row, notAfter } : row,
  );
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
