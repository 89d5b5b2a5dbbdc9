import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRepeats, type RowIdentity } from '../../src/northflank/repeats.ts';

interface Row {
  id: string;
  at: number;
}

const identity: RowIdentity<Row> = {
  keyOf: ({ id }: Row) => id,
  dateOf: ({ at }: Row) => new Date(at),
};

/** Ids of the rows that are no repeats, in their order. */
function kept(rows: readonly Row[], reader = identity): string[] {
  const isRepeat = createRepeats(reader);
  return rows.filter((row) => !isRepeat(row)).map(({ id }) => id);
}

describe('a row of an earlier page', () => {
  it.each([
    { where: 'right after itself', rows: ['a9', 'a9', 'b8'], left: ['a', 'b'] },
    { where: 'after another of the same moment', rows: ['a9', 'b9', 'a9'], left: ['a', 'b'] },
    { where: 'after older ones', rows: ['a9', 'b8', 'c7', 'b8', 'd6'], left: ['a', 'b', 'c', 'd'] },
    { where: 'in a list that is oldest first', rows: ['a1', 'b2', 'a1'], left: ['a', 'b'] },
    { where: 'twice', rows: ['a9', 'b8', 'a9', 'b8', 'c7', 'a9'], left: ['a', 'b', 'c'] },
  ])('is told where it comes $where', ({ rows, left }) => {
    const read = rows.map((text) => ({ id: text.slice(0, 1), at: Number(text.slice(1)) }));

    expect(kept(read)).toEqual(left);
  });

  it('is told in lists without dates', () => {
    const rows = ['a', 'b', 'a'].map((id) => ({ id, at: 0 }));

    expect(kept(rows, { ...identity, dateOf: undefined })).toEqual(['a', 'b']);
  });

  it('is told in any order whatever, as if all were remembered', () => {
    // A row has one moment, whichever page it comes on.
    const momentOf = (id: number) => (id * 7) % 5;
    const rows = fc.array(fc.nat(12).map((id) => ({ id: `row ${id}`, at: momentOf(id) })));
    fc.assert(
      fc.property(rows, (list) => {
        expect(kept(list)).toEqual([...new Set(list.map(({ id }) => id))]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is looked for by no key while rows go back in time', () => {
    let asked = 0;
    const isRepeat = createRepeats<Row>({
      ...identity,
      keyOf: ({ id }) => {
        asked += 1;
        return id;
      },
    });
    for (let at = 100; at > 0; at -= 1) isRepeat({ id: String(at), at });

    expect(asked).toBe(0);
  });
});
