import { describe, expect, it } from 'vitest';
import { parsePattern, suggestPatterns } from '../../../src/domain/addons/scope-pattern.ts';
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
  const MENU = { options: 20, optionValue: 75 };
  const patterns = (query: string, options = 20) =>
    suggestPatterns(DIRECTORY, query, { ...MENU, options }).map(({ pattern }) => pattern);

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
    const [first, ...rest] = suggestPatterns(DIRECTORY, 'prod/*-db', MENU);

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
    expect(suggestPatterns(DIRECTORY, 'prod/billing-db', MENU)[0]?.addons).toEqual([]);
  });

  it.each([
    ['p'.repeat(20), 'a'.repeat(80), `${'p'.repeat(20)}/${'a'.repeat(53)}*`],
    ['p'.repeat(80), 'a'.repeat(20), `${'p'.repeat(53)}*/${'a'.repeat(20)}`],
    ['p'.repeat(80), 'a'.repeat(80), `${'p'.repeat(36)}*/${'a'.repeat(36)}*`],
  ])('offers %s/%s, which no menu takes, with * for its end', (project, addon, offered) => {
    const directory = directoryOf([`${project}/${addon}`]);

    const choices = suggestPatterns(directory, addon.slice(0, 9), MENU);

    expect(choices.map(({ pattern }) => pattern)).toContain(offered);
    expect(choices.find(({ pattern }) => pattern === offered)?.addons).toHaveLength(1);
    expect(Math.max(...choices.map(({ pattern }) => pattern.length))).toBeLessThanOrEqual(75);
  });

  it('says of a shortened one everything that it covers', () => {
    const twins = ['one', 'two'].map((end) => `prod/${'a'.repeat(80)}-${end}`);

    const [choice, ...more] = suggestPatterns(directoryOf(twins), 'aaaa', MENU);

    expect(more).toEqual([]);
    expect(choice?.addons).toHaveLength(2);
  });

  it('offers no more than asked for, and nothing twice', () => {
    expect(patterns('', 3)).toHaveLength(3);
    expect(patterns('prod/orders-db')).toEqual(['prod/orders-db']);
  });
});
