import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadFailureKind } from '../../../src/domain/listing.ts';
import { createRetryBudget, retryWaitMs } from '../../../src/northflank/client/retry.ts';
import { NorthflankError } from '../../../src/northflank/errors.ts';

const NOW = new Date('2026-10-06T09:00:00Z');
const BOUNDS = { tries: 3, longestWaitMs: 25_000 };
const failure = (kind: ReadFailureKind) => new NorthflankError(kind, 'failed', { path: '/v1' });
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('retryWaitMs', () => {
  it.each([
    { triesMade: 1, random: 0, waitMs: 0 },
    { triesMade: 1, random: 0.5, waitMs: 150 },
    { triesMade: 2, random: 0.5, waitMs: 300 },
  ])(
    'waits $waitMs ms of jitter after try $triesMade at $random',
    ({ triesMade, random, waitMs }) => {
      expect(retryWaitMs(failure('unavailable'), undefined, triesMade, NOW, random, BOUNDS)).toBe(
        waitMs,
      );
    },
  );

  it('lets the step grow no further than 10 s', () => {
    const bounds = { tries: 100, longestWaitMs: 1e9 };

    expect(retryWaitMs(failure('timeout'), undefined, 50, NOW, 1, bounds)).toBe(10_000);
  });

  it('ends after the last try', () => {
    expect(retryWaitMs(failure('unavailable'), undefined, 3, NOW, 0, BOUNDS)).toBeUndefined();
  });

  it.each([
    { kind: 'unauthorized' },
    { kind: 'forbidden' },
    { kind: 'not-found' },
    { kind: 'malformed' },
    { kind: 'refused' },
    { kind: 'cancelled' },
  ] as const)('does not repeat what was $kind', ({ kind }) => {
    expect(retryWaitMs(failure(kind), undefined, 1, NOW, 0, BOUNDS)).toBeUndefined();
  });

  it('gives up where Northflank asks for more time than there is, or for an absurd one', () => {
    const error = failure('rate-limited');

    expect(retryWaitMs(error, later(25_001), 1, NOW, 0, BOUNDS)).toBeUndefined();
    expect(retryWaitMs(error, 'absurd', 1, NOW, 0, BOUNDS)).toBeUndefined();
    expect(retryWaitMs(error, later(25_000), 1, NOW, 0, BOUNDS)).toBe(25_000);
  });

  it('never goes earlier than asked, and never outside its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -60_000, max: 60_000 }),
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (askedMs, triesMade, random) => {
          const error = failure('rate-limited');
          const wait = retryWaitMs(error, later(askedMs), triesMade, NOW, random, BOUNDS);
          const isBounded =
            wait === undefined
              ? triesMade >= 3 || askedMs + 10_000 > 25_000
              : triesMade < 3 && wait >= Math.max(0, askedMs) && wait <= 25_000;

          expect(isBounded).toBe(true);
        },
      ),
    );
  });
});

describe('createRetryBudget', () => {
  it('allows ten retries a minute however few calls there are', () => {
    const budget = createRetryBudget();
    const granted = Array.from({ length: 12 }, () => budget.take(NOW));

    expect(granted.filter(Boolean)).toHaveLength(10);
  });

  it('allows a tenth of many calls', () => {
    const budget = createRetryBudget();
    for (let call = 0; call < 300; call += 1) budget.called(NOW);
    const granted = Array.from({ length: 50 }, () => budget.take(NOW));

    expect(granted.filter(Boolean)).toHaveLength(30);
  });

  it('forgets after a minute', () => {
    const budget = createRetryBudget();
    for (let retry = 0; retry < 10; retry += 1) budget.take(NOW);

    expect(budget.take(later(59_999))).toBe(false);
    expect(budget.take(later(60_000))).toBe(true);
  });
});
