import type { BudgetReport } from '../../domain/budget-report.ts';
import { DEFAULT_HOURLY_LIMIT, type HourlyBudget } from '../../domain/hourly-budget.ts';
import { resume } from '../../domain/wait.ts';

/** The window's length, by which a budget without stated reset is forgotten. */
export const WINDOW_MS = 60 * 60 * 1000;
/** Two answers of one window may place its end this far apart: whole seconds, and slow answers. */
const SAME_WINDOW_MS = 30_000;

/** An hour's budget of the account. */
export interface BudgetWindow {
  limit: number;
  remaining: number;
  /** Stated by Northflank, or else an hour after the first answer. */
  endsAt: Date;
  /** When Northflank last spoke of it. */
  heardAt: Date;
  endIsStated: boolean;
}

/** What an answer says of the budget. */
export type Statement = HourlyBudget & { remaining: number };

/** The window as it stands after an answer of Northflank. */
export function hear(
  before: BudgetWindow | undefined,
  { limit, remaining, resetAt }: Statement,
  now: Date,
): BudgetWindow {
  const isSame =
    before !== undefined && resetAt !== undefined && !isAnotherHour(resetAt, before.endsAt);
  return {
    limit: limit ?? before?.limit ?? DEFAULT_HOURLY_LIMIT,
    // Answers overtake each other: within one window what is left only shrinks.
    remaining: isSame ? Math.min(remaining, before.remaining) : remaining,
    endsAt: resetAt ?? before?.endsAt ?? later(now, WINDOW_MS),
    heardAt: now,
    endIsStated: resetAt !== undefined || before?.endIsStated === true,
  };
}

/** The window as it stands by a clock that may have been set back since. */
export function stillOpen(window: BudgetWindow, now: Date): BudgetWindow {
  const { since, until } = resume({ since: window.heardAt, until: window.endsAt }, now);
  return since === window.heardAt ? window : { ...window, heardAt: since, endsAt: until };
}

/** Whether a window with this end begins after the one with the other end. */
export function isAnotherHour(end: Date, previousEnd: Date): boolean {
  return end.getTime() > previousEnd.getTime() + SAME_WINDOW_MS;
}

/** Whether both ends are of one window, as two bots have noted them. */
export function isSameHour(end: Date, otherEnd: Date): boolean {
  return !isAnotherHour(end, otherEnd) && !isAnotherHour(otherEnd, end);
}

/**
 * What another bot's report adds to what is known here, as if Northflank had said it here.
 *
 * Absent where its hour is over already.
 */
export function overhear(
  before: BudgetWindow | undefined,
  { limit, remaining, endsInMs }: NonNullable<BudgetReport['hour']>,
  now: Date,
): Statement | undefined {
  const resetAt = later(now, endsInMs);
  if (before?.endIsStated !== true) return { limit, remaining, resetAt };
  if (isAnotherHour(before.endsAt, resetAt)) return undefined;
  // Passed to and fro, one end would move by the time of each way.
  const end = isAnotherHour(resetAt, before.endsAt) ? resetAt : before.endsAt;
  return { limit, remaining, resetAt: end };
}

/** A window as other bots are told of it; absent where its end is only our guess. */
export function toHour(window: BudgetWindow | undefined, now: Date): BudgetReport['hour'] {
  if (window?.endIsStated !== true) return undefined;
  const { limit, remaining, endsAt } = window;
  return { limit, remaining, endsInMs: endsAt.getTime() - now.getTime() };
}

/** The moment that many milliseconds after another. */
export function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
