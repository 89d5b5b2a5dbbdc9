const HOUR = 3_600_000;
/** Northflank's default. @see https://northflank.com/docs/v1/api/use-the-api */
export const REQUESTS_PER_HOUR = 1000;

/** The running window; epoch milliseconds. */
export interface RateWindow {
  openedAt: number;
  used: number;
}

/** What became of one request against the limit. */
export interface RateVerdict {
  window: RateWindow;
  allowed: boolean;
  headers: Record<string, string>;
}

/**
 * Counts one request: 1,000 an hour, in a fixed window that opens with its first request.
 *
 * @param exhausted behaves as if the window were used up, without using it.
 */
export function countRequest(
  running: RateWindow | null,
  now: number,
  exhausted: boolean,
): RateVerdict {
  const open = running !== null && now >= running.openedAt && now < running.openedAt + HOUR;
  const before = open ? running : { openedAt: now, used: 0 };
  const allowed = !exhausted && before.used < REQUESTS_PER_HOUR;
  const window = allowed ? { ...before, used: before.used + 1 } : before;
  return {
    window,
    allowed,
    headers: {
      'x-ratelimit-limit': String(REQUESTS_PER_HOUR),
      'x-ratelimit-remaining': String(exhausted ? 0 : REQUESTS_PER_HOUR - window.used),
      'x-ratelimit-reset': String(Math.ceil((window.openedAt + HOUR - now) / 1000)),
    },
  };
}
