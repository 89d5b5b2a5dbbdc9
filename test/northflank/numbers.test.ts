import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCount, asNumber } from '../../src/northflank/numbers.ts';

describe('asNumber', () => {
  it('finds the very numbers that a pattern and the runtime do', () => {
    const texts = fc.oneof(
      fc.nat().map(String),
      fc.double({ min: 0, noNaN: true }).map(String),
      fc.stringMatching(/^ ?[0-9]{0,20}[.e+]?[0-9]{0,5}$/),
      fc.string(),
    );
    const pattern = /^\d+(\.\d+)?(e\+?\d+)?$/i;
    fc.assert(
      fc.property(texts, (text) => {
        const number = pattern.test(text.trim()) ? Number(text) : Number.NaN;
        expect(asNumber(text)).toBe(Number.isFinite(number) ? number : undefined);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('asCount', () => {
  it.each([
    { sent: 0, count: 0 },
    { sent: '12', count: 12 },
    { sent: '12.6', count: 13 },
    { sent: ' 12 ', count: 12 },
    { sent: -1, count: undefined },
    { sent: '', count: undefined },
    { sent: '12abc', count: undefined },
    { sent: '1e400', count: undefined },
    { sent: Number.POSITIVE_INFINITY, count: undefined },
    { sent: null, count: undefined },
    { sent: [5], count: undefined },
  ])('reads $sent as $count', ({ sent, count }) => {
    expect(asCount(sent)).toBe(count);
  });
});
