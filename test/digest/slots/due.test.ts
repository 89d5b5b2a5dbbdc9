import { describe, expect, it } from 'vitest';
import { dueSlots, firstDue, nextDue, type Wish } from '../../../src/digest/slots/due.ts';

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

function wish(timeZone: string, time: string, days: readonly number[] = EVERY_DAY): Wish {
  return { timeZone, time, days };
}

/** The instant of one local date's slot. */
function instantOf(timeZone: string, localDate: string, time: string): string | undefined {
  const noon = Date.parse(`${localDate}T12:00:00Z`);
  const around = dueSlots(
    wish(timeZone, time),
    new Date(noon - 2 * 86_400_000),
    new Date(noon + 2 * 86_400_000),
  );
  return around.find((slot) => slot.localDate === localDate)?.at.toISOString();
}

describe('the slot of a local date', () => {
  it.each([
    { zone: 'UTC', date: '2026-11-21', time: '09:00', at: '2026-11-21T09:00:00.000Z' },
    { zone: 'Europe/Berlin', date: '2026-11-21', time: '09:00', at: '2026-11-21T08:00:00.000Z' },
    { zone: 'Europe/Berlin', date: '2026-07-21', time: '09:00', at: '2026-07-21T07:00:00.000Z' },
    { zone: 'Asia/Kathmandu', date: '2026-11-21', time: '00:00', at: '2026-11-20T18:15:00.000Z' },
    {
      zone: 'Pacific/Kiritimati',
      date: '2026-11-21',
      time: '00:00',
      at: '2026-11-20T10:00:00.000Z',
    },
    { zone: 'Pacific/Niue', date: '2026-11-21', time: '23:59', at: '2026-11-22T10:59:00.000Z' },
  ])('in $zone on $date at $time is $at', ({ zone, date, time, at }) => {
    expect(instantOf(zone, date, time)).toBe(at);
  });

  it.each([
    { time: '01:59', at: '2026-03-29T00:59:00.000Z' },
    { time: '02:00', at: '2026-03-29T01:00:00.000Z' },
    { time: '02:30', at: '2026-03-29T01:00:00.000Z' },
    { time: '02:59', at: '2026-03-29T01:00:00.000Z' },
    { time: '03:00', at: '2026-03-29T01:00:00.000Z' },
    { time: '03:01', at: '2026-03-29T01:01:00.000Z' },
  ])('at $time is $at when clocks skip from 02:00 to 03:00', ({ time, at }) => {
    expect(instantOf('Europe/Berlin', '2026-03-29', time)).toBe(at);
  });

  it.each([
    { time: '01:59', at: '2026-10-24T23:59:00.000Z' },
    { time: '02:00', at: '2026-10-25T00:00:00.000Z' },
    { time: '02:59', at: '2026-10-25T00:59:00.000Z' },
    { time: '03:00', at: '2026-10-25T02:00:00.000Z' },
  ])('at $time is $at when the hour from 02:00 to 03:00 comes twice', ({ time, at }) => {
    expect(instantOf('Europe/Berlin', '2026-10-25', time)).toBe(at);
  });

  it('keeps its date when the gap ends on the next one', () => {
    // Nuuk skips from Saturday 23:00 to Sunday 00:00.
    expect(instantOf('America/Nuuk', '2026-03-28', '23:30')).toBe('2026-03-29T01:00:00.000Z');
    expect(instantOf('America/Nuuk', '2026-03-29', '00:00')).toBe('2026-03-29T01:00:00.000Z');
    expect(instantOf('America/Nuuk', '2026-03-29', '23:30')).toBe('2026-03-30T00:30:00.000Z');
  });

  it('runs at the end of a gap that swallows midnight', () => {
    // Cairo skips from 00:00 to 01:00.
    expect(instantOf('Africa/Cairo', '2026-04-24', '00:00')).toBe('2026-04-23T22:00:00.000Z');
    expect(instantOf('Africa/Cairo', '2026-04-24', '00:59')).toBe('2026-04-23T22:00:00.000Z');
  });

  it('does not exist on a date that does not exist', () => {
    // Samoa went over the date line: after 29 December 2011 came the 31st.
    expect(instantOf('Pacific/Apia', '2011-12-30', '09:00')).toBeUndefined();
    expect(instantOf('Pacific/Apia', '2011-12-30', '00:00')).toBeUndefined();
    expect(instantOf('Pacific/Apia', '2011-12-30', '23:59')).toBeUndefined();
    expect(instantOf('Pacific/Apia', '2011-12-29', '23:59')).toBe('2011-12-30T09:59:00.000Z');
    expect(instantOf('Pacific/Apia', '2011-12-31', '00:00')).toBe('2011-12-30T10:00:00.000Z');
  });

  it('happens once on a date that comes twice', () => {
    // Kwajalein skipped a day in 1993; Alaska of 1867 had one twice. The nearest of our age is an
    // overlap over midnight, as Havana has: 00:00 to 01:00 twice.
    const slots = dueSlots(
      wish('America/Havana', '00:30'),
      new Date('2026-10-31T00:00:00Z'),
      new Date('2026-11-03T00:00:00Z'),
    );

    expect(slots.map(({ localDate }) => localDate)).toEqual([
      '2026-10-31',
      '2026-11-01',
      '2026-11-02',
    ]);
  });
});

