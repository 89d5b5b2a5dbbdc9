import { describe, expect, it } from 'vitest';
import { median, quantile, quantileOfSorted } from '../../../src/domain/verdicts/statistics.ts';

describe('median', () => {
  it.each([
    { values: [], found: undefined },
    { values: [7], found: 7 },
    { values: [10, 9, 2], found: 9 },
    { values: [1, 10, 2, 3], found: 2.5 },
  ])('of $values is $found', ({ values, found }) => {
    expect(median(values)).toBe(found);
  });
});

describe('quantile', () => {
  it('lies between neighbours', () => {
    expect(quantile([4, 1, 3, 2, 5], 0.95)).toBeCloseTo(4.8, 10);
  });

  it('leaves one value out, once', () => {
    const sorted = Float64Array.of(1, 2, 2, 9);

    expect(quantileOfSorted(sorted, 1, 9)).toBe(2);
    expect(quantileOfSorted(sorted, 0.5, 2)).toBe(2);
    expect(quantileOfSorted(sorted, 0, 1)).toBe(2);
    expect(quantileOfSorted(Float64Array.of(3), 0.5, 3)).toBeUndefined();
  });
});
