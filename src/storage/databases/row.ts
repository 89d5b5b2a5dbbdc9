import { z } from 'zod';
import { StorageError } from './storage-error.ts';

/** `undefined` for a column that holds nothing. */
export function present<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

/** A moment of a row; `undefined` where the column holds nothing. */
export function toDate(moment: number | null): Date | undefined {
  return moment === null ? undefined : new Date(moment);
}

/** The column's value for a moment that may be absent. */
export function toMoment(date: Date | undefined): number | null {
  return date === undefined ? null : date.getTime();
}

/**
 * Reads a row, or the JSON of one, as what it must be.
 *
 * @throws {StorageError} `damaged` with the name of the table, never with what the row holds.
 */
export function readAs<T>(schema: z.ZodType<T>, value: unknown, table: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new StorageError('damaged', `A row of ${table} does not read as one`);
}

/** A moment as it is kept; damaged where no `Date` can hold it, since such a one compares with nothing. */
export const storedMoment = z
  .number()
  .transform((milliseconds) => new Date(milliseconds))
  .pipe(z.date());

/** A column of JSON text. */
export const jsonColumn = z.string().transform(parse);

/** `undefined`, which no schema of ours takes, where the text is no JSON: the parser's own error quotes it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
