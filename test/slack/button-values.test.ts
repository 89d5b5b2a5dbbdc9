import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_BACKUPS, parseShowFilter } from '../../src/domain/history/show-filter.ts';
import { UserError } from '../../src/domain/user-error.ts';
import {
  addonPageValue,
  addonValue,
  destinationPageValue,
  readAddonPageValue,
  readAddonValue,
  readDestinationPageValue,
  readStatusPageValue,
  statusPageValue,
} from '../../src/slack/button-values.ts';

const READERS = [readAddonValue, readAddonPageValue, readDestinationPageValue, readStatusPageValue];
const REF = { projectId: 'shop-prod', addonId: 'orders-db' };
const AS_OF = new Date('2026-11-21T09:00:00Z');

describe('a button value', () => {
  it('brings an addon back', () => {
    expect(readAddonValue(addonValue(REF))).toEqual(REF);
  });

  it('brings a page of backups back', () => {
    const value = {
      ref: REF,
      view: { filter: parseShowFilter('failed 7d'), page: 2, asOf: AS_OF },
    };

    expect(addonPageValue(value)).toBe(
      '{"ref":"shop-prod/orders-db","filter":"failed 7d","page":2,"asOf":1795251600000}',
    );
    expect(readAddonPageValue(addonPageValue(value))).toEqual(value);
  });

  it('brings a page of a destination back', () => {
    const value = { id: 'offsite-eu', view: { filter: ALL_BACKUPS, page: 0, asOf: undefined } };

    expect(readDestinationPageValue(destinationPageValue(value))).toEqual(value);
  });

  it('brings a page of the board back', () => {
    const value = { page: 3, projectId: 'shop-prod', anew: true };

    expect(readStatusPageValue(statusPageValue(value))).toEqual(value);
    expect(readStatusPageValue('{"page":0}')).toEqual({ page: 0, anew: false });
  });

  it.each([
    undefined,
    '',
    'x',
    'null',
    '{}',
    '{"ref":"a/b/c","filter":"all","page":0}',
    '{"ref":"a/b","filter":"nonsense","page":0}',
    '{"ref":"a/b","filter":"all","page":-1}',
    '{"ref":"a/b","filter":"all","page":0,"asOf":1e300}',
  ])('of another time (%s) says that it is out of date', (value) => {
    expect(() => readAddonPageValue(value)).toThrow(/^This button is out of date/);
  });

  it.each(['', 'x', '{}', '{"page":-1}', '{"page":1.5}', undefined])(
    'of another board (%s) says that it is out of date',
    (value) => {
      expect(() => readStatusPageValue(value)).toThrow(/^This button is out of date/);
    },
  );

  it('that somebody made up gives an answer or a sentence, never another error', () => {
    const outcome = (read: (value: string) => unknown, value: string): unknown => {
      try {
        read(value);
        return undefined;
      } catch (error) {
        return error;
      }
    };
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (value) => {
        for (const read of READERS) {
          const error = outcome(read, value);
          expect(error === undefined || error instanceof UserError).toBe(true);
        }
      }),
    );
  });
});
