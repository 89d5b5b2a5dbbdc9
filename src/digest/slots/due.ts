import type { Subscription } from '../../domain/digests/subscription.ts';
import { FARTHEST_OFFSET_MS, momentOfLocalTime } from '../../domain/schedules/zone.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** 1 January 1970 was a Thursday, which subscriptions number 3. */
const FIRST_WEEKDAY = 3;

/** A weekly digest may lose a date that does not exist, and then waits another week. */
const LONGEST_WAIT_DAYS = 15;

/** When a channel wants its digest. */
export type Wish = Pick<Subscription, 'days' | 'time' | 'timeZone'>;

/** One promised digest. */
export interface Slot {
  /** `YYYY-MM-DD` in the wish's zone: what makes it the only one of its day. */
  localDate: string;
  at: Date;
}

/**
 * The slots after `from` up to and including `to`, oldest first: at most one for each local date.
 *
 * A local time that clocks skip runs at the first instant after the gap, under the date that was
 * asked for; one that comes twice runs the first time; a local date that does not exist has no run.
 *
 * @throws {RangeError} when the runtime does not know the zone.
 */
export function dueSlots({ days, time, timeZone }: Wish, from: Date, to: Date): Slot[] {
  const timeOfDay = parseTime(time);
  const first = Math.floor((from.getTime() - FARTHEST_OFFSET_MS) / DAY_MS);
  const last = Math.floor((to.getTime() + FARTHEST_OFFSET_MS) / DAY_MS);
  const slots: Slot[] = [];
  for (let day = first; day <= last; day += 1) {
    if (!days.includes((day + FIRST_WEEKDAY) % 7)) continue;
    const at = momentOfLocalTime(day * DAY_MS, timeOfDay, timeZone);
    if (at === undefined || at <= from.getTime() || at > to.getTime()) continue;
    slots.push({ localDate: new Date(day * DAY_MS).toISOString().slice(0, 10), at: new Date(at) });
  }
  return slots;
}

/** The first slot after a moment; absent only when no weekday is wished for. */
export function nextDue(wish: Wish, after: Date): Slot | undefined {
  return dueSlots(wish, after, new Date(after.getTime() + LONGEST_WAIT_DAYS * DAY_MS)).at(0);
}

/** When the first digest of any of these channels is due after a moment; what is paused waits. */
export function firstDue(
  wishes: readonly (Wish & Pick<Subscription, 'pausedUntil'>)[],
  after: Date,
): Date | undefined {
  const moments = wishes.flatMap((wish) => {
    const from = Math.max(after.getTime(), wish.pausedUntil?.getTime() ?? 0);
    return nextDue(wish, new Date(from))?.at ?? [];
  });
  return moments.toSorted((a, b) => a.getTime() - b.getTime()).at(0);
}

function parseTime(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * HOUR_MS + minutes * MINUTE_MS;
}
