import type { AccountSchedule, Outcome } from './account.ts';

/** How long an abort takes to be heeded. */
const ABORTING = 20_000;
/** Stands for a moment that is not in sight; unlike Infinity it survives JSON. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** One run, past or under way. Times in epoch milliseconds; those in the future are still to come. */
export interface Run {
  id: string;
  name: string;
  backupType: 'dump' | 'snapshot' | 'import';
  createdAt: number;
  /** {@link NEVER} while the addon is paused. */
  startsAt: number;
  endsAt: number;
  outcome: Outcome;
  /** Shown instead of the outcome until a moment. */
  limbo?: { word: string; until: number };
  bytes: number;
  version: string;
  /** The schedules that share its moment; empty for a run by hand. */
  schedules: readonly AccountSchedule[];
}

/** Northflank's word for a run at a moment. */
export function statusOf(run: Run, now: number): string {
  if (now < run.startsAt) return 'scheduled';
  if (now < run.endsAt) {
    return run.outcome === 'aborted' && now >= run.endsAt - ABORTING ? 'aborting' : 'in-progress';
  }
  return run.limbo && now < run.limbo.until ? run.limbo.word : run.outcome;
}
