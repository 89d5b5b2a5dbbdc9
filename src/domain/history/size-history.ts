import type { Backup, BackupType } from '../backup.ts';
import { formatDay } from '../format.ts';
import { offsetAt } from '../schedules/zone.ts';

/** Days that a history shows at most: a chart takes no more points. */
const MAX_DAYS = 20;

/** The newest known size of one day. */
export interface SizePoint {
  /** `18 Nov`, with the year where it is not this one; no two points have the same. */
  day: string;
  sizeBytes: number;
}

/** How the copies of one type grew and shrank. */
export interface SizeHistory {
  type: BackupType;
  /** Oldest first, at least two; days without a copy of known size are left out. */
  points: readonly SizePoint[];
}

/**
 * Sizes over time, one history for each type that has a size on two days or more.
 *
 * Types stay apart, since their sizes are worlds apart; imports hold foreign data and are left out.
 *
 * @param backups newest first.
 * @param zone in which a day begins.
 */
export function sizeHistories(backups: readonly Backup[], zone: string, now: Date): SizeHistory[] {
  const ofCopies = backups.filter(
    ({ status, type }) => status === 'completed' && type !== 'import',
  );
  return [...Map.groupBy(ofCopies, ({ type }) => type)].flatMap(([type, copies]) => {
    const points = pointsOf(copies, zone, now);
    return points.length < 2 ? [] : [{ type, points }];
  });
}

function pointsOf(copies: readonly Backup[], zone: string, now: Date): SizePoint[] {
  const newestOf = new Map<string, number>();
  for (const { createdAt, sizeBytes } of copies) {
    if (sizeBytes === undefined) continue;
    const day = dayOf(createdAt, zone, now);
    if (!newestOf.has(day)) newestOf.set(day, sizeBytes);
    if (newestOf.size === MAX_DAYS) break;
  }
  return [...newestOf].map(([day, sizeBytes]) => ({ day, sizeBytes })).toReversed();
}

function dayOf(moment: Date, zone: string, now: Date): string {
  const offset = offsetAt(zone, moment.getTime());
  const day = formatDay(moment, offset);
  const year = yearOf(moment.getTime() + offset);
  return year === yearOf(now.getTime() + offsetAt(zone, now.getTime())) ? day : `${day} ${year}`;
}

function yearOf(localMs: number): number {
  return new Date(localMs).getUTCFullYear();
}
