import { describe, expect, it } from 'vitest';
import type { SchedulePattern } from '../../../src/domain/schedules/schedule.ts';
import { describePattern, describeSchedule } from '../../../src/domain/schedules/words.ts';

const NIGHTLY: SchedulePattern = { interval: 'daily', minutes: [30], hours: [2], days: [] };

function pattern(
  interval: SchedulePattern['interval'],
  minutes: number[],
  hours: number[] = [],
  days: number[] = [],
): SchedulePattern {
  return { interval, minutes, hours, days };
}

describe('describeSchedule', () => {
  it.each([
    [7, 'daily 02:30 UTC, kept 7 days'],
    [1, 'daily 02:30 UTC, kept 1 day'],
    [undefined, 'daily 02:30 UTC'],
  ])('tells how long copies are kept when that is known (%s)', (retentionDays, text) => {
    expect(describeSchedule({ pattern: NIGHTLY, retentionDays }, 'UTC')).toBe(text);
  });

  it('names weekdays in another language; the other words stay', () => {
    const thursdays = pattern('weekly', [30], [18], [3, 0]);

    expect(describeSchedule({ pattern: thursdays, retentionDays: 7 }, 'UTC', 'de')).toBe(
      'Mo and Do 18:30 UTC, kept 7 days',
    );
  });
});

describe('describePattern', () => {
  it.each([
    [pattern('hourly', [35, 5]), 'hourly at :05 and :35'],
    [pattern('hourly', [0]), 'hourly at :00'],
    [pattern('daily', [0], [14, 2]), 'daily 02:00 and 14:00 UTC'],
    [pattern('daily', [0, 30], [2, 14]), 'daily 02:00, 02:30, 14:00 and 14:30 UTC'],
    [pattern('daily', [15], [8, 9, 10, 11, 12, 20]), 'daily at :15 past 08–12 and 20 h UTC'],
    [pattern('weekly', [30], [18], [3]), 'Thu 18:30 UTC'],
    [pattern('weekly', [30], [18], [3, 0]), 'Mon and Thu 18:30 UTC'],
    [pattern('weekly', [30], [18], [0, 1, 2, 3, 4]), 'Mon–Fri 18:30 UTC'],
    [pattern('weekly', [30], [18], [0, 2, 4, 5, 6]), 'Mon, Wed and Fri–Sun 18:30 UTC'],
    [pattern('hourly', []), 'hourly, but at no minute'],
    [pattern('daily', [30]), 'daily, but at no time'],
    [pattern('weekly', [30], [18]), 'weekly, but on no day'],
    [pattern('weekly', [], [18], [6]), 'Sun, but at no time'],
    [pattern('weekly', [30], [18], [9]), 'day 9 18:30 UTC'],
  ])('%j reads well', (given, text) => {
    expect(describePattern(given, 'UTC')).toBe(text);
  });

  it('names the zone whose hours they are', () => {
    expect(describePattern(NIGHTLY, 'Europe/Berlin')).toBe('daily 02:30 Europe/Berlin');
  });
});
