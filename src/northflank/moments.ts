import { asNumber, digitAt, parseDecimal } from './numbers.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const QUOTES_AND_SPACE = /^["'\s]+|["'\s]+$/g;
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
  const ms = 100 * digitAt(text, 20) + twoDigits(text, 21);
  if (hours < 24 && minutes < 60 && seconds < 60) {
    return midnightOf(text) + ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
  }
  // Whether there is a 24:00 is left to the runtime; where digits are missing it would guess.
  return ISO.test(text) ? Date.parse(text) : Number.NaN;
}

/** The day of a list's last date: its next one is mostly of the same. */
let lastDay = { year: Number.NaN, month: 0, day: 0, midnight: 0 };

/** NaN for a day that does not exist, or that is not written in digits. */
function midnightOf(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (Number.isNaN(year + month + day)) return Number.NaN;
  if (lastDay.day !== day || lastDay.month !== month || lastDay.year !== year) {
    lastDay = { year, month, day, midnight: Date.parse(`${text.slice(0, 11)}00:00:00.000Z`) };
  }
  return lastDay.midnight;
}

/** NaN where one of the two is no digit. */
function twoDigits(text: string, at: number): number {
  return 10 * digitAt(text, at) + digitAt(text, at + 1);
}

function fromEpoch(value: unknown): Date | undefined {
  const number = asNumber(value);
  if (number === undefined) return undefined;
  return plausible(number < EARLIEST_MS ? number * 1000 : number);
}

function plausible(ms: number): Date | undefined {
  return ms >= EARLIEST_MS && ms <= LATEST_MS ? new Date(ms) : undefined;
}
