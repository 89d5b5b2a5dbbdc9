import type { Backup, Expiry } from './backup.ts';
import { keptMs } from './promises.ts';
import { isOfType } from './runs.ts';
import type { BackupSchedule } from './schedule.ts';
import { momentsBetween } from './slots.ts';
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
 * may outlive those of an hourly one. Copies of which nobody says how long they live, such as manual
 * ones, count for nothing; absent when that is all there is.
 */
export function lastCopyExpiry(input: ExpiryInput): Date | 'kept' | undefined {
  const good = input.runs.filter(({ status }) => status === 'completed');
  const newest = good.at(-1);
  const since = input.now.getTime() - input.thresholds.windowMs;
  const kept = keptBySlot(input);
  let last: number | undefined;
  for (const run of good) {
    if (run !== newest && run.createdAt.getTime() < since) continue;
    const end = statedEnd(input.expiries?.get(run.id)) ?? endOf(run, kept.get(run));
    if (end !== undefined) last = Math.max(last ?? end, end);
  }
  if (last === undefined && newest !== undefined) last = endOf(newest, keptBehind(newest, input));
  if (last === undefined) return undefined;
  return last === Number.POSITIVE_INFINITY ? 'kept' : new Date(last);
}

/** Epoch milliseconds, infinite for a copy that is kept; absent where nothing sensible is stated. */
function statedEnd(expiry: Expiry | undefined): number | undefined {
  if (expiry?.kind === 'at') return expiry.at.getTime();
  return expiry?.kind === 'kept' ? Number.POSITIVE_INFINITY : undefined;
}

function endOf(run: Backup, kept: number | undefined): number | undefined {
  return kept === undefined ? undefined : run.createdAt.getTime() + kept;
}

/** How long the copies that filled slots are kept, where every schedule behind a slot says so. */
function keptBySlot({ slots, schedules }: ExpiryInput): Map<Backup, number> {
  const kept = new Map(schedules.map((schedule) => [schedule.id, keptMs(schedule)]));
  const known = new Map<Backup, number>();
  for (const { outcome, backup, scheduleIds } of slots) {
    if (outcome !== 'done' || backup === undefined) continue;
    const shortest = shortestOf(scheduleIds.map((id) => kept.get(id)));
    if (shortest !== undefined) known.set(backup, shortest);
  }
  return known;
}

/** The retention behind a copy that is older than the ledger: of the schedules that fit its start. */
function keptBehind(run: Backup, { schedules, zone, thresholds }: ExpiryInput): number | undefined {
  const start = run.createdAt.getTime();
  const behind = schedules.filter(
    ({ type, pattern, createdAt }) =>
      isOfType(run, type) &&
      (createdAt?.getTime() ?? start) <= start &&
      momentsBetween(pattern, zone, start - thresholds.minToleranceMs, start + thresholds.earlyMs)
        .length > 0,
  );
  return shortestOf(behind.map(keptMs));
}

function shortestOf(values: readonly (number | undefined)[]): number | undefined {
  if (values.length === 0 || values.includes(undefined)) return undefined;
  return Math.min(...values.map((value) => value ?? Number.POSITIVE_INFINITY));
}
