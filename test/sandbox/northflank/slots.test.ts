import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSlot, type Scheduling, slotsBetween } from '../../../sandbox/northflank/slots.ts';

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

describe('isSlot', () => {
  it('agrees with slotsBetween on every minute', () => {
    const schedulings: Scheduling[] = [
      { interval: 'hourly', minute: [0, 7] },
      { interval: 'daily', minute: [0], hour: [3, 4], day: [2] },
      { interval: 'weekly', minute: [0, 30], hour: [3], day: [0, 6] },
    ];
    assert(
      property(constantFrom(...schedulings), integer({ min: 0, max: 20_160 }), (each, minutes) => {
        const at = FROM + minutes * 60_000;
        expect(isSlot(each, at)).toBe(slotsBetween(each, at - 1, at).length === 1);
      }),
      { numRuns: 500 },
    );
    expect(isSlot({ interval: 'hourly', minute: [0] }, FROM + 1)).toBe(false);
  });
});
