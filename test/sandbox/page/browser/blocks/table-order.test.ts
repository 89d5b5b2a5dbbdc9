import { describe, expect, it } from 'vitest';
import { nextOrder, sortRows } from '../../../../../sandbox/page/browser/blocks/table-order.ts';

const words = (text: string) => ({ type: 'raw_text', text });
const number = (value: number) => ({ type: 'raw_number', value, text: `${value} MB` });
const rows = [
  [words('b'), number(9)],
  [words('a'), number(100)],
  [words('c'), number(9)],
];
const names = (sorted: { text?: unknown }[][]) => sorted.map(([first]) => first?.text);

describe('sortRows', () => {
  it('keeps the table’s own order when none is asked for', () => {
    expect(names(sortRows(rows, undefined))).toEqual(['b', 'a', 'c']);
  });

  it('sorts words by the alphabet', () => {
    expect(names(sortRows(rows, { column: 0, descending: true }))).toEqual(['c', 'b', 'a']);
  });

  it('sorts numbers by their value, and leaves equal ones in their order', () => {
    expect(names(sortRows(rows, { column: 1, descending: false }))).toEqual(['b', 'c', 'a']);
  });

  it('sorts a column that is not all numbers by its words, as Slack does', () => {
    const mixed = [...rows, [words('d'), words('10 MB')]];

    expect(names(sortRows(mixed, { column: 1, descending: false }))).toEqual(['d', 'a', 'b', 'c']);
  });
});

describe('nextOrder', () => {
  it('goes up, then down, then back', () => {
    const up = nextOrder(undefined, 1);
    const down = nextOrder(up, 1);

    expect([up, down, nextOrder(down, 1)]).toEqual([
      { column: 1, descending: false },
      { column: 1, descending: true },
      undefined,
    ]);
  });

  it('begins anew at another column', () => {
    expect(nextOrder({ column: 1, descending: false }, 0)).toEqual({
      column: 0,
      descending: false,
    });
  });
});
