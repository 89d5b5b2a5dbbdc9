import { describe, expect, it } from 'vitest';
import { readPattern, scheduleRows } from '../../src/northflank/schedules.ts';

describe('readPattern', () => {
  it('keeps day 0 as Monday', () => {
    expect(readPattern({ interval: 'weekly', minute: [0], hour: [3], day: [0, 6] }).days).toEqual([
      0, 6,
    ]);
  });

  it('drops hours of an hourly and days of a daily schedule, which mean nothing', () => {
    expect(readPattern({ interval: 'hourly', minute: [15], hour: [99], day: ['x'] })).toEqual({
      interval: 'hourly',
      minutes: [15],
      hours: [],
      days: [],
    });
    expect(readPattern({ interval: 'daily', minute: [15], hour: [2], day: [0] }).days).toEqual([]);
  });

  it.each([
    { row: { interval: 'weekly', minute: [0], hour: [3] }, reason: 'its day is missing' },
    { row: { interval: 'daily', minute: [0] }, reason: 'its hour is missing' },
    { row: { interval: 'hourly' }, reason: 'its minute is missing' },
    { row: { interval: 'hourly', minute: [] }, reason: 'its minute is missing' },
    { row: { interval: 'hourly', minute: [60] }, reason: 'its minute is not from 0 to 59' },
    { row: { interval: 'hourly', minute: [''] }, reason: 'its minute is not from 0 to 59' },
    { row: { interval: 'hourly', minute: [null] }, reason: 'its minute is not from 0 to 59' },
    {
      row: { interval: 'daily', minute: [0], hour: [24] },
      reason: 'its hour is not from 0 to 23',
    },
    {
      row: { interval: 'weekly', minute: [0], hour: [0], day: [7] },
      reason: 'its day is not from 0 to 6',
    },
    { row: { interval: 'yearly', minute: [0] }, reason: 'its interval is not known' },
    { row: null, reason: 'its interval is not known' },
  ])('cannot tell the moments of $row: $reason', ({ row, reason }) => {
    expect(() => readPattern(row)).toThrow(reason);
  });

  it('takes single numbers and digits in strings', () => {
    expect(readPattern({ interval: 'daily', minute: 30, hour: ['2'] })).toMatchObject({
      minutes: [30],
      hours: [2],
    });
  });
});

describe('scheduleRows', () => {
  const row = { id: 's1', backupType: 'snapshot', scheduling: { interval: 'hourly', minute: [0] } };

  it('leaves retention open where it is not sent', () => {
    expect(scheduleRows.read(row).retentionDays).toBeUndefined();
    expect(scheduleRows.read({ ...row, retentionTime: '7' }).retentionDays).toBe(7);
  });

  it('cannot do without an id', () => {
    expect(() => scheduleRows.read({ ...row, id: undefined })).toThrow('id is missing');
  });
});
