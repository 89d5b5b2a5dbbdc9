import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SchedulePattern } from '../../../src/domain/schedules/schedule.ts';
import { nextSlot, shortestIntervalMs, slotsBetween } from '../../../src/domain/schedules/slots.ts';
import { changesOf, DAY, HOUR, MINUTE, slotsByMinute } from './brute-force.ts';

const EVERY_ZONE = Intl.supportedValuesOf('timeZone');

function hourly(...minutes: number[]): SchedulePattern {
  return { interval: 'hourly', minutes, hours: [], days: [] };
}

function daily(hours: number[], minutes: number[]): SchedulePattern {
  return { interval: 'daily', minutes, hours, days: [] };
}

function weekly(days: number[], hours: number[], minutes: number[]): SchedulePattern {
  return { interval: 'weekly', minutes, hours, days };
}

function slots(pattern: SchedulePattern, zone: string, from: string, to: string): string[] {
  return slotsBetween(pattern, zone, new Date(from), new Date(to)).map((at) =>
    at.toISOString().slice(5, 16),
  );
}

describe('slotsBetween', () => {
  it('counts the start of the window and not its end', () => {
    expect(slots(daily([2], [30]), 'UTC', '2026-11-18T02:30Z', '2026-11-20T02:30Z')).toEqual([
      '11-18T02:30',
      '11-19T02:30',
    ]);
  });

  it('runs every minute in every hour on every day, sorted, each moment once', () => {
    const pattern = weekly([4, 0, 0], [18, 6], [30, 0, 30]);

    expect(slots(pattern, 'UTC', '2026-11-16T00:00Z', '2026-11-23T00:00Z')).toEqual([
      '11-16T06:00',
      '11-16T06:30',
      '11-16T18:00',
      '11-16T18:30',
      '11-20T06:00',
      '11-20T06:30',
      '11-20T18:00',
      '11-20T18:30',
    ]);
  });

  it('ignores days of a daily pattern and hours of an hourly one', () => {
    const strayDay: SchedulePattern = { ...daily([2], [0]), days: [0] };
    const strayHour: SchedulePattern = { ...hourly(5), hours: [2], days: [0] };

    expect(slots(strayDay, 'UTC', '2026-11-17T00:00Z', '2026-11-19T00:00Z')).toHaveLength(2);
    expect(slots(strayHour, 'UTC', '2026-11-17T00:00Z', '2026-11-18T00:00Z')).toHaveLength(24);
  });

  it('counts days from Monday', () => {
    expect(slots(weekly([0], [0], [0]), 'UTC', '2026-11-14T00:00Z', '2026-11-21T00:00Z')).toEqual([
      '11-16T00:00',
    ]);
  });

  it('runs on a leap day', () => {
    expect(slots(daily([2], [30]), 'UTC', '2028-02-28T12:00Z', '2028-03-01T12:00Z')).toEqual([
      '02-29T02:30',
      '03-01T02:30',
    ]);
  });

  it('runs a local time that does not exist at the first instant after the gap', () => {
    const around = ['2026-03-28T12:00Z', '2026-03-29T12:00Z'] as const;

    expect(slots(daily([2], [30]), 'Europe/Berlin', ...around)).toEqual(['03-29T01:00']);
    expect(slots(daily([2, 3], [0, 30]), 'Europe/Berlin', ...around)).toEqual([
      '03-29T01:00',
      '03-29T01:30',
    ]);
  });

  it('runs a local time that comes twice the first time', () => {
    expect(
      slots(daily([2], [30]), 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-25T12:00Z'),
    ).toEqual(['10-25T00:30']);
    expect(
      slots(daily([2], [30]), 'Europe/Berlin', '2026-10-25T01:00Z', '2026-10-25T12:00Z'),
    ).toEqual([]);
  });

  it('runs hourly on real hours through both changes of clocks', () => {
    expect(slots(hourly(30), 'Europe/Berlin', '2026-03-29T00:00Z', '2026-03-29T03:00Z')).toEqual([
      '03-29T00:30',
      '03-29T01:30',
      '03-29T02:30',
    ]);
    expect(slots(hourly(30), 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T03:00Z')).toEqual([
      '10-25T00:30',
      '10-25T01:30',
      '10-25T02:30',
    ]);
  });

  it('reads the minute of an hourly pattern on the local clock', () => {
    expect(slots(hourly(0), 'Asia/Kolkata', '2026-01-01T00:00Z', '2026-01-01T02:00Z')).toEqual([
      '01-01T00:30',
      '01-01T01:30',
    ]);
  });

  it('has no run on a date that does not exist', () => {
    expect(
      slots(daily([12], [0]), 'Pacific/Apia', '2011-12-29T12:00Z', '2011-12-31T12:00Z'),
    ).toEqual(['12-29T22:00', '12-30T22:00']);
  });

  it.each([daily([], [30]), daily([2], []), hourly(), weekly([], [2], [30])])(
    'promises nothing without a time (%#)',
    (pattern) => {
      expect(slots(pattern, 'UTC', '2026-01-01T00:00Z', '2026-02-01T00:00Z')).toEqual([]);
    },
  );

  it('refuses a zone that does not exist', () => {
    expect(() => slots(hourly(0), 'Mars/Olympus', '2026-01-01', '2026-01-02')).toThrow(
      new RangeError('Unknown time zone: Mars/Olympus'),
    );
  });

  it('equals a look at every minute around every change of clocks of 2025–2027 in every zone', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    const patterns = [
      daily(hours, [0, 15, 30, 59]),
      weekly([5, 6], [0, 1, 2, 23], [0, 30]),
      hourly(0, 15, 45),
    ];
    const wrong: string[] = [];
    let changes = 0;
    for (const zone of EVERY_ZONE) {
      for (const change of changesOf(zone)) {
        changes += 1;
        const from = change - 3 * HOUR;
        const to = change + 4 * HOUR;
        for (const pattern of patterns) {
          const found = slotsBetween(pattern, zone, new Date(from), new Date(to)).map(Number);
          if (found.join() !== slotsByMinute(pattern, zone, from, to).join()) {
            wrong.push(`${pattern.interval} in ${zone} around ${new Date(change).toISOString()}`);
          }
        }
      }
    }

    expect(wrong).toEqual([]);
    expect(changes).toBeGreaterThan(500);
  });

  it('equals a look at every minute for any pattern, zone and window', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    const pattern = fc.record({
      interval: fc.constantFrom('hourly' as const, 'daily' as const, 'weekly' as const),
      minutes: fc.array(minute, { maxLength: 3 }),
      hours: fc.array(fc.integer({ min: 0, max: 23 }), { maxLength: 4 }),
      days: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
    });
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Nuuk');
    const start = fc.integer({
      min: Date.UTC(2025, 0, 1) / MINUTE,
      max: Date.UTC(2027, 11, 1) / MINUTE,
    });

    fc.assert(
      fc.property(pattern, zone, start, fc.integer({ min: 0, max: 3000 }), (p, z, s, length) => {
        const [from, to] = [s * MINUTE, (s + length) * MINUTE];
        const found = slotsBetween(p, z, new Date(from), new Date(to)).map(Number);

        expect(found).toEqual(slotsByMinute(p, z, from, to));
      }),
      { numRuns: 300 },
    );
  });
});