describe('dueSlots', () => {
  const daily = wish('Europe/Berlin', '09:00');

  it('leaves out its beginning and takes in its end, so that ranges in a row miss and double nothing', () => {
    const first = new Date('2026-11-20T08:00:00Z');
    const second = new Date('2026-11-21T08:00:00Z');

    expect(dueSlots(daily, first, second)).toEqual([{ localDate: '2026-11-21', at: second }]);
    expect(dueSlots(daily, second, second)).toEqual([]);
    expect(dueSlots(daily, second, first)).toEqual([]);
  });

  it('takes the weekday of the local date, not of the instant', () => {
    const mondays = wish('Pacific/Kiritimati', '00:30', [0]);

    const slots = dueSlots(
      mondays,
      new Date('2026-11-16T12:00:00Z'),
      new Date('2026-11-30T12:00:00Z'),
    );

    expect(slots).toEqual([
      { localDate: '2026-11-23', at: new Date('2026-11-22T10:30:00Z') },
      { localDate: '2026-11-30', at: new Date('2026-11-29T10:30:00Z') },
    ]);
  });

  it('gives what is due at the end of its time, not at the beginning', () => {
    const nine = new Date('2026-11-21T08:00:00Z');

    expect(dueSlots(daily, new Date('2026-11-21T07:59:59Z'), nine)).toMatchObject([{ at: nine }]);
    expect(dueSlots(daily, nine, new Date('2026-11-22T07:59:59Z'))).toEqual([]);
  });

  it('says so when it does not know the zone', () => {
    const nowhere = wish('Europe/Nowhere', '09:00');

    expect(() => nextDue(nowhere, new Date('2026-11-21T08:00:00Z'))).toThrow(RangeError);
  });
});

describe('nextDue', () => {
  it.each([
    { after: '2026-11-21T07:59:59.999Z', next: '2026-11-21' },
    { after: '2026-11-21T08:00:00.000Z', next: '2026-11-22' },
  ])('after $after is on $next', ({ after, next }) => {
    expect(nextDue(wish('Europe/Berlin', '09:00'), new Date(after))?.localDate).toBe(next);
  });

  it('waits another week when the date does not exist', () => {
    const fridays = wish('Pacific/Apia', '09:00', [4]);

    expect(nextDue(fridays, new Date('2011-12-24T00:00:00Z'))?.localDate).toBe('2012-01-06');
  });

  it('is nothing when no day is wished for', () => {
    expect(nextDue(wish('UTC', '09:00', []), new Date('2026-11-21T08:00:00Z'))).toBeUndefined();
  });
});

describe('firstDue', () => {
  const now = new Date('2026-11-21T08:00:00Z');

  it('is the earliest of all channels', () => {
    const wishes = [wish('UTC', '10:00'), wish('UTC', '09:00'), wish('UTC', '07:00')];

    expect(firstDue(wishes, now)).toEqual(new Date('2026-11-21T09:00:00Z'));
  });

  it('waits for the end of a pause', () => {
    const paused = { ...wish('UTC', '09:00'), pausedUntil: new Date('2026-11-23T12:00:00Z') };

    expect(firstDue([paused], now)).toEqual(new Date('2026-11-24T09:00:00Z'));
  });

  it('is absent when nobody wants one', () => {
    expect(firstDue([], now)).toBeUndefined();
  });
});
