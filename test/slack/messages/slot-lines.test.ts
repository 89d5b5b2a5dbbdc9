import { describe, expect, it } from 'vitest';
import type { RowMark, SlotRow } from '../../../src/domain/verdicts/slot-row.ts';
import { slotLegend, slotLines, spokenSlots } from '../../../src/slack/messages/slot-lines.ts';

const SINCE = new Date('2026-11-07T02:30:00Z');
const DATE = '<!date^1794018600^{date_short_pretty}|2026-11-07 02:30 UTC>';

function row(marks: RowMark[], fields: Partial<SlotRow> = {}): SlotRow {
  return { type: 'dump', marks, perDay: false, promised: 14, made: 11, since: SINCE, ...fields };
}

const DAILY = row(['done', 'done', 'done', 'failed', 'missed']);
const SNAPSHOTS = row(['none', 'done', 'some', 'unknown'], {
  type: 'snapshot',
  perDay: true,
  promised: 90,
  made: 80,
});

describe('slotLines', () => {
  it('show one type without its name', () => {
    expect(slotLines([DAILY])).toEqual([`✔✔✔✖○ · promised 14, made 11 since ${DATE}`]);
  });

  it('show several types with their names', () => {
    expect(slotLines([DAILY, SNAPSHOTS])).toEqual([
      `dump ✔✔✔✖○ · promised 14, made 11 since ${DATE}`,
      `snapshot ·✔◇◌ · promised 90, made 80 since ${DATE}`,
    ]);
  });

  it('count nothing before the first slot is settled', () => {
    const first = row(['running'], { type: 'unknown', promised: 0, made: 0, since: undefined });

    expect(slotLines([first])).toEqual(['◔']);
    expect(slotLines([first, DAILY])[0]).toBe('backup ◔');
    expect(spokenSlots([first])).toEqual([]);
  });
});

describe('slotLegend', () => {
  it('explains the marks that occur, and no other', () => {
    expect(slotLegend([DAILY])).toEqual([
      'Oldest left, one mark per scheduled run: ✔ made  ✖ failed  ○ missed',
    ]);
    expect(slotLegend([SNAPSHOTS])).toEqual([
      'Oldest left, one mark per day: ✔ made  ◇ some made  ◌ not known  · none due',
    ]);
    expect(slotLegend([])).toEqual([]);
  });

  it('says which of several types is told by the day', () => {
    expect(slotLegend([DAILY, SNAPSHOTS])[0]).toContain(
      'one mark per scheduled run (snapshot: per day):',
    );
  });

  it('tells one shape once, with all that it stands for', () => {
    expect(slotLegend([row(['late', 'running', 'stuck'])])[0]).toMatch(
      /: ◔ stuck or late or running$/,
    );
  });
});

describe('spokenSlots', () => {
  it('say the count without marks, which would be read out one by one', () => {
    expect(spokenSlots([DAILY])).toEqual([`Promised 14 times since ${DATE}, made 11`]);
    expect(spokenSlots([DAILY, SNAPSHOTS])[1]).toBe(
      `snapshots promised 90 times since ${DATE}, made 80`,
    );
    expect(spokenSlots([row(['done'], { promised: 1, made: 1 })])).toEqual([
      `Promised once since ${DATE}, made 1`,
    ]);
  });
});
