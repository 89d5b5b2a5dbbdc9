const HOUR_MS = 3_600_000;
const SHORTEST_MS = 5 * 60_000;
/** However dear a survey is, or far away a stated reset: a day is followed up more than once. */
const LONGEST_MS = 6 * HOUR_MS;

/** Northflank's limit per hour until an answer states it. */
const DEFAULT_LIMIT = 1000;
/** What looking again may take of the hourly limit. */
const SHARE = 0.3;
/** With less than this left, the rest is stretched until the limit begins anew … */
const SLOW_BELOW = 0.3;
/** … and with less than this left, it belongs to people. */
const STOP_BELOW = 0.2;

/** The hourly request budget as far as it is known. */
export interface HourlyBudget {
  limit?: number | undefined;
  remaining?: number | undefined;
  resetAt?: Date | undefined;
}

/**
 * How long to wait before the account is read again, in milliseconds.
 *
 * @param cost requests of one survey; 0 when none was measured.
 */
export function pauseBetweenRounds(budget: HourlyBudget, cost: number, now: Date): number {
  const { limit, left, untilReset } = readBudget(budget, now);
  const fair = (cost / (limit * SHARE)) * HOUR_MS;
  const pauses = [SHORTEST_MS, fair];
  if (left < limit * STOP_BELOW + cost) pauses.push(untilReset);
  else if (left < limit * SLOW_BELOW + cost) {
    pauses.push((untilReset * cost) / (left - limit * STOP_BELOW));
  }
  return Math.min(LONGEST_MS, Math.max(...pauses));
}

/** Whether there is enough left for another survey beside what belongs to people. */
export function mayRead(budget: HourlyBudget, cost: number, now: Date): boolean {
  const { limit, left } = readBudget(budget, now);
  return left >= limit * STOP_BELOW + cost;
}

/** What was stated before a reset that has passed tells nothing. */
function readBudget({ limit = DEFAULT_LIMIT, remaining, resetAt }: HourlyBudget, now: Date) {
  const untilReset = resetAt === undefined ? HOUR_MS : resetAt.getTime() - now.getTime();
  const isKnown = remaining !== undefined && untilReset > 0;
  return { limit, left: isKnown ? remaining : Number.POSITIVE_INFINITY, untilReset };
}