describe('nextSlot', () => {
  const at = new Date('2026-11-18T02:30Z');

  it('is later than the moment asked about', () => {
    expect(nextSlot([{ pattern: daily([2], [30]) }], 'UTC', at)).toEqual(
      new Date('2026-11-19T02:30Z'),
    );
  });

  it('is the earliest of all schedules', () => {
    const schedules = [{ pattern: weekly([4], [18], [30]) }, { pattern: hourly(5) }];

    expect(nextSlot(schedules, 'UTC', at)).toEqual(new Date('2026-11-18T03:05Z'));
  });

  it('looks past a cycle that a change of clocks makes longer', () => {
    const schedules = [{ pattern: weekly([6], [2], [30]) }];

    expect(nextSlot(schedules, 'Europe/Berlin', new Date('2026-10-18T00:30Z'))).toEqual(
      new Date('2026-10-25T00:30Z'),
    );
  });

  it('looks past a date that does not exist', () => {
    const schedules = [{ pattern: weekly([4], [12], [0]) }];

    expect(nextSlot(schedules, 'Pacific/Apia', new Date('2011-12-24T00:00Z'))).toEqual(
      new Date('2012-01-05T22:00Z'),
    );
  });

  it('is absent where nothing is promised', () => {
    expect(nextSlot([], 'UTC', at)).toBeUndefined();
    expect(nextSlot([{ pattern: daily([2], []) }], 'UTC', at)).toBeUndefined();
  });
});

describe('shortestIntervalMs', () => {
  it.each([
    { pattern: hourly(5), wait: HOUR },
    { pattern: hourly(5, 35), wait: 30 * MINUTE },
    { pattern: hourly(0, 10), wait: 50 * MINUTE },
    { pattern: daily([2], [30]), wait: DAY },
    { pattern: daily([2, 14], [0]), wait: 12 * HOUR },
    { pattern: daily([2, 3], [0]), wait: 23 * HOUR },
    { pattern: weekly([3], [18], [30]), wait: 7 * DAY },
    { pattern: weekly([0, 3], [18], [30]), wait: 4 * DAY },
  ])('is the longest regular wait of a pattern (%#)', ({ pattern, wait }) => {
    expect(shortestIntervalMs([{ pattern }])).toBe(wait);
  });

  it('is that of the most frequent schedule', () => {
    const schedules = [{ pattern: weekly([3], [18], [30]) }, { pattern: daily([2], [30]) }];

    expect(shortestIntervalMs(schedules)).toBe(DAY);
  });

  it('is absent where nothing is promised', () => {
    expect(shortestIntervalMs([{ pattern: hourly() }])).toBeUndefined();
  });
});
