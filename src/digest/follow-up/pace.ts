import {
  BACKGROUND_SHARE,
  DEFAULT_HOURLY_LIMIT,
  type HourlyBudget,
  KEPT_FOR_PEOPLE,
  SPREAD_BELOW,
} from '../../domain/hourly-budget.ts';

const HOUR_MS = 3_600_000;
const SHORTEST_MS = 5 * 60_000;
/** However dear a survey is, or far away a stated reset: a day is followed up more than once. */
const LONGEST_MS = 6 * HOUR_MS;

/**
 * How long to wait before the account is read again, in milliseconds.
 *
 * @param cost requests of one survey; 0 when none was measured.
 */
export function pauseBetweenRounds(budget: HourlyBudget, cost: number, now: Date): number {
  const { limit, left, untilReset } = readBudget(budget, now);
  const fair = (cost / (limit * BACKGROUND_SHARE)) * HOUR_MS;
  const pauses = [SHORTEST_MS, fair];
  if (left < limit * KEPT_FOR_PEOPLE + cost) pauses.push(untilReset);
  else if (left < limit * SPREAD_BELOW + cost) {
    pauses.push((untilReset * cost) / (left - limit * KEPT_FOR_PEOPLE));
  }
  return Math.min(LONGEST_MS, Math.max(...pauses));
}

/** Whether there is enough left for another survey beside what belongs to people. */
export function mayRead(budget: HourlyBudget, cost: number, now: Date): boolean {
  const { limit, left } = readBudget(budget, now);
  return left >= limit * KEPT_FOR_PEOPLE + cost;
}

/** What was stated before a reset that has passed tells nothing. */
function readBudget({ limit = DEFAULT_HOURLY_LIMIT, remaining, resetAt }: HourlyBudget, now: Date) {
  const untilReset = resetAt === undefined ? HOUR_MS : resetAt.getTime() - now.getTime();
  const isKnown = remaining !== undefined && untilReset > 0;
  return { limit, left: isKnown ? remaining : Number.POSITIVE_INFINITY, untilReset };
}
