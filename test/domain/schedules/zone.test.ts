import { describe, expect, it } from 'vitest';
import {
  localDateOf,
  offsetAt,
  startOfLocalDate,
  stretchesOf,
} from '../../../src/domain/schedules/zone.ts';
import { changesOf, clockOffset, DAY, HOUR } from './brute-force.ts';

describe('stretchesOf', () => {
  it('cuts at a change of clocks and covers the window without holes', () => {
    const change = Date.UTC(2026, 2, 29, 1);

    expect(stretchesOf('Europe/Berlin', change - DAY, change + DAY)).toEqual([
      { start: change - DAY, end: change, offsetMs: HOUR },
      { start: change, end: change + DAY, offsetMs: 2 * HOUR },
    ]);
  });

  it('is one stretch where clocks never change', () => {
    const [from, to] = [Date.UTC(2025, 0, 1), Date.UTC(2028, 0, 1)];

    expect(stretchesOf('UTC', from, to)).toEqual([{ start: from, end: to, offsetMs: 0 }]);
  });

  it('finds every change of 2025–2027 that clocks in Morocco show, a month apart', () => {
    const [from, to] = [Date.UTC(2025, 0, 1), Date.UTC(2028, 0, 1)];

    const cuts = stretchesOf('Africa/Casablanca', from, to)
      .slice(1)
      .map(({ start }) => start);

    expect(cuts).toEqual(changesOf('Africa/Casablanca').filter((at) => at >= from && at < to));
    expect(cuts.length).toBeGreaterThan(3);
  });

  it('is empty for an empty window', () => {
    expect(stretchesOf('UTC', 0, 0)).toEqual([]);
  });
});

describe('offsetAt', () => {
  it.each(Intl.supportedValuesOf('timeZone').filter((_, index) => index % 20 === 0))(
    'agrees with the clock of %s',
    (zone) => {
      const moments = Array.from({ length: 24 }, (_, month) => Date.UTC(2025, month, 15, 6, 30));

      expect(moments.map((moment) => offsetAt(zone, moment))).toEqual(
        moments.map((moment) => clockOffset(zone, moment)),
      );
    },
  );
});

describe('localDateOf', () => {
  it.each([
    ['UTC', '2026-11-21'],
    ['Pacific/Auckland', '2026-11-22'],
    ['America/New_York', '2026-11-21'],
  ])('is in %s %s', (zone, date) => {
    expect(localDateOf(new Date('2026-11-21T12:00:00Z'), zone)).toBe(date);
  });
});

describe('startOfLocalDate', () => {
  it.each([
    ['2026-11-24', 'UTC', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24', 'Europe/Berlin', '2026-11-23T23:00:00.000Z'],
    ['2026-11-24', 'Pacific/Kiritimati', '2026-11-23T10:00:00.000Z'],
    // Clocks go from 23:59:59 to 01:00.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    // Clocks go back from 24:00 to 23:00, so that midnight comes twice: the date begins once.
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    // A date that never was.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('of %s in %s is %s', (date, zone, moment) => {
    expect(startOfLocalDate(date, zone).toISOString()).toBe(moment);
  });

  it('shows its own date and a moment before shows the one before, in every zone', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const start = startOfLocalDate('2026-11-24', zone);
      expect(localDateOf(start, zone)).toBe('2026-11-24');
      expect(localDateOf(new Date(start.getTime() - 1), zone)).toBe('2026-11-23');
    }
  });

  it('refuses what is no date', () => {
    expect(() => startOfLocalDate('tomorrow', 'UTC')).toThrow(RangeError);
  });
});
