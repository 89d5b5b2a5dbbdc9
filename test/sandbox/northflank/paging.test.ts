import { describe, expect, it } from 'vitest';
import { type Page, type Placed, pageOf } from '../../../sandbox/northflank/paging.ts';

function list(...places: number[]): Placed<number>[] {
  return places.map((at) => ({ at, key: `k ${at}`, value: at }));
}

function page(items: Placed<number>[], query: Record<string, string>): Page<number> {
  return pageOf(items, new URLSearchParams(query));
}

describe('pageOf', () => {
  const hundred = list(...Array.from({ length: 120 }, (_, at) => at - 60));

  it('gives 50 items unless asked otherwise', () => {
    expect(page(hundred, {}).pagination).toMatchObject({ hasNextPage: true, count: 50 });
  });

  it('counts the items of this page and sends no cursor with the last', () => {
    expect(page(hundred, { per_page: '100', page: '2' })).toEqual({
      items: Array.from({ length: 20 }, (_, index) => index + 40),
      pagination: { hasNextPage: false, count: 20 },
    });
  });

  it('goes on after the last item read, though others came and went since', () => {
    const { cursor = '' } = page(list(1, 2, 3, 4), { per_page: '2' }).pagination;

    expect(page(list(0, 1, 3, 4), { per_page: '2', cursor }).items).toEqual([3, 4]);
  });

  it('writes cursors that do not survive a URL unless they are encoded', () => {
    const { cursor = '' } = page(hundred, {}).pagination;

    expect(cursor).toMatch(/^\+.*\/=$/);
    expect(() => pageOf(hundred, new URLSearchParams(`cursor=${cursor}`))).toThrow(
      'Invalid cursor',
    );
  });

  it('lets the cursor count when a page number is sent too', () => {
    const { cursor = '' } = page(hundred, { per_page: '10' }).pagination;

    expect(page(hundred, { per_page: '10', page: '7', cursor }).items[0]).toBe(-50);
  });

  it('is empty past the end', () => {
    expect(page(hundred, { page: '9' })).toEqual({
      items: [],
      pagination: { hasNextPage: false, count: 0 },
    });
  });

  it.each([
    [{ per_page: '101' }, 'per_page must be'],
    [{ per_page: '0' }, 'per_page must be'],
    [{ page: '0' }, 'page must be'],
    [{ page: '1.5' }, 'page must be'],
    [{ cursor: '' }, 'Invalid cursor'],
  ])('refuses %o', (query: Record<string, string>, message) => {
    expect(() => page(hundred, query)).toThrow(message);
  });
});
