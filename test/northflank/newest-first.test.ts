import { describe, expect, it } from 'vitest';
import { createReach } from '../../src/northflank/newest-first.ts';

const day = (number: number) => ({ createdAt: new Date(Date.UTC(2026, 9, number)) });

function isEnough(options: Parameters<typeof createReach>[0], days: number[]): boolean {
  const reach = createReach(options);
  for (const number of days) reach?.take(day(number));
  return reach?.isEnough() ?? false;
}

const since = new Date(Date.UTC(2026, 9, 4));

describe('createReach', () => {
  it('knows no "enough" without a bound', () => {
    expect(createReach({})).toBeUndefined();
  });

  it.each([
    { days: [6, 5, 4, 3], enough: true, why: 'the last row is older' },
    { days: [6, 5, 4], enough: false, why: 'another row of that very moment may follow' },
    { days: [6, 5], enough: false, why: 'not reached yet' },
    { days: [5, 6, 4, 3], enough: false, why: 'not newest first' },
    { days: [3], enough: false, why: 'one row proves no order' },
    { days: [3, 3, 3], enough: false, why: 'equal moments prove no order' },
    { days: [1, 2, 3], enough: false, why: 'oldest first' },
    { days: [], enough: false, why: 'nothing read' },
  ])('since the 4th, $days is enough: $enough ($why)', ({ days, enough }) => {
    expect(isEnough({ since }, days)).toBe(enough);
  });

  it.each([
    { days: [6, 5, 4], enough: true },
    { days: [6, 5], enough: false },
    { days: [5, 6, 4, 3], enough: false },
    { days: [3, 3, 3], enough: false },
  ])('with at least three rows, $days is enough: $enough', ({ days, enough }) => {
    expect(isEnough({ atLeast: 3 }, days)).toBe(enough);
  });

  it('wants both bounds met', () => {
    expect(isEnough({ since, atLeast: 5 }, [6, 5, 4, 3])).toBe(false);
    expect(isEnough({ since, atLeast: 2 }, [6, 5])).toBe(false);
    expect(isEnough({ since, atLeast: 2 }, [6, 3])).toBe(true);
  });
});
