import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddonRef } from '../../../src/domain/addons/addon.ts';
import { searchAddons } from '../../../src/domain/addons/search.ts';
import { editDistance } from '../../../src/domain/nearest-word.ts';
import { directoryOf, entry } from '../../fakes/directories.ts';

const DIRECTORY = directoryOf([
  entry('lab/preorder'),
  entry('lab/shop-orders'),
  entry('orders-team/cache'),
  entry('prod/ledger', { name: 'Orders ledger' }),
  entry('prod/oders'),
  entry('prod/orders'),
  entry('prod/orders-db'),
]);

describe('searchAddons', () => {
  it('puts beginnings before word beginnings before parts before typos', () => {
    expect(found('order')).toEqual([
      'prod/ledger',
      'prod/orders',
      'prod/orders-db',
      'orders-team/cache',
      'lab/shop-orders',
      'lab/preorder',
      'prod/oders',
    ]);
  });

  it('wants every word to hit', () => {
    expect(found('prod orders-db')).toEqual(['prod/orders-db']);
    expect(found('lab order')).toEqual(['lab/shop-orders', 'lab/preorder']);
  });

  it('understands an address and capitals', () => {
    expect(found('Prod/Orders')[0]).toBe('prod/orders');
  });

  it('lists all for an empty query, as many as asked for', () => {
    expect(found('')).toEqual(DIRECTORY.addons.map(formatAddonRef));
    expect(searchAddons(DIRECTORY, ' ', 2)).toHaveLength(2);
  });

  it('forgives one slip in the beginning of a name: too much, too little, another, swapped', () => {
    const letters = (minLength: number) =>
      string({ unit: constantFrom('a', 'b', 'c'), minLength, maxLength: 6 });
    assert(
      property(letters(1), letters(3), (name, typed) => {
        const isNear = [0, -1, 1].some(
          (more) => editDistance(name.slice(0, typed.length + more), typed) <= 1,
        );
        const hits = searchAddons(directoryOf([entry(`z/${name}`, { name })]), typed);

        expect(hits.length > 0).toBe(isNear || name.includes(typed));
      }),
      { numRuns: 5_000 },
    );
  });

  it('finds nothing for what is nowhere', () => {
    expect(found('zebra')).toEqual([]);
  });
});

function found(query: string): string[] {
  return searchAddons(DIRECTORY, query).map(formatAddonRef);
}
