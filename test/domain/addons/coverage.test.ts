import { describe, expect, it } from 'vitest';
import { addonTypes, assessCoverage } from '../../../src/domain/addons/coverage.ts';
import { directoryOf, entry, project } from '../../fakes/directories.ts';

const DIRECTORY = directoryOf([
  entry('prod/cache', { type: 'redis' }),
  entry('prod/orders-db', { type: 'postgresql' }),
  entry('staging/orders-db', { type: 'postgresql' }),
  'staging/odd',
]);
const FAILURE = { kind: 'timeout', reason: 'Northflank took too long' } as const;

describe('assessCoverage', () => {
  it('finds the covered addons', () => {
    const { addons, complete } = assessCoverage(DIRECTORY, { patterns: ['prod/*'], types: [] });

    expect(addons.map(({ addonId }) => addonId)).toEqual(['cache', 'orders-db']);
    expect(complete).toBe(true);
  });

  it('names patterns that cover nothing, also because of the chosen types', () => {
    const patterns = ['prod/*', 'prod/cache', 'test/*'];

    expect(assessCoverage(DIRECTORY, { patterns, types: [] }).idlePatterns).toEqual(['test/*']);
    expect(assessCoverage(DIRECTORY, { patterns, types: ['postgresql'] }).idlePatterns).toEqual([
      'prod/cache',
      'test/*',
    ]);
  });

  it.each([
    ['a project that it covers was not read', ['hidden/*'], false],
    ['a project that it does not cover was not read', ['prod/*'], true],
  ])('knows whether there may be more when %s', (_, patterns, complete) => {
    const directory = {
      ...DIRECTORY,
      unreadProjects: [{ project: project('hidden'), failure: FAILURE }],
    };

    expect(assessCoverage(directory, { patterns, types: [] }).complete).toBe(complete);
  });

  it.each([{ failure: FAILURE }, { unreadableRows: 1 }])('may be more with %j', (gap) => {
    const directory = { ...DIRECTORY, ...gap };

    expect(assessCoverage(directory, { patterns: ['prod/*'], types: [] }).complete).toBe(false);
  });
});

describe('addonTypes', () => {
  it('names each type once', () => {
    expect(addonTypes(DIRECTORY)).toEqual(['postgresql', 'redis']);
  });
});
