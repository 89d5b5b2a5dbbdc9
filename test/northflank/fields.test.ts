import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { asCount, asDate, asList, asNumber, asRow, asText } from '../../src/northflank/fields.ts';

describe('asDate', () => {
  it.each([
    { sent: '2021-01-20T11:19:53.175Z', iso: '2021-01-20T11:19:53.175Z' },
    { sent: '2021-01-20T11:19:53Z', iso: '2021-01-20T11:19:53.000Z' },
    { sent: '2021-01-20T13:19:53+02:00', iso: '2021-01-20T11:19:53.000Z' },
    { sent: ' "2021-01-20T11:19:53Z" ', iso: '2021-01-20T11:19:53.000Z' },
    { sent: '2024-02-29T23:59:59.999Z', iso: '2024-02-29T23:59:59.999Z' },
    { sent: '2021-01-20T24:00:00.000Z', iso: '2021-01-21T00:00:00.000Z' },
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

/** Of this many digits, some of them too great and some none. */
const digits = (length: number) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.nat(10 ** length - 1).map((n) => String(n).padStart(length, '0')) },
    fc.string({ minLength: length, maxLength: length }),
  );

describe('the fast way of reading', () => {
  it('finds the very moments that the runtime does', () => {
    const parts = fc.tuple(
      digits(4),
      digits(2),
      digits(2),
      digits(2),
      digits(2),
      digits(2),
      digits(3),
    );
    const near = fc.date({ min: new Date('1999-01-01'), max: new Date('9999-12-31') });
    const texts = fc.oneof(
      near.filter((date) => !Number.isNaN(date.getTime())).map((date) => date.toISOString()),
      parts.map(([y, mo, d, h, mi, s, ms]) => `${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`),
    );
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), (list) => {
        // Several in a row, since a day is remembered from one to the next.
        for (const text of list) {
          const at = Date.parse(text);
          const isPlausible = at >= 1e12 && at <= 1e14;
          expect(asDate(text)?.getTime()).toBe(isPlausible ? at : undefined);
        }
      }),
      { numRuns: 3_000 },
    );
  });

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
