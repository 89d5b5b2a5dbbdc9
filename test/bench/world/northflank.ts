import type { RequestListener } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Account } from './account.ts';
import { after } from './after.ts';

/** A Northflank that answers from one account, always after the same time. */
export interface Northflank {
  listener: RequestListener;
  /** Requests since the last {@link Northflank.forget}. */
  requests: () => number;
  /** When the first of them came in, on this process's clock; absent before it. */
  firstAt: () => number | undefined;
  forget: () => void;
}

/**
 * An hour's requests, far more than a bench sends: what is measured is the work, and the hour's real
 * 1,000 would end it in the middle.
 */
const LIMIT = 1_000_000;

/** @param latencyMs from the last byte of a request to the first of its answer. */
export function createNorthflank(account: Account, latencyMs: number): Northflank {
  let requests = 0;
  let firstAt: number | undefined;

  return {
    listener: (request, response) => {
      requests += 1;
      firstAt ??= performance.now();
      const remaining = LIMIT - requests;
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://local');
      const body = account.answer(pathname, searchParams);
      after(latencyMs, () => {
        response.writeHead(body === undefined ? 404 : 200, {
          'content-type': 'application/json',
          'content-length': body?.byteLength ?? 0,
          'x-ratelimit-limit': LIMIT,
          'x-ratelimit-remaining': remaining,
          'x-ratelimit-reset': 3600,
        });
        response.end(body);
      });
    },
    requests: () => requests,
    firstAt: () => firstAt,
    forget: () => {
      requests = 0;
      firstAt = undefined;
    },
  };
}
