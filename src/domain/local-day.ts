import { offsetAt, stretchesOf } from './zone.ts';

const HOUR_MS = 3_600_000;

/** Local clocks are at most 14 h ahead of UTC and 12 h behind; the rest is room for a change of clocks. */
const FARTHEST_OFFSET_MS = 16 * HOUR_MS;

/**
 * The date that a zone's clocks show, as `YYYY-MM-DD`.
 *
 * @throws {RangeError} when the runtime does not know the zone.
 */
export function localDateOf(moment: Date, zone: string): string {
  const shown = moment.getTime() + offsetAt(zone, moment.getTime());
  return new Date(shown).toISOString().slice(0, 10);
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
  const from = midnight - FARTHEST_OFFSET_MS;
  const stretches = stretchesOf(zone, from, midnight + FARTHEST_OFFSET_MS);
  const first = stretches.find(({ end, offsetMs }) => midnight < end + offsetMs);
  return new Date(
    first === undefined ? midnight : Math.max(midnight - first.offsetMs, first.start),
  );
}
