import type { IncomingHttpHeaders } from 'node:http';
import type { HourlyBudget } from '../../domain/hourly-budget.ts';

/**
 * The earliest moment for another try: a date, `absurd` for a pause that nobody can mean, or
 * `undefined` when nothing was said.
 */
export type NotBefore = Date | 'absurd' | undefined;

/** Northflank's window is an hour; a pause of more than a day is a mistake, such as an epoch. */
const LONGEST_PAUSE_MS = 24 * 60 * 60 * 1000;

/** Reads `x-ratelimit-*`, where reset counts seconds from now; a field is absent when not readable. */
export function readRateLimit(headers: IncomingHttpHeaders, now: Date): HourlyBudget {
  const resetAt = addSeconds(readNumber(headers['x-ratelimit-reset']), now);
  return {
    // A limit of nothing would refuse everybody for ever.
    limit: readNumber(headers['x-ratelimit-limit']) || undefined,
    remaining: readNumber(headers['x-ratelimit-remaining']),
    resetAt: resetAt instanceof Date ? resetAt : undefined,
  };
}

/**
 * Reads when another try is welcome after a refusal.
 *
 * `Retry-After` counts always; the reset of the budget only after 429, and not while requests are
 * left: every answer carries it, and a 503 does not mean to wait for the next hour.
 */
export function readNotBefore(status: number, headers: IncomingHttpHeaders, now: Date): NotBefore {
  const retryAfter = readRetryAfter(first(headers['retry-after']), now);
  const remaining = readNumber(headers['x-ratelimit-remaining']);
  if (status !== 429 || (remaining ?? 0) > 0) return retryAfter;

  const reset = addSeconds(readNumber(headers['x-ratelimit-reset']), now);
  if (retryAfter === 'absurd' || reset === 'absurd') return 'absurd';
  if (retryAfter === undefined || reset === undefined) return retryAfter ?? reset;
  return retryAfter > reset ? retryAfter : reset;
}

/** Seconds, or an HTTP date. */
function readRetryAfter(value: string | undefined, now: Date): NotBefore {
  const seconds = readNumber(value);
  if (seconds !== undefined) return addSeconds(seconds, now);

  const at = Date.parse(value ?? '');
  return Number.isNaN(at) ? undefined : addSeconds((at - now.getTime()) / 1000, now);
}

function addSeconds(seconds: number | undefined, now: Date): NotBefore {
  if (seconds === undefined) return undefined;
  const ms = Math.max(0, seconds * 1000);
  return ms > LONGEST_PAUSE_MS ? 'absurd' : new Date(now.getTime() + ms);
}

function readNumber(value: string | string[] | undefined): number | undefined {
  const text = first(value)?.trim();
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
