import { tzOffset } from '@date-fns/tz';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Local clocks are at most 14 h ahead of UTC and 12 h behind; the rest is room for a change of clocks. */
export const FARTHEST_OFFSET_MS = 16 * 60 * MINUTE_MS;

/** A stretch of time without a change of clocks; all in epoch milliseconds, `end` exclusive. */
export interface Stretch {
  start: number;
  end: number;
  /** What local clocks show minus UTC. */
  offsetMs: number;
}

/** Length of the pieces in which changes of clocks are looked up and remembered. */
const PIECE_MS = 32 * DAY_MS;

/** Enough for decades of one zone or a year of all of them; then memory matters more than time. */
const MAX_REMEMBERED = 10_000;

/** A zone's rules never change while the process runs, and asking Intl is slow. */
const remembered = new Map<string, readonly Stretch[]>();

/**
 * Cuts `[from, to)` at every change of a zone's clocks, oldest first.
 *
 * @throws {RangeError} when the runtime does not know the zone.
 */
export function stretchesOf(zone: string, from: number, to: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let piece = Math.floor(from / PIECE_MS); piece * PIECE_MS < to; piece += 1) {
    for (const { start, end, offsetMs } of stretchesOfPiece(zone, piece)) {
      const last = stretches.at(-1);
      if (end <= from || start >= to) continue;
      if (last?.offsetMs === offsetMs) last.end = Math.min(end, to);
      else stretches.push({ start: Math.max(start, from), end: Math.min(end, to), offsetMs });
    }
  }
  return stretches;
}

/**
 * What local clocks show minus UTC, in milliseconds.
 *
 * @throws {RangeError} when the runtime does not know the zone.
 */
export function offsetAt(zone: string, moment: number): number {
  const pieces = stretchesOfPiece(zone, Math.floor(moment / PIECE_MS));
  return pieces.find(({ end }) => moment < end)?.offsetMs ?? 0;
}

function stretchesOfPiece(zone: string, piece: number): readonly Stretch[] {
  const key = `${zone} ${piece}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;

  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const stretches = findStretches(zone, piece * PIECE_MS, (piece + 1) * PIECE_MS);
  remembered.set(key, stretches);
  return stretches;
}

/** Looks once a day: no zone changes its clocks twice within one. */
function findStretches(zone: string, from: number, to: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let start = from;
  let offsetMs = askOffset(zone, from);
  for (let day = from; day < to; day += DAY_MS) {
    const next = askOffset(zone, day + DAY_MS);
    if (next === offsetMs) continue;
    const change = findChange(zone, day, day + DAY_MS, offsetMs);
    stretches.push({ start, end: change, offsetMs });
    start = change;
    offsetMs = next;
  }
  if (start < to) stretches.push({ start, end: to, offsetMs });
  return stretches;
}

/** The first whole minute in `(from, to]` at which the offset is no longer `before`. */
function findChange(zone: string, from: number, to: number, before: number): number {
  let low = from / MINUTE_MS;
  let high = to / MINUTE_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (askOffset(zone, middle * MINUTE_MS) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

function askOffset(zone: string, moment: number): number {
  const minutes = tzOffset(zone, new Date(moment));
  if (Number.isNaN(minutes)) throw new RangeError(`Unknown time zone: ${zone}`);
  return Math.round(minutes * MINUTE_MS);
}

/**
 * The date that local calendars show at a moment: `YYYY-MM-DD`.
 *
 * @throws {RangeError} when the runtime does not know the zone.
 */
export function localDateOf(moment: Date, zone: string): string {
  const at = moment.getTime();
  return new Date(at + offsetAt(zone, at)).toISOString().slice(0, 10);
}

/**
 * The first moment at which a zone's clocks show a date, or, for a date that they skip, a later one.
 *
 * @param date `YYYY-MM-DD`.
 * @throws {RangeError} when the runtime does not know the zone, or there is no such date.
 */
export function startOfLocalDate(date: string, zone: string): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight)) throw new RangeError(`Not a date: ${date}`);
  return new Date(firstShowing(midnight, zone).at);
}

/**
 * The first moment at which a zone's clocks show a time of a date or, where they skip it, the end of
 * what they skip; absent when they skip the whole date. In epoch milliseconds.
 *
 * @param date when it would begin in UTC, in epoch milliseconds.
 * @param timeOfDay milliseconds since midnight.
 * @throws {RangeError} when the runtime does not know the zone.
 */
export function momentOfLocalTime(
  date: number,
  timeOfDay: number,
  zone: string,
): number | undefined {
  const { at, gap } = firstShowing(date + timeOfDay, zone);
  const isDateSkipped = gap !== undefined && gap.from <= date && gap.to >= date + DAY_MS;
  return isDateSkipped ? undefined : at;
}

/**
 * When clocks first show a local time, or where they skip it, what comes after; `gap` is then what they
 * skip. All that they show is counted as if they showed UTC.
 */
function firstShowing(
  shown: number,
  zone: string,
): { at: number; gap?: { from: number; to: number } } {
  let from = Number.NEGATIVE_INFINITY;
  const stretches = stretchesOf(zone, shown - FARTHEST_OFFSET_MS, shown + FARTHEST_OFFSET_MS);
  for (const { start, end, offsetMs } of stretches) {
    // Every instant so far showed less, this one shows more.
    if (shown < start + offsetMs) return { at: start, gap: { from, to: start + offsetMs } };
    if (shown < end + offsetMs) return { at: shown - offsetMs };
    from = end + offsetMs;
  }
  return { at: shown };
}
