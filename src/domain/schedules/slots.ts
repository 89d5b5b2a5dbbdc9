import type { BackupSchedule, SchedulePattern } from './schedule.ts';
import { stretchesOf } from './zone.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** 1 January 1970 was a Thursday, which Northflank numbers 3. */
const FIRST_WEEKDAY = 3;

/**
 * The moments that a pattern promises from `from` up to but not including `to`, oldest first.
 *
 * Where clocks change, daily and weekly patterns keep their local time: a time that does not exist
 * runs at the first instant after the gap, one that comes twice runs the first time, and a date that
 * does not exist at all has no run. Hourly patterns run on real hours: at every instant whose local
 * clock shows the minute, so both hours of a doubled one run and a skipped one does not.
 *
 * @param zone IANA zone of the pattern's hours.
 * @throws {RangeError} when the runtime does not know the zone.
 */
export function slotsBetween(pattern: SchedulePattern, zone: string, from: Date, to: Date): Date[] {
  return momentsBetween(pattern, zone, from.getTime(), to.getTime()).map((at) => new Date(at));
}

/** {@link slotsBetween} in epoch milliseconds. */
export function momentsBetween(
  pattern: SchedulePattern,
  zone: string,
  from: number,
  to: number,
): number[] {
  const times = timesOfCycle(pattern);
  if (times.length === 0 || to <= from) return [];
  const moments =
    pattern.interval === 'hourly'
      ? hourlyMoments(times, zone, from, to)
      : localMoments(times, CYCLE_MS[pattern.interval], zone, from, to);
  return moments.filter((at, index) => at >= from && at < to && at !== moments[index - 1]);
}

/**
 * The first moment after `after` that any of the schedules promises; absent when none promises one.
 *
 * @throws {RangeError} when the runtime does not know the zone.
 */
export function nextSlot(
  schedules: readonly Pick<BackupSchedule, 'pattern'>[],
  zone: string,
  after: Date,
): Date | undefined {
  const from = after.getTime() + 1;
  const nexts = schedules.flatMap(({ pattern }) => {
    // A change of clocks can lengthen one cycle, and a date that does not exist can cost another.
    const cycle = CYCLE_MS[pattern.interval];
    const [near] = momentsBetween(pattern, zone, from, from + cycle + 3 * HOUR_MS);
    return near ?? momentsBetween(pattern, zone, from, from + 2 * cycle + 2 * DAY_MS).slice(0, 1);
  });
  return nexts.length === 0 ? undefined : new Date(Math.min(...nexts));
}

/**
 * How old the newest copy gets when the most frequent schedule keeps its promise, in milliseconds.
 *
 * That is the longest regular wait between two of its moments: 24 h for daily at 02:30, but also 23 h
 * for daily at 02:00 and 03:00. Absent when no schedule promises anything.
 */
export function shortestIntervalMs(
  schedules: readonly Pick<BackupSchedule, 'pattern'>[],
): number | undefined {
  const waits = schedules.flatMap(({ pattern }) => longestWait(pattern) ?? []);
  return waits.length === 0 ? undefined : Math.min(...waits);
}

const CYCLE_MS = { hourly: HOUR_MS, daily: DAY_MS, weekly: WEEK_MS } as const;

/** The times within an hour, a day or a week (from Monday 00:00) as milliseconds, sorted, each once. */
function timesOfCycle({ interval, minutes, hours, days }: SchedulePattern): number[] {
  const cycleHours = interval === 'hourly' ? [0] : hours;
  const cycleDays = interval === 'weekly' ? days : [0];
  const times = cycleDays.flatMap((day) =>
    cycleHours.flatMap((hour) =>
      minutes.map((minute) => day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS),
    ),
  );
  return [...new Set(times)].toSorted((a, b) => a - b);
}

function longestWait(pattern: SchedulePattern): number | undefined {
  const times = timesOfCycle(pattern);
  const cycle = CYCLE_MS[pattern.interval];
  const [first] = times;
  if (first === undefined) return undefined;
  return Math.max(...times.map((time, index) => (times[index + 1] ?? first + cycle) - time));
}

function hourlyMoments(times: readonly number[], zone: string, from: number, to: number): number[] {
  return stretchesOf(zone, from, to).flatMap(({ start, end, offsetMs }) =>
    wallTimes(times, HOUR_MS, start + offsetMs, end + offsetMs).map((wall) => wall - offsetMs),
  );
}

/** Moments of local times; looks a little back, since a change before `from` decides what is doubled. */
function localMoments(
  times: readonly number[],
  cycle: number,
  zone: string,
  from: number,
  to: number,
): number[] {
  const moments: number[] = [];
  // Up to where local clocks have been so far; what lies before it is not shown for the first time.
  let shown: number | undefined;
  for (const { start, end, offsetMs } of stretchesOf(zone, from - 2 * DAY_MS, to)) {
    const wallStart = start + offsetMs;
    const wallEnd = end + offsetMs;
    shown ??= wallStart;
    for (const wall of wallTimes(times, cycle, shown, wallStart)) {
      if (isDateShown(wall, shown, wallStart)) moments.push(start);
    }
    for (const wall of wallTimes(times, cycle, Math.max(wallStart, shown), wallEnd)) {
      moments.push(wall - offsetMs);
    }
    shown = Math.max(shown, wallEnd);
  }
  return moments;
}

/** Whether a local time within a gap belongs to a date of which clocks showed a part before or after. */
function isDateShown(wall: number, gapStart: number, gapEnd: number): boolean {
  const date = Math.floor(wall / DAY_MS);
  return date === Math.floor((gapStart - 1) / DAY_MS) || date === Math.floor(gapEnd / DAY_MS);
}

/** Local times in `[from, to)`, sorted, as milliseconds since 1970 on a clock that never changes. */
function wallTimes(times: readonly number[], cycle: number, from: number, to: number): number[] {
  const walls: number[] = [];
  const origin = cycle === WEEK_MS ? -FIRST_WEEKDAY * DAY_MS : 0;
  for (let start = floorTo(from, cycle, origin); start < to; start += cycle) {
    for (const time of times) {
      const wall = start + time;
      if (wall >= from && wall < to) walls.push(wall);
    }
  }
  return walls;
}

function floorTo(value: number, step: number, origin: number): number {
  return Math.floor((value - origin) / step) * step + origin;
}
