import { formatDate, type Language } from './language.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** Decimal (SI) size with at most one decimal, none from 100 on: `0 B`, `1.2 GB`, `470 MB`. */
export function formatBytes(bytes: number): string {
  const { unit, divisor } = byteScale(bytes);
  const value = Math.max(0, bytes) / divisor;
  const digits = divisor === 1 || value >= 99.95 ? 0 : 1;
  return `${Number(value.toFixed(digits))} ${unit}`;
}

/** The unit in which a size reads best, and how many bytes it has. */
export function byteScale(bytes: number): { unit: string; divisor: number } {
  let divisor = 1;
  let unit = 0;
  // What would round up to 1000 belongs to the next unit.
  while (bytes / divisor >= (unit === 0 ? 1000 : 999.5) && unit < BYTE_UNITS.length - 1) {
    divisor *= 1000;
    unit += 1;
  }
  return { unit: BYTE_UNITS[unit] ?? 'B', divisor };
}

/**
 * How long something took, rounded to the nearest unit shown: `42 s`, `4 min`, `2 h 5 min`, `3 d 4 h`.
 *
 * @param ms milliseconds; less than nothing, which clocks that disagree can give, counts as nothing.
 */
export function formatDuration(ms: number): string {
  const length = Math.max(0, ms);
  if (length > 0 && length < SECOND / 2) return '< 1 s';
  if (length < 90 * SECOND) return `${Math.round(length / SECOND)} s`;
  if (length < 90 * MINUTE) return `${Math.round(length / MINUTE)} min`;
  if (length < 48 * HOUR) return inTwo(Math.round(length / MINUTE), 60, 'h', 'min');
  return formatDays(Math.round(length / HOUR));
}

/**
 * An age in whole units that have passed: `42 s`, `89 min`, `31 h`, `3 d 4 h`, `12 d`.
 *
 * @param ms milliseconds; an age below zero, which clocks that disagree can give, counts as none.
 */
export function formatAge(ms: number): string {
  const age = Math.max(0, ms);
  if (age < 90 * SECOND) return `${Math.floor(age / SECOND)} s`;
  if (age < 90 * MINUTE) return `${Math.floor(age / MINUTE)} min`;
  if (age < 48 * HOUR) return `${Math.floor(age / HOUR)} h`;
  return formatDays(Math.floor(age / HOUR));
}

/** An age as it stands in a sentence: `just now` below 90 s, then `31 h ago`. */
export function formatAgo(ms: number): string {
  return ms < 90 * SECOND ? 'just now' : `${formatAge(ms)} ago`;
}

/** A count with its noun: `1 day`, `7 days`. For nouns that take an s. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share of one as whole per cent: `61 %`. */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Joins with commas and a last "and": `a`, `a and b`, `a, b and c`. */
export function formatList(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** A sentence with its full stop, whether it came with one or without. */
export function withFullStop(sentence: string): string {
  return `${sentence.replace(/\.$/, '')}.`;
}

/** Clock time of a moment, given its zone's offset: `02:30`. */
export function formatClock(date: Date, offsetMs = 0): string {
  return new Date(date.getTime() + offsetMs).toISOString().slice(11, 16);
}

/** Day and month of a moment, given its zone's offset: `18 Nov`. */
export function formatDay(date: Date, offsetMs = 0, language?: Language): string {
  return formatDate(new Date(date.getTime() + offsetMs), 'day', language);
}

function formatDays(hours: number): string {
  return hours >= (10 * DAY) / HOUR ? `${Math.floor(hours / 24)} d` : inTwo(hours, 24, 'd', 'h');
}

function inTwo(total: number, perUnit: number, unit: string, rest: string): string {
  const remainder = total % perUnit;
  const whole = `${Math.floor(total / perUnit)} ${unit}`;
  return remainder === 0 ? whole : `${whole} ${remainder} ${rest}`;
}
