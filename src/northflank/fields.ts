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
const DECIMAL = /^\d+(\.\d+)?(e\+?\d+)?$/i;
/**
 * September 2001 and the year 5138 in milliseconds: a smaller number must be seconds, and a moment
 * outside is none, such as the year 1 that some servers send for "never".
 */
const EARLIEST_MS = 1e12;
const LATEST_MS = 1e14;

/**
 * A moment from an ISO string, or from a number since 1970 that may also come as a string.
 *
 * Quotes around it are ignored, since Northflank's own examples have stray ones. A string without
 * zone is UTC, as all that Northflank documents.
 */
export function asDate(value: unknown): Date | undefined {
  if (typeof value !== 'string') return fromEpoch(value);
  if (isUsualIso(value)) return plausible(Date.parse(value));
  const text = value.replace(QUOTES_AND_SPACE, '');
  const iso = ISO.exec(text);
  return iso === null ? fromEpoch(text) : plausible(Date.parse(iso[3] ? text : `${text}Z`));
}

/** `2021-01-20T11:19:53.175Z`: nearly every date, and told by its marks faster than by a pattern. */
function isUsualIso(text: string): boolean {
  return (
    text.length === 24 &&
    text[4] === '-' &&
    text[7] === '-' &&
    text[10] === 'T' &&
    text[19] === '.' &&
    text[23] === 'Z'
  );
}

function fromEpoch(value: unknown): Date | undefined {
  const number = asNumber(value);
  if (number === undefined) return undefined;
  return plausible(number < EARLIEST_MS ? number * 1000 : number);
}

function plausible(ms: number): Date | undefined {
  return ms >= EARLIEST_MS && ms <= LATEST_MS ? new Date(ms) : undefined;
}

/** A whole number that is not negative, from a number or its digits in a string; else `undefined`. */
export function asCount(value: unknown): number | undefined {
  const number = asNumber(value);
  return number === undefined || number < 0 ? undefined : Math.round(number);
}

/** A number, also from a string in decimal notation. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The entries of an array; a single value counts as an array of one, nothing as an empty one. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
