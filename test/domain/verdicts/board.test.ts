import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddonRef } from '../../../src/domain/addons/addon.ts';
import type { BoardInput } from '../../../src/domain/verdicts/board.ts';
import { composeBoard } from '../../../src/domain/verdicts/board.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import { fakeBackup } from '../../fakes/backups.ts';
import { anyJudged, judged, surveyOf, unread } from '../../fakes/judged.ts';

describe('composeBoard', () => {
  it('keeps projects together, the worst first, and all that is well after all that is not', () => {
    const addons = [
      judged('lab/fresh'),
      judged('lab/missed', 'missed', { verdict: { ageRatio: 2 } }),
      judged('prod/fresh'),
      judged('prod/late', 'late'),
      judged('prod/failed', 'failed', { verdict: { ageRatio: 5 } }),
      judged('attic/fresh'),
    ];

    expect(rowsOf(addons)).toEqual([
      'prod/failed',
      'prod/late',
      'lab/missed',
      'attic/fresh',
      'lab/fresh',
      'prod/fresh',
    ]);
  });

  it('counts what follows on later pages', () => {
    const addons = [
      ...Array.from({ length: 40 }, (_, index) => judged(`prod/db-${index}`)),
      judged('prod/failed', 'failed'),
    ];

    const board = compose(addons, { pageSize: 4 });

    expect(board).toMatchObject({ page: 0, pages: 11, rest: [{ word: 'fresh', count: 37 }] });
  });

  it.each([
    { asked: -3, shown: 0 },
    { asked: 1, shown: 1 },
    { asked: 99, shown: 2 },
  ])('shows page $shown of three when asked for $asked', ({ asked, shown }) => {
    const addons = [judged('p/a'), judged('p/b'), judged('p/c')];

    expect(compose(addons, { page: asked, pageSize: 1 }).page).toBe(shown);
  });

  it('has one empty page for no addon', () => {
    expect(compose([])).toMatchObject({ rows: [], pages: 1, page: 0, total: 0 });
  });

  it('counts addons that could not be read, and says why', () => {
    expect(compose([judged('p/a'), unread('p/b')])).toMatchObject({
      total: 2,
      read: 1,
      blind: [{ kind: 'addons' }],
    });
  });

  it('gives the last fourteen sizes of the type of the newest good copy, oldest first', () => {
    const dumps = Array.from({ length: 16 }, (_, index) =>
      fakeBackup(index + 1, { sizeBytes: index }),
    );
    const others = [
      fakeBackup(0.5, { status: 'failed', sizeBytes: 99 }),
      fakeBackup(1.5, { type: 'snapshot', sizeBytes: 98 }),
    ];

    const [row] = compose([judged('p/a', 'fresh', { backups: [...others, ...dumps] })]).rows;

    expect(row?.sizes).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('shows every addon exactly once over its pages', () => {
    fc.assert(
      fc.property(anyJudged(120), fc.integer({ min: 1, max: 20 }), (addons, pageSize) => {
        const { pages } = compose(addons, { pageSize });
        const seen = Array.from({ length: pages }, (_, page) => compose(addons, { page, pageSize }))
          .flatMap(({ rows }) => rows)
          .map(({ addon }) => formatAddonRef(addon));

        expect(seen.toSorted()).toEqual(
          addons.map(({ reading }) => formatAddonRef(reading.addon)).toSorted(),
        );
      }),
      { numRuns: 30 },
    );
  });
});

function compose(addons: JudgedAddon[], fields: Partial<BoardInput> = {}) {
  return composeBoard({
    survey: surveyOf(addons),
    judged: addons,
    scope: { patterns: [], types: [] },
    page: 0,
    pageSize: 15,
    ...fields,
  });
}

function rowsOf(addons: JudgedAddon[]): string[] {
  return compose(addons).rows.map(({ addon }) => formatAddonRef(addon));
}
