import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { asDate } from '../../src/northflank/moments.ts';

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
    { sent: '2002- (-00T00:00:00.001Z' },
    { sent: '2002-01-01T2(:00:00.001Z' },
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

/** What has no digits, the runtime reads in ways of its own. */
const IN_DIGITS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

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
          const at = IN_DIGITS.test(text) ? Date.parse(text) : Number.NaN;
          const isPlausible = at >= 1e12 && at <= 1e14;
          expect(asDate(text)?.getTime()).toBe(isPlausible ? at : undefined);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
