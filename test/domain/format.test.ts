import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatAgo,
  formatBytes,
  formatClock,
  formatCount,
  formatDay,
  formatDuration,
  formatList,
  formatPercent,
  withFullStop,
} from '../../src/domain/format.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1234, '1.2 kB'],
    [99_940, '99.9 kB'],
    [99_960, '100 kB'],
    [470_000_000, '470 MB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [1_200_000_000, '1.2 GB'],
    [12_340_000_000, '12.3 GB'],
    [1e18, '1 EB'],
    [5e21, '5000 EB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [-5 * MINUTE, '0 s'],
    [0, '0 s'],
    [200, '< 1 s'],
    [42 * SECOND, '42 s'],
    [89 * SECOND, '89 s'],
    [90 * SECOND, '2 min'],
    [4 * MINUTE + 10 * SECOND, '4 min'],
    [90 * MINUTE, '1 h 30 min'],
    [2 * HOUR, '2 h'],
    [47 * HOUR + 5 * MINUTE, '47 h 5 min'],
    [3 * DAY + 4 * HOUR, '3 d 4 h'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatAge', () => {
  it.each([
    [-3 * MINUTE, '0 s'],
    [89_999, '89 s'],
    [90 * SECOND, '1 min'],
    [90 * MINUTE - 1, '89 min'],
    [90 * MINUTE, '1 h'],
    [31 * HOUR + 59 * MINUTE, '31 h'],
    [48 * HOUR - 1, '47 h'],
    [48 * HOUR, '2 d'],
    [3 * DAY + 4 * HOUR, '3 d 4 h'],
    [9 * DAY + 23 * HOUR, '9 d 23 h'],
    [12 * DAY + 23 * HOUR, '12 d'],
  ])('writes %d ms as %s, never more than has passed', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});

describe('formatAgo', () => {
  it('says "just now" below 90 seconds, and when the other clock runs ahead', () => {
    expect([formatAgo(-MINUTE), formatAgo(89 * SECOND)]).toEqual(['just now', 'just now']);
  });

  it('adds "ago" from then on', () => {
    expect(formatAgo(31 * HOUR)).toBe('31 h ago');
  });
});

describe('words around numbers', () => {
  it('gives a noun its plural', () => {
    expect([formatCount(0, 'day'), formatCount(1, 'day'), formatCount(7, 'day')]).toEqual([
      '0 days',
      '1 day',
      '7 days',
    ]);
  });

  it('writes a share as per cent', () => {
    expect(formatPercent(0.614)).toBe('61 %');
  });

  it('joins a list as it is spoken', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(formatList)).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });

  it('writes clock and day in the zone whose offset it is given', () => {
    const moment = new Date('2026-11-18T23:30:00Z');

    expect([formatClock(moment), formatDay(moment)]).toEqual(['23:30', '18 Nov']);
    expect([formatClock(moment, HOUR), formatDay(moment, HOUR)]).toEqual(['00:30', '19 Nov']);
  });
});

describe('withFullStop', () => {
  it('ends a sentence with exactly one', () => {
    expect(['Not there', 'Not there.'].map(withFullStop)).toEqual(['Not there.', 'Not there.']);
  });
});
