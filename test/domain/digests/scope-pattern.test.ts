import { describe, expect, it } from 'vitest';
import { parsePattern, suggestPatterns } from '../../../src/domain/digests/scope-pattern.ts';
import { directoryOf } from '../../fakes/directories.ts';

const DIRECTORY = directoryOf([
  'prod/cache',
  'prod/orders-db',
  'prod/users-db',
  'staging/orders-db',
]);

describe('parsePattern', () => {
  it.each([
    ['prod/orders-db', 'prod/orders-db'],
    ['prod', 'prod/*'],
    ['prod/', 'prod/*'],
    ['/orders-db', '*/orders-db'],
    ['*', '*/*'],
    ['  “Prod/*-DB” ', 'prod/*-db'],
    ['prod / orders—db', 'prod/orders-db'],
    ['prod/**', 'prod/*'],
  ])('reads %j as %j', (typed, pattern) => {
    expect(parsePattern(typed)).toBe(pattern);
  });

  it.each(['', ' ', '/', 'a/b/c', 'prod orders', 'prod/or<ders', '-prod', '<!channel>'])(
    'does not take %j for a pattern',
    (typed) => {
      expect(parsePattern(typed)).toBeUndefined();
    },
  );
});

describe('suggestPatterns', () => {
  const patterns = (query: string, limit = 20) =>
    suggestPatterns(DIRECTORY, query, limit).map(({ pattern }) => pattern);

  it('offers whole projects and then addons before anything is typed', () => {
    expect(patterns('')).toEqual([
      'prod/*',
      'staging/*',
      'prod/cache',
      'prod/orders-db',
      'prod/users-db',
      'staging/orders-db',
    ]);
  });

  it('finds projects and addons by what is typed', () => {
    expect(patterns('stag')).toEqual(['staging/*', 'staging/orders-db']);
    expect(patterns('orders')).toEqual(['prod/orders-db', 'staging/orders-db']);
  });

  it('offers a typed pattern itself with what it covers, and then each of that', () => {
    const [first, ...rest] = suggestPatterns(DIRECTORY, 'prod/*-db', 20);

    expect(first?.pattern).toBe('prod/*-db');
    expect(first?.addons.map(({ addonId }) => addonId)).toEqual(['orders-db', 'users-db']);
    expect(rest.map(({ pattern }) => pattern)).toEqual(['prod/orders-db', 'prod/users-db']);
  });

  it('takes a wildcard without a project for addons, and for projects where that fits', () => {
    expect(patterns('*-db')[0]).toBe('*/*-db');
    expect(patterns('*-db').at(-1)).toBe('*-db/*');
    expect(patterns('stag*').slice(0, 2)).toEqual(['stag*/*', 'staging/orders-db']);
  });

  it('lets somebody name what does not exist yet', () => {
    expect(patterns('prod/billing-db')).toEqual(['prod/billing-db']);
    expect(suggestPatterns(DIRECTORY, 'prod/billing-db', 9)[0]?.addons).toEqual([]);
  });

  it('offers no more than asked for, and nothing twice', () => {
    expect(patterns('', 3)).toHaveLength(3);
    expect(patterns('prod/orders-db')).toEqual(['prod/orders-db']);
  });
});
