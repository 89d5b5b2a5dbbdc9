import { describe, expect, it } from 'vitest';
import { compareUrgency, concernOf, countWords } from '../../../src/domain/verdicts/urgency.ts';
import { VERDICT_WORDS } from '../../../src/domain/verdicts/verdict.ts';
import { judged } from '../../fakes/judged.ts';

describe('compareUrgency', () => {
  it('puts unknown first, then what is bad by age ÷ interval, then the rest by verdict', () => {
    const addons = [
      judged('p/fresh', 'fresh', { verdict: { ageRatio: 9 } }),
      judged('p/odd', 'odd', { verdict: { ageRatio: 8 } }),
      judged('p/late', 'late', { verdict: { ageRatio: 7 } }),
      judged('p/failed-hour', 'failed', { verdict: { ageRatio: 2 } }),
      judged('p/missed-week', 'missed', { verdict: { ageRatio: 10 } }),
      judged('p/stuck', 'stuck', { verdict: { ageRatio: 1 } }),
      judged('p/unknown', 'unknown'),
    ];

    expect(order(addons)).toEqual([
      'unknown',
      'missed-week',
      'failed-hour',
      'stuck',
      'late',
      'odd',
      'fresh',
    ]);
  });

  it('takes an addon without any good copy for the worst of its kind', () => {
    const none = judged('p/none', 'failed', { verdict: { lastGood: undefined } });
    const old = judged('p/old', 'failed', { verdict: { ageRatio: 1000 } });

    expect(order([old, none])).toEqual(['none', 'old']);
    expect(
      order([none, judged('p/also-none', 'failed', { verdict: { lastGood: undefined } })]),
    ).toEqual(['also-none', 'none']);
  });

  it('orders equals by streak, then by address', () => {
    const at = (address: string, streak: number) =>
      judged(address, 'failed', { verdict: { ageRatio: 2, streak } });

    expect(order([at('b/x', 1), at('a/y', 1), at('a/x', 1), at('z/z', 3)])).toEqual([
      'z',
      'x',
      'y',
      'x',
    ]);
  });
});

describe('concernOf', () => {
  it('has an answer for every verdict', () => {
    expect(Object.fromEntries(VERDICT_WORDS.map((word) => [word, concernOf(word)]))).toEqual({
      unknown: 'unknown',
      failed: 'bad',
      missed: 'bad',
      stuck: 'bad',
      late: 'bad',
      odd: 'bad',
      expiring: 'watch',
      unprotected: 'watch',
      paused: 'well',
      running: 'well',
      fresh: 'well',
    });
  });
});

describe('countWords', () => {
  it('counts worst first and leaves out what nobody has', () => {
    const addons = [
      judged('p/a'),
      judged('p/b', 'failed'),
      judged('p/c'),
      judged('p/d', 'unknown'),
    ];

    expect(countWords(addons)).toEqual([
      { word: 'unknown', count: 1 },
      { word: 'failed', count: 1 },
      { word: 'fresh', count: 2 },
    ]);
  });
});

function order(addons: ReturnType<typeof judged>[]): string[] {
  return addons.toSorted(compareUrgency).map(({ reading }) => reading.addon.addonId);
}
