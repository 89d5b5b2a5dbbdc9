import { describe, expect, it } from 'vitest';
import { localDateOf, startOfLocalDate } from '../../src/domain/local-day.ts';

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
