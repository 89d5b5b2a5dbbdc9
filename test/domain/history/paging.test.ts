import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAGE_SIZE, pageOf, reachFor, reachToJudge } from '../../../src/domain/history/paging.ts';
import { ALL_BACKUPS, parseShowFilter } from '../../../src/domain/history/show-filter.ts';
import { fakeBackup, fakeBrokenListing, fakeListing, hoursAgo, NOW } from '../../fakes/backups.ts';

const rows = (count: number, first = 1) =>
  Array.from({ length: count }, (_, index) => fakeBackup(first + index));

const view = (page: number, asOf?: Date) => ({ filter: ALL_BACKUPS, page, asOf });

describe('pageOf', () => {
  it('leafs through every row once, whatever arrives meanwhile', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.array(fc.nat(5), { maxLength: 12 }), (count, arrivals) => {
        const original = rows(count, 100);
        let current = original;
        let asOf: Date | undefined;
        const seen: string[] = [];
        for (let page = 0; page * PAGE_SIZE < Math.max(1, count); page += 1) {
          const shown = pageOf(fakeListing(current), view(page, asOf), hoursAgo(100));
          asOf = shown.asOf;
          seen.push(...shown.rows.map(({ id }) => id));
          const born = arrivals[page] ?? 0;
          current = [
            ...rows(born, 90 - 6 * page).map((row) => ({ ...row, id: `new-${row.id}` })),
            ...current,
          ];
        }

        expect(seen).toEqual(original.map(({ id }) => id));
      }),
    );
  });

  it('counts what came since', () => {
    const page = pageOf(fakeListing(rows(20)), view(1, hoursAgo(3)), NOW);

    expect(page).toMatchObject({ newer: 2, total: 18, offset: 15, page: 1, hasOlder: false });
  });

  it('shows a backup of a clock that runs ahead of ours', () => {
    expect(pageOf(fakeListing([fakeBackup(-0.1)]), view(0), NOW).rows).toHaveLength(1);
  });

  it('gives the last page for one that is gone', () => {
    expect(pageOf(fakeListing(rows(16)), view(7), NOW)).toMatchObject({ page: 1, offset: 15 });
    expect(pageOf(fakeListing([]), view(7), NOW)).toMatchObject({ page: 0, total: 0, rows: [] });
  });

  it.each([
    { what: 'was read whole', listing: fakeListing(rows(15)), exact: true, hasOlder: false },
    {
      what: 'was left off on purpose',
      listing: fakeListing(rows(15), { reach: 'enough' }),
      exact: false,
      hasOlder: true,
    },
    { what: 'broke off', listing: fakeBrokenListing(rows(15)), exact: false, hasOlder: false },
  ])('knows whether it counted all of a list that $what', ({ listing, exact, hasOlder }) => {
    expect(pageOf(listing, view(0), NOW)).toMatchObject({ totalIsExact: exact, hasOlder });
  });

  it.each([
    { read: 168, exact: false },
    { read: 169, exact: true },
  ])('with "7d" and $read hours read counts exactly: $exact', ({ read, exact }) => {
    const listing = fakeListing(rows(read), { reach: 'enough' });

    const page = pageOf(listing, { filter: parseShowFilter('7d'), page: 0 }, NOW);

    expect(page).toMatchObject({ total: 168, totalIsExact: exact });
  });
});

describe('reachFor', () => {
  it('reads a little more than the page, for what its rows are compared with', () => {
    expect(reachFor(view(0), NOW)).toEqual({ atLeast: 55 });
    expect(reachFor(view(3), NOW)).toEqual({ atLeast: 100 });
  });

  it('reads twice the time asked for, from where the pages are anchored', () => {
    const filter = parseShowFilter('failed 7d');

    expect(reachFor({ filter, page: 0 }, NOW)).toEqual({ since: hoursAgo(336) });
    expect(reachFor({ filter, page: 1, asOf: hoursAgo(1) }, NOW)).toEqual({ since: hoursAgo(337) });
  });

  it('reads to the end where matching rows may be anywhere', () => {
    expect(reachFor({ filter: parseShowFilter('failed'), page: 0 }, NOW)).toEqual({});
  });
});

describe('reachToJudge', () => {
  it.each([
    { words: 'all', reach: { since: hoursAgo(336), atLeast: 55 } },
    { words: '1d', reach: { since: hoursAgo(336), atLeast: undefined } },
    { words: '30d', reach: { since: hoursAgo(1440), atLeast: undefined } },
    { words: 'failed', reach: {} },
  ])('with "$words" reads at least two weeks', ({ words, reach }) => {
    expect(reachToJudge({ filter: parseShowFilter(words), page: 0 }, NOW)).toEqual(reach);
  });
});
