import { formatCount, formatList } from '../format.ts';
import { formatDate, type Language } from '../language.ts';
import type { BackupSchedule, SchedulePattern } from './schedule.ts';

/** 5 January 1970 was a Monday, which is day 0. */
const FIRST_MONDAY = Date.UTC(1970, 0, 5);
const DAY_MS = 86_400_000;

/** More clock times than this are told as minutes and hours instead of one by one. */
const MAX_CLOCK_TIMES = 4;

/** A schedule in a few words: `daily 02:30 UTC, kept 7 days`; the retention only when it is known. */
export function describeSchedule(
  schedule: Pick<BackupSchedule, 'pattern' | 'retentionDays'>,
  zone: string,
  language?: Language,
): string {
  const when = describePattern(schedule.pattern, zone, language);
  if (schedule.retentionDays === undefined) return when;
  return `${when}, kept ${formatCount(schedule.retentionDays, 'day')}`;
}

/**
 * When a pattern runs: `hourly at :05 and :35`, `daily 02:30 UTC`, `Mon and Thu 18:30 UTC`.
 *
 * @param zone shown as it is; hourly patterns show none, since readers meet the minute in every zone of
 *   whole hours.
 */
export function describePattern(
  pattern: SchedulePattern,
  zone: string,
  language?: Language,
): string {
  const minutes = sorted(pattern.minutes);
  const hours = sorted(pattern.hours);
  const days = sorted(pattern.days);
  if (pattern.interval === 'hourly') {
    return minutes.length === 0 ? 'hourly, but at no minute' : `hourly at ${past(minutes)}`;
  }
  const times = describeTimes(minutes, hours, zone);
  if (pattern.interval === 'daily') return `daily${times}`;
  if (days.length === 0) return 'weekly, but on no day';
  return `${describeWeekdays(days, language)}${times}`;
}

/**
 * Weekdays in a few words: `Mon and Thu`, `Mon–Fri`.
 *
 * @param days 0 = Monday … 6 = Sunday, in any order.
 */
export function describeWeekdays(days: readonly number[], language?: Language): string {
  return formatList(ranges(sorted(days), (day) => weekdayName(day, language)));
}

function weekdayName(day: number, language: Language | undefined): string {
  const isWeekday = Number.isInteger(day) && day >= 0 && day < 7;
  const date = new Date(FIRST_MONDAY + day * DAY_MS);
  return isWeekday ? formatDate(date, 'weekday', language) : `day ${day}`;
}

function describeTimes(minutes: readonly number[], hours: readonly number[], zone: string): string {
  const times = hours.flatMap((hour) => minutes.map((minute) => `${pad(hour)}:${pad(minute)}`));
  if (times.length === 0) return ', but at no time';
  if (times.length <= MAX_CLOCK_TIMES) return ` ${formatList(times)} ${zone}`;
  return ` at ${past(minutes)} past ${formatList(ranges(hours, pad))} h ${zone}`;
}

function past(minutes: readonly number[]): string {
  return formatList(minutes.map((minute) => `:${pad(minute)}`));
}

/** Neighbours of three or more become one range: `08–18`. */
function ranges(numbers: readonly number[], name: (value: number) => string): string[] {
  const runs: number[][] = [];
  for (const value of numbers) {
    const run = runs.at(-1);
    if (run?.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs.flatMap((run) => {
    const names = run.map(name);
    return names.length < 3 ? names : `${names[0]}–${names.at(-1)}`;
  });
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
