import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coversAddon,
  coversAny,
  coversEverything,
  describeCoverage,
  mayCoverProject,
  widestScope,
} from '../../../src/domain/addons/scope.ts';
import { entry } from '../../fakes/directories.ts';

describe('coversAddon', () => {
  it.each([
    { patterns: [], address: 'prod/orders', covers: true },
    { patterns: ['prod/orders'], address: 'prod/orders', covers: true },
    { patterns: ['prod/orders'], address: 'prod/orders-db', covers: false },
    { patterns: ['prod/*'], address: 'prod/orders', covers: true },
    { patterns: ['prod/*'], address: 'prod-eu/orders', covers: false },
    { patterns: ['prod'], address: 'prod/orders', covers: true },
    { patterns: ['prod/'], address: 'prod/orders', covers: true },
    { patterns: ['*/orders-*'], address: 'prod/orders-db', covers: true },
    { patterns: ['*-prod/*-db'], address: 'shop-prod/orders-db', covers: true },
    { patterns: ['*-prod/*-db'], address: 'shop-prod/orders', covers: false },
    { patterns: ['*/a*b*c'], address: 'prod/a-b-b-c', covers: true },
    { patterns: ['*/a*b*c'], address: 'prod/a-c-b', covers: false },
    { patterns: ['*/ab*ba'], address: 'prod/aba', covers: false },
    { patterns: ['lab/*', 'prod/*'], address: 'prod/orders', covers: true },
    { patterns: ['*'], address: 'prod/orders', covers: true },
    { patterns: ['prod.*'], address: 'prodx/orders', covers: false },
  ])('with $patterns on $address: $covers', ({ patterns, address, covers }) => {
    expect(coversAddon({ patterns, types: [] }, entry(address))).toBe(covers);
  });

  it('wants one of the types, where types are named', () => {
    const scope = { patterns: [], types: ['postgresql', 'mysql'] };

    expect(coversAddon(scope, entry('prod/a', { type: 'mysql' }))).toBe(true);
    expect(coversAddon(scope, entry('prod/a', { type: 'redis' }))).toBe(false);
    expect(coversAddon(scope, entry('prod/a'))).toBe(false);
  });

  it('takes no longer than the text for a hostile pattern', () => {
    const scope = { patterns: [`*/${'a*'.repeat(2000)}b`], types: [] };

    expect(coversAddon(scope, entry(`prod/${'a'.repeat(4000)}`))).toBe(false);
  });
});

describe('mayCoverProject', () => {
  it('looks at the project only', () => {
    const scope = { patterns: ['prod-*/orders'], types: ['redis'] };

    expect(mayCoverProject(scope, 'prod-eu')).toBe(true);
    expect(mayCoverProject(scope, 'lab')).toBe(false);
    expect(mayCoverProject({ patterns: [], types: [] }, 'lab')).toBe(true);
  });
});

describe('coversEverything', () => {
  it.each([
    { patterns: [], types: [], everything: true },
    { patterns: ['lab/a', '*/*'], types: [], everything: true },
    { patterns: ['*'], types: [], everything: true },
    { patterns: ['*/a*'], types: [], everything: false },
    { patterns: [], types: ['redis'], everything: false },
  ])('is $everything for $patterns and $types', ({ patterns, types, everything }) => {
    expect(coversEverything({ patterns, types })).toBe(everything);
  });
});

describe('several scopes', () => {
  const scope = fc.record({
    patterns: fc.array(fc.constantFrom('prod', 'lab/*', '*/orders', 'prod/wiki'), { maxLength: 2 }),
    types: fc.array(fc.constantFrom('redis', 'mysql'), { maxLength: 2 }),
  });
  const addon = fc
    .tuple(
      fc.constantFrom('prod', 'lab', 'stage'),
      fc.constantFrom('orders', 'wiki', 'cache'),
      fc.constantFrom('redis', 'mysql', undefined),
    )
    .map(([projectId, addonId, type]) => ({ projectId, addonId, type }));

  it('mean everything where there is none', () => {
    expect(coversAny([], entry('prod/orders'))).toBe(true);
    expect(coversEverything(widestScope([]))).toBe(true);
  });

  it('cover what any of them covers, and the widest leaves none of that out', () => {
    fc.assert(
      fc.property(fc.array(scope, { minLength: 1, maxLength: 4 }), addon, (scopes, one) => {
        const covered = scopes.some((each) => coversAddon(each, one));

        expect(coversAny(scopes, one)).toBe(covered);
        expect(!covered || coversAddon(widestScope(scopes), one)).toBe(true);
      }),
    );
  });

  it('join what they name', () => {
    expect(
      widestScope([
        { patterns: ['prod'], types: ['redis'] },
        { patterns: ['prod', 'lab'], types: ['mysql'] },
      ]),
    ).toEqual({ patterns: ['prod', 'lab'], types: ['redis', 'mysql'] });
  });
});

describe('describeCoverage', () => {
  it.each([
    { addresses: [], words: 'no addon' },
    { addresses: ['lab/a'], words: '1 addon in lab' },
    { addresses: ['lab/a', 'prod/a', 'prod/b'], words: '2 addons in prod, 1 in lab' },
    {
      addresses: ['a/1', 'b/1', 'c/1', 'd/1', 'e/1', 'f/1', 'g/1'],
      words: '1 addon in a, 1 in b, 1 in c, 1 in d, 1 in e and 2 in 2 more projects',
    },
  ])('says "$words"', ({ addresses, words }) => {
    expect(describeCoverage(addresses.map((address) => entry(address)))).toBe(words);
  });
});
