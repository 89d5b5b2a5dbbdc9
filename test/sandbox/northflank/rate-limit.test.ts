import { describe, expect, it } from 'vitest';
import { countRequest, type RateWindow } from '../../../sandbox/northflank/rate-limit.ts';

const NOON = Date.parse('2026-10-06T12:00:00Z');

function count(times: number, now: number, window: RateWindow | null = null): RateWindow | null {
  let running = window;
  for (let i = 0; i < times; i++) running = countRequest(running, now, false).window;
  return running;
}

describe('countRequest', () => {
  it('opens a window with the first request', () => {
    expect(countRequest(null, NOON, false)).toEqual({
      window: { openedAt: NOON, used: 1 },
      allowed: true,
      headers: {
        'x-ratelimit-limit': '1000',
        'x-ratelimit-remaining': '999',
        'x-ratelimit-reset': '3600',
      },
    });
  });

  it('refuses the 1,001st request of an hour and does not count it', () => {
    const full = count(1000, NOON);

    expect(countRequest(full, NOON + 1_800_000, false)).toMatchObject({
      window: { used: 1000 },
      allowed: false,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1800' },
    });
  });

  it('opens the next window with the first request after an hour, not at the full hour', () => {
    const full = count(1000, NOON);

    expect(countRequest(full, NOON + 3_600_001, false)).toMatchObject({
      window: { openedAt: NOON + 3_600_001, used: 1 },
      allowed: true,
    });
  });

  it('opens a new window when the clock was set back', () => {
    expect(countRequest(count(1000, NOON), NOON - 1, false).allowed).toBe(true);
  });

  it('looks used up on demand, without using anything up', () => {
    expect(countRequest(count(3, NOON), NOON, true)).toMatchObject({
      window: { used: 3 },
      allowed: false,
      headers: { 'x-ratelimit-remaining': '0' },
    });
  });
});
