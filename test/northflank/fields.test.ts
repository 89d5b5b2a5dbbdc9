import { describe, expect, it, vi } from 'vitest';
import { asCount, asDate, asList, asRow, asText } from '../../src/northflank/fields.ts';

describe('asDate', () => {
  it.each([
    { sent: '2021-01-20T11:19:53.175Z', iso: '2021-01-20T11:19:53.175Z' },
    { sent: '2021-01-20T11:19:53Z', iso: '2021-01-20T11:19:53.000Z' },
    { sent: '2021-01-20T13:19:53+02:00', iso: '2021-01-20T11:19:53.000Z' },
    { sent: ' "2021-01-20T11:19:53Z" ', iso: '2021-01-20T11:19:53.000Z' },
    { sent: 1611141593175, iso: '2021-01-20T11:19:53.175Z' },
    { sent: 1611141593, iso: '2021-01-20T11:19:53.000Z' },
    { sent: '1611141593175', iso: '2021-01-20T11:19:53.175Z' },
  ])('reads $sent', ({ sent, iso }) => {
    expect(asDate(sent)?.toISOString()).toBe(iso);
  });

  it('takes a moment without zone for UTC, whatever the zone of this machine', () => {
    vi.stubEnv('TZ', 'America/New_York');
    const date = asDate('2021-01-20T11:19:53.175');
    vi.unstubAllEnvs();

    expect(date?.toISOString()).toBe('2021-01-20T11:19:53.175Z');
  });

  it.each([
    { sent: 'yesterday' },
    { sent: 'Tue Jan 1 2021' },
    { sent: '2021-13-45T00:00:00Z' },
    { sent: '0001-01-01T00:00:00Z' },
    { sent: '' },
    { sent: 'Z' },
    { sent: 0 },
    { sent: -1 },
    { sent: Number.NaN },
    { sent: 1e20 },
    { sent: true },
    { sent: null },
    { sent: undefined },
    { sent: {} },
    { sent: ['2021-01-20T11:19:53Z'] },
  ])('finds no moment in $sent', ({ sent }) => {
    expect(asDate(sent)).toBeUndefined();
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

describe('asText', () => {
  it.each([
    { sent: 'a', text: 'a' },
    { sent: 7, text: '7' },
    { sent: '', text: undefined },
    { sent: Number.NaN, text: undefined },
    { sent: null, text: undefined },
    { sent: {}, text: undefined },
  ])('reads $sent as $text', ({ sent, text }) => {
    expect(asText(sent)).toBe(text);
  });
});

describe('asRow', () => {
  it('takes objects and nothing else', () => {
    expect(asRow({ a: 1 })).toEqual({ a: 1 });
    expect([[], null, 'a', 1, undefined].map(asRow)).toEqual(Array(5).fill(undefined));
  });
});

describe('asList', () => {
  it('takes one value for a list of one, and nothing for an empty list', () => {
    expect([asList([1, 2]), asList(1), asList(null), asList(undefined)]).toEqual([
      [1, 2],
      [1],
      [],
      [],
    ]);
  });
});
