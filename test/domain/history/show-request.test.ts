import { describe, expect, it } from 'vitest';
import { formatShowFilter } from '../../../src/domain/history/show-filter.ts';
import { parseShowRequest } from '../../../src/domain/history/show-request.ts';
import { UserError } from '../../../src/domain/user-error.ts';

/** The readings as `addon | filter`. */
function readings(text: string): string[] {
  const request = parseShowRequest(text);
  if (request.kind === 'pick') return [`pick | ${formatShowFilter(request.filter)}`];
  return request.readings.map(({ typed, filter }) => `${typed} | ${formatShowFilter(filter)}`);
}

describe('parseShowRequest', () => {
  it.each([
    ['shop-prod/orders-db', ['shop-prod/orders-db | all']],
    ['shop-prod/orders-db failed 7d', ['shop-prod/orders-db | failed 7d']],
    ['shop-prod / orders-db failed', ['shop-prod/orders-db | failed']],
    ['"Orders DB" dumps', ['Orders DB | dumps']],
    ['orders-db', ['orders-db | all']],
    ['orders-db failed', ['orders-db failed | all', 'orders-db | failed']],
    ['Orders DB', ['Orders DB | all']],
    ['Orders DB failed', ['Orders DB failed | all', 'Orders DB | failed']],
    ['orders last 7 days', ['orders last 7 days | all', 'orders last | 7d', 'orders | 7d']],
    ['backups', ['backups | all']],
  ])('reads %j as %j', (text, expected) => {
    expect(readings(text)).toEqual(expected);
  });

  it.each([
    ['', 'pick | all'],
    ['  ', 'pick | all'],
    ['""', 'pick | all'],
    ['failed', 'pick | failed'],
    ['dumps, last 7d', 'pick | dumps 7d'],
  ])('lets an addon be picked for %j', (text, expected) => {
    expect(readings(text)).toEqual([expected]);
  });

  it('keeps the mistake in a filter for where no reading leads to an addon', () => {
    const request = parseShowRequest('shop-prod/orders-db nonsense');

    expect(readings('shop-prod/orders-db nonsense')).toEqual([
      'shop-prod/orders-db nonsense | all',
    ]);
    expect(request.kind === 'addon' && request.mistake).toBeInstanceOf(UserError);
  });

  it('refuses a mistaken filter behind quotes at once', () => {
    expect(() => parseShowRequest('"Orders DB" nonsense')).toThrow(UserError);
  });
});
