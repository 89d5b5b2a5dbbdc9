import type { SchedulePattern } from '../../src/domain/schedule.ts';

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

const years = new Map<string, { changes: number[]; offsets: number[] }>();
const KNOWN_FROM = Date.UTC(2024, 11, 1);
const KNOWN_TO = Date.UTC(2028, 0, 15);

/** {@link clockOffset} from a table, for moments from December 2024 to 14 January 2028. */
export function tabledOffset(zone: string, moment: number): number {
  if (moment < KNOWN_FROM || moment >= KNOWN_TO) throw new RangeError('outside of the table');
  const { changes, offsets } = tableOf(zone);
  const index = changes.findIndex((change) => moment < change);
  return offsets.at(index === -1 ? -1 : index) ?? 0;
}

/** Every change of a zone's clocks from December 2024 to 14 January 2028. */
export function changesOf(zone: string): readonly number[] {
  return tableOf(zone).changes;
}

function tableOf(zone: string): { changes: number[]; offsets: number[] } {
  let table = years.get(zone);
  if (table === undefined) {
    const changes = findChanges(zone, KNOWN_FROM, KNOWN_TO);
    table = { changes, offsets: [KNOWN_FROM, ...changes].map((at) => clockOffset(zone, at)) };
    years.set(zone, table);
  }
  return table;
}

/**
 * The moments of a pattern, found by looking at the local clock of every minute of `[from, to)`.
 *
 * Slow and plain on purpose: it shares nothing with what it checks.
 */
export function slotsByMinute(
  pattern: SchedulePattern,
  zone: string,
  from: number,
  to: number,
): number[] {
  const found: number[] = [];
  const shown = new Set<number>();
  let before: number | undefined;
  for (let at = Math.ceil((from - 1.5 * DAY) / MINUTE) * MINUTE; at < to; at += MINUTE) {
    const wall = at + tabledOffset(zone, at);
    let promised = matches(pattern, wall) && (pattern.interval === 'hourly' || !shown.has(wall));
    if (before !== undefined && pattern.interval !== 'hourly') {
      for (let skipped = before + MINUTE; skipped < wall; skipped += MINUTE) {
        const sameDate = dateOf(skipped) === dateOf(before) || dateOf(skipped) === dateOf(wall);
        if (sameDate && matches(pattern, skipped)) promised = true;
      }
    }
    if (promised && at >= from) found.push(at);
    shown.add(wall);
    before = wall;
  }
  return found;
}

function matches({ interval, minutes, hours, days }: SchedulePattern, wall: number): boolean {
  const local = new Date(wall);
  if (!minutes.includes(local.getUTCMinutes())) return false;
  if (interval === 'hourly') return true;
  if (!hours.includes(local.getUTCHours())) return false;
  return interval === 'daily' || days.includes((local.getUTCDay() + 6) % 7);
}

function dateOf(wall: number): number {
  return Math.floor(wall / DAY);
}
