import type { SchedulePattern } from '../../../src/domain/schedules/schedule.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What local clocks show minus UTC, read off the clock that Intl writes rather than off its offsets. */
export function clockOffset(zone: string, moment: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = format
    .format(moment)
    .split(/\D+/)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(moment / MINUTE) * MINUTE;
}

/** Offsets of every day, then of every hour and minute of the days on which they differ. */
export function findChanges(zone: string, from: number, to: number): number[] {
  return narrow(zone, from, to, [DAY, HOUR, MINUTE]);
}

function narrow(zone: string, from: number, to: number, steps: readonly number[]): number[] {
  const [step, ...finer] = steps;
  if (step === undefined) return [to];
  const changes: number[] = [];
  let before = clockOffset(zone, from);
  for (let at = from; at < to; at += step) {
    const after = clockOffset(zone, at + step);
    if (after !== before) changes.push(...narrow(zone, at, at + step, finer));
    before = after;
  }
  return changes;
}

interface ZoneTable {
  changes: readonly number[];
  /** Offsets before the first change, after it, and so on. */
  offsets: readonly number[];
}

const tables = new Map<string, ZoneTable>();
const WEEK_MINUTES = 7 * 24 * 60;
const MONDAY = Date.UTC(2024, 0, 1);
const KNOWN_FROM = Date.UTC(2024, 11, 1);
const KNOWN_TO = Date.UTC(2028, 0, 15);

/** Every change of a zone's clocks from December 2024 to 14 January 2028. */
export function changesOf(zone: string): readonly number[] {
  return tableOf(zone).changes;
}

function tableOf(zone: string): ZoneTable {
  let table = tables.get(zone);
  if (table === undefined) {
    const changes = findChanges(zone, KNOWN_FROM, KNOWN_TO);
    table = { changes, offsets: [KNOWN_FROM, ...changes].map((at) => clockOffset(zone, at)) };
    tables.set(zone, table);
  }
  return table;
}

/** What local clocks show at a moment, as milliseconds since 1970, from a table. */
export function wallAt(zone: string, moment: number): number {
  const { changes, offsets } = tableOf(zone);
  const index = changes.findIndex((change) => moment < change);
  return moment + (offsets.at(index) ?? 0);
}

/** A minute at which patterns promise something: bit n stands for the pattern of index n. */
export interface PromisedMinute {
  at: number;
  bits: number;
}

/**
 * The moments of some patterns, found by looking at the local clock of every minute of `[from, to)`.
 *
 * Plain on purpose: it shares nothing with what it checks.
 */
export function promisedMinutes(
  patterns: readonly SchedulePattern[],
  zone: string,
  from: number,
  to: number,
): PromisedMinute[] {
  if (from < KNOWN_FROM + 2 * DAY || to > KNOWN_TO) throw new RangeError('outside of the table');
  const week = weekOf(patterns);
  const hourly = bitsOf(patterns, ({ interval }) => interval === 'hourly');
  const { changes, offsets } = tableOf(zone);
  const found: PromisedMinute[] = [];
  // Whole minutes since a Monday keep this loop, which is the whole cost, to small integers.
  const first = minuteOf(from);
  const end = minuteOf(to);
  let minute = minuteOf(from - 1.5 * DAY);
  let zoneIndex = changes.filter((change) => minuteOf(change) <= minute).length;
  let nextChange = minuteOf(changes[zoneIndex] ?? to);
  let offset = Math.round((offsets[zoneIndex] ?? 0) / MINUTE);
  let before = minute + offset - 1;
  let furthest = before;
  for (; minute < end; minute += 1) {
    if (minute === nextChange) {
      zoneIndex += 1;
      nextChange = minuteOf(changes[zoneIndex] ?? to);
      offset = Math.round((offsets[zoneIndex] ?? 0) / MINUTE);
    }
    const wall = minute + offset;
    let bits = week[wall % WEEK_MINUTES] ?? 0;
    // A minute that clocks show again counts for hourly patterns only.
    if (wall <= furthest) bits &= hourly;
    for (let skipped = before + 1; skipped < wall; skipped += 1) {
      const shown = dateOf(skipped) === dateOf(before) || dateOf(skipped) === dateOf(wall);
      if (shown && skipped > furthest) bits |= (week[skipped % WEEK_MINUTES] ?? 0) & ~hourly;
    }
    if (bits !== 0 && minute >= first) found.push({ at: minute * MINUTE + MONDAY, bits });
    if (wall > furthest) furthest = wall;
    before = wall;
  }
  return found;
}

/** {@link promisedMinutes} of one pattern. */
export function slotsByMinute(
  pattern: SchedulePattern,
  zone: string,
  from: number,
  to: number,
): number[] {
  return promisedMinutes([pattern], zone, from, to).map(({ at }) => at);
}

/** The patterns' bits of every minute of a week: those that its minute, hour and day all suit. */
function weekOf(patterns: readonly SchedulePattern[]): Uint8Array {
  const ring = (length: number, suits: (pattern: SchedulePattern, value: number) => boolean) =>
    Array.from({ length }, (_, value) => bitsOf(patterns, (pattern) => suits(pattern, value)));
  const minutes = ring(60, (pattern, minute) => pattern.minutes.includes(minute));
  const hours = ring(
    24,
    ({ interval, hours: at }, hour) => interval === 'hourly' || at.includes(hour),
  );
  const days = ring(7, ({ interval, days: on }, day) => interval !== 'weekly' || on.includes(day));
  const week = new Uint8Array(WEEK_MINUTES);
  for (let minute = 0; minute < WEEK_MINUTES; minute += 1) {
    const hour = Math.floor(minute / 60);
    const day = Math.floor(hour / 24);
    week[minute] = (minutes[minute % 60] ?? 0) & (hours[hour % 24] ?? 0) & (days[day] ?? 0);
  }
  return week;
}

function bitsOf<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.reduce((bits, value, index) => (holds(value) ? bits | (1 << index) : bits), 0);
}

/** The first whole minute at or after a moment, counted from a Monday 00:00. */
function minuteOf(moment: number): number {
  return Math.ceil((moment - MONDAY) / MINUTE);
}

function dateOf(wallMinute: number): number {
  return Math.floor(wallMinute / 60 / 24);
}
