import type { Backup } from '../backup.ts';
import { formatAgo, formatCount } from '../format.ts';
import type { Listing, UnreadableRow } from '../listing.ts';
import type { BackupSchedule } from '../schedules/schedule.ts';
import { knownSince } from './ledger.ts';
import type { Thresholds } from './thresholds.ts';
import type { Track } from './track.ts';
import type { LedgerSlot } from './verdict.ts';
import { type Telling, tellLastGood, tellMoment } from './words.ts';

/** Why the latest of one track cannot be told; absent when it can. */
export function doubtOfTrack(
  track: Track,
  backups: Listing<Backup>,
  telling: Telling,
  thresholds: Thresholds,
): string | undefined {
  const reason =
    tellUnreadLatest(track, backups) ??
    (track.unclear && tellUnclear(track.unclear, backups, telling, thresholds)) ??
    tellUnseenEnd(track, backups, telling, thresholds) ??
    tellUnseenType(track, backups, telling);
  if (reason === undefined || track.lastGood === undefined) return reason;
  return `${reason}; ${tellLastGood(track.lastGood, telling)}`;
}

/** Why an addon as a whole cannot be told to be fine, even though nothing bad is in sight. */
export function doubtsOfReading(
  { schedules, backups }: { schedules: Listing<BackupSchedule>; backups: Listing<Backup> },
  lastGood: Backup | undefined,
  telling: Telling,
  { maxClockSkewMs }: Thresholds,
): string[] {
  const doubts = gapsOfSchedules(schedules);
  if (lastGood === undefined && backups.reach !== 'end') {
    doubts.push(tellShortHistory(backups, telling));
  }
  const newest = backups.rows.reduce(
    (latest, { createdAt }) => Math.max(latest, createdAt.getTime()),
    Number.NEGATIVE_INFINITY,
  );
  if (newest > telling.now.getTime() + maxClockSkewMs) {
    doubts.push(`a backup is dated ${new Date(newest).toISOString().slice(0, 10)}, in the future`);
  }
  return doubts;
}

/** Promises that could not be read, which may be broken. */
export function gapsOfSchedules(schedules: Listing<BackupSchedule>): string[] {
  const gaps: string[] = [];
  if (schedules.reach !== 'end') gaps.push(`not all schedules could be read${because(schedules)}`);
  if (schedules.unreadable.length > 0) gaps.push(tellUnread(schedules.unreadable, 'schedule'));
  return gaps;
}

/** Runs that could not be read, whether they change the verdict or not. */
export function gapsOfHistory(backups: Listing<Backup>): string[] {
  const gaps: string[] = [];
  if (backups.reach === 'failed' && backups.rows.length > 0)
    gaps.push(`older history could not be read${because(backups)}`);
  if (backups.unreadable.length > 0) gaps.push(tellUnread(backups.unreadable, 'backup'));
  return gaps;
}

function tellUnreadLatest({ lastFinished }: Track, backups: Listing<Backup>): string | undefined {
  const rows = backups.unreadable.filter((row) => mayBeNewer(row, lastFinished));
  return rows.length === 0 ? undefined : `${tellUnread(rows, 'backup')} and may be the latest`;
}

/** An old reading cannot tell how a run ended that was under way then, unless a later one is good. */
function tellUnseenEnd(
  { running, lastGood }: Track,
  { readAt }: Listing<Backup>,
  { now }: Telling,
  { readingGoodForMs }: Thresholds,
): string | undefined {
  const age = now.getTime() - readAt.getTime();
  if (running === undefined || age <= readingGoodForMs) return undefined;
  if (lastGood !== undefined && lastGood.createdAt >= running.createdAt) return undefined;
  return `last read ${formatAgo(age)}, while a run was under way`;
}

/** A history that broke off before any run of a scheduled type may hide how its last one ended. */
function tellUnseenType(
  { type, lastFinished }: Track,
  backups: Listing<Backup>,
  telling: Telling,
): string | undefined {
  if (type === undefined || lastFinished !== undefined || backups.reach !== 'failed') {
    return undefined;
  }
  return tellShortHistory(backups, telling);
}

function mayBeNewer({ notAfter }: UnreadableRow, run: Backup | undefined): boolean {
  return notAfter === undefined || run === undefined || notAfter > run.createdAt;
}

function tellUnread(rows: readonly UnreadableRow[], noun: string): string {
  const [reason] = rows.map((row) => row.reason).toSorted();
  return `${formatCount(rows.length, noun)} could not be read (${reason ?? 'no reason'})`;
}

function tellUnclear(
  { at, backup }: LedgerSlot,
  backups: Listing<Backup>,
  telling: Telling,
  { earlyMs, readingGoodForMs }: Thresholds,
): string {
  const slot = tellMoment(at, telling);
  if (backup !== undefined) {
    return `the run of ${slot} has the status "${backup.rawStatus}", which is not understood`;
  }
  if (at.getTime() - earlyMs <= knownSince(backups)) return tellShortHistory(backups, telling);
  if (backups.unreadable.length > 0) {
    return `${tellUnread(backups.unreadable, 'backup')}, one of which may be that of ${slot}`;
  }
  const age = telling.now.getTime() - backups.readAt.getTime();
  return age > readingGoodForMs
    ? `last read ${formatAgo(age)}, before the backup of ${slot} was due`
    : `nothing of ${slot}, and how long copies are kept is not known`;
}

function tellShortHistory(backups: Listing<Backup>, telling: Telling): string {
  const since = knownSince(backups);
  return Number.isFinite(since)
    ? `history was read back to ${tellMoment(new Date(since), telling)} only${because(backups)}`
    : `no backup could be read${because(backups)}`;
}

function because({ failure }: Listing<unknown>): string {
  return failure === undefined ? '' : `: ${failure.reason}`;
}
