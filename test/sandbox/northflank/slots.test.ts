import { describe, expect, it } from 'vitest';
import { type Scheduling, slotsBetween } from '../../../sandbox/northflank/slots.ts';

/** A Tuesday. */
const FROM = Date.parse('2026-10-06T00:00:00Z');

function slots(scheduling: Scheduling, until: string, from = FROM): string[] {
  return slotsBetween(scheduling, from, Date.parse(until)).map((at) =>
    new Date(at).toISOString().slice(5, 16),
  );
}

describe('slotsBetween', () => {
  it('runs hourly at each minute of every hour', () => {
    expect(slots({ interval: 'hourly', minute: [30, 5] }, '2026-10-06T01:30:00Z')).toEqual([
      '10-06T00:05',
      '10-06T00:30',
      '10-06T01:05',
      '10-06T01:30',
    ]);
  });

  it('runs daily at the cross product of hours and minutes, and ignores days', () => {
    const twice: Scheduling = { interval: 'daily', minute: [15], hour: [2, 14], day: [0] };

    expect(slots(twice, '2026-10-07T03:00:00Z')).toEqual([
      '10-06T02:15',
      '10-06T14:15',
      '10-07T02:15',
    ]);
  });

  it('counts the days of a week from Monday', () => {
    const ends: Scheduling = { interval: 'weekly', minute: [0], hour: [6], day: [0, 6] };

    expect(slots(ends, '2026-10-13T00:00:00Z')).toEqual(['10-11T06:00', '10-12T06:00']);
  });

  it('leaves out the beginning and includes the end', () => {
    const midnight: Scheduling = { interval: 'daily', minute: [0], hour: [0] };

    expect(slots(midnight, '2026-10-07T00:00:00Z')).toEqual(['10-07T00:00']);
  });
});
