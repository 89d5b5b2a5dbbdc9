import { describe, expect, it } from 'vitest';
import {
  isOfType,
  sortRuns,
  stuckAfterMs,
  usualDurationMs,
} from '../../../src/domain/verdicts/runs.ts';
import { THRESHOLDS } from '../../../src/domain/verdicts/thresholds.ts';
import { at, run } from './readings.ts';

const MINUTE = 60_000;

describe('sortRuns', () => {
  it('puts the oldest first and leaves imports out', () => {
    const runs = [
      run({ id: 'c', createdAt: at('3 Nov 02:30') }),
      run({ id: 'a', createdAt: at('1 Nov 02:30') }),
      run({ id: 'import', createdAt: at('2 Nov 02:30'), type: 'import' }),
    ];

    expect(sortRuns(runs).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('keeps of a run that is listed twice the row that is further along', () => {
    const createdAt = at('1 Nov 02:30');
    const rows = (['completed', 'unknown', 'in-progress', 'scheduled'] as const).map((status) =>
      run({ id: 'a', createdAt, status }),
    );

    expect(sortRuns(rows).map(({ status }) => status)).toEqual(['completed']);
    expect(sortRuns(rows.toReversed()).map(({ status }) => status)).toEqual(['completed']);
  });

  it('keeps runs of one id that started at different times', () => {
    const runs = [1, 2].map((day) => run({ id: 'same', createdAt: at(`${day} Nov 02:30`) }));

    expect(sortRuns(runs)).toHaveLength(2);
  });
});

describe('isOfType', () => {
  it('rules out only what both sides name differently', () => {
    const ofType = (type: 'dump' | 'unknown') => run({ createdAt: at('1 Nov 02:30'), type });

    expect(isOfType(ofType('dump'), 'dump')).toBe(true);
    expect(isOfType(ofType('dump'), 'snapshot')).toBe(false);
    expect(isOfType(ofType('dump'), 'unknown')).toBe(true);
    expect(isOfType(ofType('unknown'), 'snapshot')).toBe(true);
  });
});

describe('usualDurationMs', () => {
  it('is the median of runs that completed and have a believable end', () => {
    const createdAt = at('1 Nov 02:30');
    const took = (minutes: number) =>
      run({ createdAt, completedAt: new Date(createdAt.getTime() + minutes * MINUTE) });
    const failed = { ...took(500), status: 'failed' as const };

    expect(usualDurationMs([took(2), took(4), took(9), took(-3), failed])).toBe(4 * MINUTE);
    expect(usualDurationMs([failed])).toBeUndefined();
  });
});

describe('stuckAfterMs', () => {
  it.each([
    { usual: undefined, minutes: 30 },
    { usual: 9, minutes: 30 },
    { usual: 11, minutes: 33 },
  ])('is three times $usual min, and $minutes min at least', ({ usual, minutes }) => {
    const usualMs = usual === undefined ? undefined : usual * MINUTE;

    expect(stuckAfterMs(usualMs, THRESHOLDS)).toBe(minutes * MINUTE);
  });
});
