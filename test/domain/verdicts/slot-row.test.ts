import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slotRows } from '../../../src/domain/verdicts/slot-row.ts';
import type { LedgerSlot, SlotOutcome } from '../../../src/domain/verdicts/verdict.ts';
import { hoursAgo, NOW } from '../../fakes/backups.ts';

const SHORT: Readonly<Record<string, SlotOutcome>> = {
  d: 'done',
  f: 'failed',
  a: 'aborted',
  m: 'missed',
  s: 'stuck',
  l: 'late',
  r: 'running',
  w: 'waiting',
  u: 'unknown',
};

/** Slots oldest first, the newest an hour ago; one letter each, `.` for none. */
function slots(letters: string, everyHours = 24, type: LedgerSlot['type'] = 'dump'): LedgerSlot[] {
  return letters.split('').flatMap((letter, index) => {
    const outcome = SHORT[letter];
    if (outcome === undefined) return [];
    const at = hoursAgo(1 + (letters.length - 1 - index) * everyHours);
    return { at, type, scheduleIds: ['s'], outcome };
  });
}

describe('slotRows', () => {
  it('has a mark for each slot, oldest first, and counts what was promised and made', () => {
    expect(slotRows(slots('dddffm'), NOW)).toEqual([
      {
        type: 'dump',
        marks: ['done', 'done', 'done', 'failed', 'failed', 'missed'],
        perDay: false,
        promised: 6,
        made: 3,
        since: hoursAgo(121),
      },
    ]);
  });

  it('leaves open and unknown slots out of the count, as the verdict does', () => {
    expect(slotRows(slots('udldrw'), NOW)).toMatchObject([{ promised: 2, made: 2 }]);
  });

  it('counts from the first slot whose end is known', () => {
    expect(slotRows(slots('uuldd'), NOW)).toMatchObject([{ promised: 2, since: hoursAgo(25) }]);
    expect(slotRows(slots('ul'), NOW)).toMatchObject([{ promised: 0, since: undefined }]);
  });

  it('leaves out what is past its retention: where one is still there, others may have been', () => {
    const kept = slots('ddddddddd').map((slot) => ({ ...slot, keptMs: 3 * 24 * 3_600_000 }));

    expect(slotRows(kept, NOW)).toMatchObject([
      { marks: ['done', 'done', 'done'], promised: 3, since: hoursAgo(49) },
    ]);
    const gone = kept.slice(0, 2);
    expect(slotRows(gone, NOW)).toEqual([]);
  });

  it('has a row for each type', () => {
    const rows = slotRows([...slots('df'), ...slots('dd', 24, 'snapshot')], NOW);

    expect(rows.map(({ type, made }) => [type, made])).toEqual([
      ['dump', 1],
      ['snapshot', 2],
    ]);
  });

  it('is empty without slots', () => {
    expect(slotRows([], NOW)).toEqual([]);
  });

  it.each([
    { count: 28, perDay: false },
    { count: 29, perDay: true },
  ])('tells $count slots per day: $perDay', ({ count, perDay }) => {
    expect(slotRows(slots('d'.repeat(count), 12), NOW)).toMatchObject([{ perDay }]);
  });

  it.each([
    { day: 'dddd', mark: 'done' },
    { day: 'ddmd', mark: 'some' },
    { day: 'fmfm', mark: 'failed' },
    { day: 'mmaa', mark: 'missed' },
    { day: 'aaaa', mark: 'aborted' },
    { day: 'ddud', mark: 'unknown' },
    { day: 'mmum', mark: 'missed' },
    { day: 'dddl', mark: 'done' },
    { day: 'rl..', mark: 'late' },
    { day: '....', mark: 'none' },
  ])('marks a day of $day as $mark', ({ day, mark }) => {
    const rows = slotRows(slots(`${'dddd'.repeat(8)}${day}dddd`, 6), NOW);

    expect(rows[0]?.marks.at(-2)).toBe(mark);
  });

  it('begins with the first day that has a slot and ends now, whatever lies between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('d', 'f', 'm', 'u', '.'), { minLength: 60, maxLength: 300 }),
        (letters) => {
          const made = slots(`${'d'.repeat(29)}${letters.join('')}`, 1);
          const [row] = slotRows(made, NOW);
          const days = Math.ceil((letters.length + 30) / 24);

          expect(row?.marks).toHaveLength(days);
          expect(row?.marks[0]).not.toBe('none');
        },
      ),
    );
  });

  it('puts a slot that a fast clock filled early into the last day', () => {
    const early = slots(`${'d'.repeat(39)}f`, 6).map((slot) => ({
      ...slot,
      at: new Date(slot.at.getTime() + 3_660_000),
    }));
    const marks = slotRows(early, NOW)[0]?.marks;

    expect(marks).toHaveLength(10);
    expect(marks?.at(-1)).toBe('some');
  });
});
