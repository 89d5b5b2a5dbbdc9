import type { Backup, Expiry } from '../backup.ts';
import { keptMs } from '../schedules/promises.ts';
import type { BackupSchedule } from '../schedules/schedule.ts';
import { momentsBetween } from '../schedules/slots.ts';
import { isOfType } from './runs.ts';
import type { Thresholds } from './thresholds.ts';
import type { LedgerSlot } from './verdict.ts';

/** What is known of how long the copies of one addon live. */
export interface ExpiryInput {
  /** Oldest first. */
  runs: readonly Backup[];
  slots: readonly LedgerSlot[];
  schedules: readonly BackupSchedule[];
  /** IANA zone of the schedules' hours. */
  zone: string;
  /** What destinations say, by backup id; this goes before any retention. */
  expiries?: ReadonlyMap<string, Expiry> | undefined;
  now: Date;
  thresholds: Thresholds;
}

/**
 * When the last good copy disappears if no backup succeeds from now on; `kept` when never.
 *
 * Looks at the newest copy and at the others of the ledger's window, since copies of a weekly schedule
 * may outlive those of an hourly one. Absent when there is none, or when nobody says how long one of
 * them lives, as with manual ones: it may be the one that stays.
 */
export function lastCopyExpiry(input: ExpiryInput): Date | 'kept' | undefined {
  const { runs, now, thresholds } = input;
  const newest = runs.findLast(({ status }) => status === 'completed');
  if (newest === undefined) return undefined;

  const since = Math.min(newest.createdAt.getTime(), now.getTime() - thresholds.windowMs);
  const kept = keptBySlot(input.slots);
  let last = Number.NEGATIVE_INFINITY;
  for (const run of runs) {
    if (run.status !== 'completed' || run.createdAt.getTime() < since) continue;
    const end = statedEnd(input.expiries?.get(run.id)) ?? retentionEnd(run, kept.get(run), input);
    if (end === undefined) return undefined;
    last = Math.max(last, end);
  }
  return last === Number.POSITIVE_INFINITY ? 'kept' : new Date(last);
}

/** Epoch milliseconds, infinite for a copy that is kept; absent where nothing sensible is stated. */
function statedEnd(expiry: Expiry | undefined): number | undefined {
  if (expiry?.kind === 'at') return expiry.at.getTime();
  return expiry?.kind === 'kept' ? Number.POSITIVE_INFINITY : undefined;
}

/** How long the copies that filled slots are kept. */
function keptBySlot(slots: readonly LedgerSlot[]): Map<Backup, number> {
  const known = new Map<Backup, number>();
  for (const { backup, keptMs: kept } of slots) {
    if (backup !== undefined && kept !== undefined) known.set(backup, kept);
  }
  return known;
}

/** Start and retention; for a run that filled no slot of the ledger that of the schedules that fit its start. */
function retentionEnd(run: Backup, kept: number | undefined, input: ExpiryInput) {
  const start = run.createdAt.getTime();
  if (kept !== undefined) return start + kept;
  const behind = retentionsBehind(run, input);
  return behind.length === 0 || behind.includes(undefined)
    ? undefined
    : start + Math.min(...behind.map((each) => each ?? Number.POSITIVE_INFINITY));
}

function retentionsBehind(run: Backup, { schedules, zone, thresholds }: ExpiryInput) {
  const start = run.createdAt.getTime();
  const [from, to] = [start - thresholds.minToleranceMs, start + thresholds.earlyMs];
  return schedules
    .filter(
      ({ type, pattern, createdAt }) =>
        isOfType(run, type) &&
        (createdAt?.getTime() ?? start) <= start &&
        momentsBetween(pattern, zone, from, to).length > 0,
    )
    .map(keptMs);
}
