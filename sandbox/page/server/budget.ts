import {
  countRequest,
  REQUESTS_PER_HOUR as LIMIT,
  type RateWindow,
} from '../../northflank/rate-limit.ts';
import type { ReceivedRequest } from '../../northflank.ts';

/**
 * What is left of the hour's requests, counted as the account counts them.
 *
 * @param requests what the account received, oldest first.
 * @param exhausted the account behaves as if nothing were left.
 */
export function budgetLeft(
  requests: readonly ReceivedRequest[],
  now: Date,
  exhausted: boolean,
): { left: number; limit: number } {
  if (exhausted) return { left: 0, limit: LIMIT };
  let window: RateWindow | null = null;
  for (const { at, status } of requests) {
    // A cut connection and a gateway's page come from before the limit.
    if (status !== 0 && status !== 503) window = countRequest(window, at.getTime(), false).window;
  }
  const next = countRequest(window, now.getTime(), false);
  return { left: next.allowed ? LIMIT - next.window.used + 1 : 0, limit: LIMIT };
}
