import { describe, expect, it } from 'vitest';
import {
  editDistance,
  meantByName,
  nearestWord,
  slipDistance,
} from '../../src/domain/nearest-word.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['show', 'show', 0],
    ['shwo', 'show', 1],
    ['sho', 'show', 1],
    ['destnation', 'destinations', 2],
    ['abc', '', 3],
  ])('from %j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});

describe('nearestWord', () => {
  it('finds what was probably meant', () => {
    expect(nearestWord('destnations', ['destination', 'destinations', 'show'])).toBe(
      'destinations',
    );
  });

  it('finds nothing when nothing is near', () => {
    expect(nearestWord('weather', ['show', 'digest'])).toBeUndefined();
  });
});

describe('slipDistance', () => {
  it.each([
    ['orders-db', 'orders-db', 0],
    ['ordres-db', 'orders-db', 1],
    ['ordersdb', 'orders-db', 1],
    ['prd', 'prod', 1],
    ['pd', 'prod', Number.POSITIVE_INFINITY],
    ['orders-db-1', 'orders-db-2', Number.POSITIVE_INFINITY],
    ['frankfurt', 'frankfurt-primary', Number.POSITIVE_INFINITY],
  ])('from %j to %j is %d', (typed, name, distance) => {
    expect(slipDistance(typed, name)).toBe(distance);
  });
});

describe('meantByName', () => {
  const namesOf = (name: string) => [name];

  it('forgives a slip', () => {
    expect(meantByName('cold-storge', ['cold-storage', 'hot-storage'], namesOf)).toBe(
      'cold-storage',
    );
  });

  it('takes none of two that are equally near', () => {
    expect(meantByName('archive-u', ['archive-us', 'archive-eu'], namesOf)).toBeUndefined();
  });

  it('takes no neighbor for a thing that is not there', () => {
    expect(meantByName('backups-3', ['backups-1', 'backups-2'], namesOf)).toBeUndefined();
    expect(meantByName('shop-dev', ['shop-prod', 'shop-staging'], namesOf)).toBeUndefined();
  });

  it('counts a thing once, whichever of its names is near', () => {
    const thing = { id: 'cold-storage', name: 'cold storage' };

    expect(meantByName('cold-storag', [thing], ({ id, name }) => [id, name])).toBe(thing);
  });
});
