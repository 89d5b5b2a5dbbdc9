import { describe, expect, it } from 'vitest';
import { planSlots } from '../../../src/digest/slots/plan.ts';
import { subscription } from '../delivering.ts';

/** 09:00 in Berlin. */
const NINE = new Date('2026-11-21T08:00:00Z');
const YESTERDAY = new Date('2026-11-20T08:00:00Z');

function hoursAfter(moment: Date, hours: number): Date {
  return new Date(moment.getTime() + hours * 3_600_000);
}

function plan(now: Date, lastDue: Date | undefined, overrides = {}) {
  return planSlots(subscription('s1', overrides), lastDue, now).map(
    ({ localDate, state }) => `${localDate} ${state}`,
  );
}

describe('planSlots', () => {
  it('opens the slot of today when it is due, and not before', () => {
    expect(plan(new Date(NINE.getTime() - 1), YESTERDAY)).toEqual([]);
    expect(plan(NINE, YESTERDAY)).toEqual(['2026-11-21 open']);
  });

  it('has nothing to add once the slot is written down', () => {
    expect(plan(hoursAfter(NINE, 1), NINE)).toEqual([]);
  });

  it('sends the newest missed one while it is news, and notes the older ones', () => {
    const lastDue = new Date('2026-11-18T08:00:00Z');

    expect(plan(hoursAfter(NINE, 12), lastDue)).toEqual([
      '2026-11-19 missed',
      '2026-11-20 missed',
      '2026-11-21 open',
    ]);
    expect(plan(new Date(hoursAfter(NINE, 12).getTime() + 1), lastDue)).toEqual([
      '2026-11-19 missed',
      '2026-11-20 missed',
      '2026-11-21 missed',
    ]);
  });

  it('notes where and when each was due', () => {
    expect(planSlots(subscription('s1'), YESTERDAY, NINE)).toEqual([
      {
        subscriptionId: 's1',
        localDate: '2026-11-21',
        dueAt: NINE,
        channelId: 'C-s1',
        state: 'open',
      },
    ]);
  });

  it('promises nothing from before it was made or changed', () => {
    const updatedAt = hoursAfter(NINE, 1);

    expect(plan(hoursAfter(NINE, 2), undefined, { updatedAt })).toEqual([]);
    expect(plan(hoursAfter(NINE, 24), undefined, { updatedAt })).toEqual(['2026-11-22 open']);
  });

  it('goes on with the newest when it was changed while the clock stood more than a day ahead', () => {
    const updatedAt = hoursAfter(NINE, 30 * 24);
    const now = hoursAfter(NINE, 1);

    expect(plan(now, YESTERDAY, { updatedAt })).toEqual(['2026-11-21 open']);
    expect(plan(now, undefined, { updatedAt })).toEqual(['2026-11-21 open']);
    expect(plan(now, NINE, { updatedAt })).toEqual([]);
    expect(plan(now, YESTERDAY, { updatedAt: hoursAfter(now, 1) })).toEqual([]);
  });

  it('promises nothing while it is paused, and nothing afterwards from that time', () => {
    const pausedUntil = hoursAfter(NINE, 30);

    expect(plan(hoursAfter(NINE, 24), YESTERDAY, { pausedUntil })).toEqual([]);
    expect(plan(hoursAfter(NINE, 48), YESTERDAY, { pausedUntil })).toEqual(['2026-11-23 open']);
  });

  it('goes on with the slot of the very moment at which a pause ends', () => {
    expect(plan(NINE, YESTERDAY, { pausedUntil: NINE })).toEqual(['2026-11-21 open']);
  });

  it.each([
    { state: 'off', overrides: { enabled: false } },
    { state: 'stopped', overrides: { stoppedReason: 'The channel is archived' } },
  ])('promises nothing while it is $state', ({ overrides }) => {
    expect(plan(NINE, YESTERDAY, overrides)).toEqual([]);
  });

  it('lists the missed ones of two months at most', () => {
    const updatedAt = new Date('2020-01-01T00:00:00Z');

    expect(plan(NINE, undefined, { updatedAt })).toHaveLength(62);
  });

  it('takes nothing up again when the clock is set back', () => {
    expect(plan(hoursAfter(NINE, -2), NINE)).toEqual([]);
  });
});
