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
  if (isUsualIso(value)) return plausible(parseUsualIso(value));
  const epoch = parseDecimal(value);
  if (epoch !== undefined) return fromEpoch(epoch);
  const text = value.replace(QUOTES_AND_SPACE, '');
  const iso = ISO.exec(text);
  return iso === null ? fromEpoch(text) : plausible(Date.parse(iso[3] ? text : `${text}Z`));
}

/** `2021-01-20T11:19:53.175Z`: nearly every date, and read by its digits faster than by any pattern. */
function isUsualIso(text: string): boolean {
  return (
    text.length === 24 &&
    text[4] === '-' &&
    text[7] === '-' &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':' &&
    text[19] === '.' &&
    text[23] === 'Z'
  );
}

function parseUsualIso(text: string): number {
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  const ms = 100 * digit(text, 20) + twoDigits(text, 21);
  // Whether there is a 24:00 is left to the runtime, as is what has no digits.
  return hours < 24 && minutes < 60 && seconds < 60
    ? midnightOf(text) + ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
    : Date.parse(text);
}

/** The day of a list's last date: its next one is mostly of the same. */
let lastDay = { year: Number.NaN, month: 0, day: 0, midnight: 0 };

/** NaN for a day that does not exist. */
function midnightOf(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (lastDay.day !== day || lastDay.month !== month || lastDay.year !== year) {
    lastDay = { year, month, day, midnight: Date.parse(`${text.slice(0, 11)}00:00:00.000Z`) };
  }
  return lastDay.midnight;
}

/** NaN where one of the two is no digit. */
function twoDigits(text: string, at: number): number {
  return 10 * digit(text, at) + digit(text, at + 1);
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
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
  const number = typeof value === 'string' ? readNumber(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function readNumber(text: string): number | undefined {
  return parseDecimal(text) ?? (DECIMAL.test(text.trim()) ? Number(text) : undefined);
}

/** Up to here every whole number is exact. */
const EXACT_DIGITS = 15;

/** A number of digits with at most one point among them, as sizes and moments come: told without a pattern. */
function parseDecimal(text: string): number | undefined {
  let whole = 0;
  let points = 0;
  for (let at = 0; at < text.length; at += 1) {
    const value = digit(text, at);
    whole = 10 * whole + value;
    if (value >= 0) continue;
    points += 1;
    const isWithin = at > 0 && at < text.length - 1;
    if (text[at] !== '.' || points > 1 || !isWithin) return undefined;
  }
  if (text === '') return undefined;
  return points === 0 && text.length <= EXACT_DIGITS ? whole : Number(text);
}

/** The entries of an array; a single value counts as an array of one, nothing as an empty one. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
