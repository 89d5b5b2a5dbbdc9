/** An object as Northflank sent it; nothing about its fields is known yet. */
export type Row = Readonly<Record<string, unknown>>;

/** What makes a row unreadable, in words for a person: "createdAt is not a date". */
export class RowProblem extends Error {
  override readonly name = 'RowProblem';
}

/** The value as an object with fields, or `undefined` for anything else, arrays included. */
export function asRow(value: unknown): Row | undefined {
  return isRow(value) ? value : undefined;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that says something; a number counts as its digits, since some ids come as numbers. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** @throws {RowProblem} when the field holds no text. */
export function requireText(row: Row, field: string): string {
  const text = asText(row[field]);
  if (text === undefined) throw new RowProblem(`${field} is missing`);
  return text;
}

/** @throws {RowProblem} when the field holds no moment. */
export function requireDate(row: Row, field: string): Date {
  const date = asDate(row[field]);
  if (date !== undefined) return date;
  const isMissing = row[field] === undefined || row[field] === null || row[field] === '';
  throw new RowProblem(isMissing ? `${field} is missing` : `${field} is not a date`);
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const QUOTES_AND_SPACE = /^["'\s]+|["'\s]+$/g;
/** Milliseconds since 1970 have more digits than this from 1973 on; fewer must be seconds. */
const FEWEST_MS = 1e11;

/**
 * A moment from an ISO string, or from a number since 1970 that may also come as a string.
 *
 * Quotes around it are ignored, since Northflank's own examples have stray ones. A string without
 * zone is UTC, as all that Northflank documents.
 */
export function asDate(value: unknown): Date | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return undefined;
  const text = value.endsWith('Z') ? value : value.replace(QUOTES_AND_SPACE, '');
  const iso = ISO.exec(text);
  if (iso !== null) return valid(new Date(iso[3] === undefined ? `${text}Z` : text));
  return text === '' ? undefined : fromEpoch(Number(text));
}

function fromEpoch(value: number): Date | undefined {
  if (!(value > 0)) return undefined;
  return valid(new Date(value < FEWEST_MS ? value * 1000 : value));
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A whole number that is not negative, from a number or its digits in a string; else `undefined`. */
export function asCount(value: unknown): number | undefined {
  const isText = typeof value === 'string' && value.trim() !== '';
  const count = isText ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) && count >= 0
    ? Math.round(count)
    : undefined;
}

/** The entries of an array; a single value counts as an array of one, nothing as an empty one. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
