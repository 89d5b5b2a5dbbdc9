import { describe, expect, it } from 'vitest';
import { type Handler, inTurn, sendJson, startNorthflank } from './local-server.ts';

const REF = { projectId: 'shop-prod', addonId: 'orders-db' };

/** A page of backups, one per day of October 2026. */
function page(days: number[], pagination?: object): Handler {
  const backups = days.map((day) => ({
    id: `day-${day}`,
    status: 'completed',
    createdAt: new Date(Date.UTC(2026, 9, day)).toISOString(),
  }));
  return (_request, response) => sendJson(response, { data: { backups }, pagination });
}

const fail: Handler = (_request, response) => sendJson(response, { error: {} }, 403);

describe('a list of pages', () => {
  it('is followed to its last page', async () => {
    await using local = await startNorthflank(
      inTurn(
        page([6, 5], { hasNextPage: true, cursor: 'c1', count: 2 }),
        page([4, 3], { hasNextPage: true, cursor: 'c2', count: 2 }),
        page([2], { hasNextPage: false, cursor: 'c3', count: 1 }),
      ),
    );

    const { rows, reach } = await local.northflank.listAddonBackups(REF);

    expect(rows.map(({ id }) => id)).toEqual(['day-6', 'day-5', 'day-4', 'day-3', 'day-2']);
    expect(reach).toBe('end');
    expect(local.requests.map(({ query }) => query.get('cursor'))).toEqual([null, 'c1', 'c2']);
    expect(local.requests.map(({ query }) => query.get('per_page'))).toEqual(['100', '100', '100']);
  });

  it('sends a cursor back unharmed, whatever signs it has', async () => {
    const cursor = 'a+b/c=d&e f?g#h%i"é';
    await using local = await startNorthflank(
      inTurn(page([2], { hasNextPage: true, cursor }), page([1], { hasNextPage: false })),
    );

    await local.northflank.listAddonBackups(REF);

    expect(local.requests[1]?.query.get('cursor')).toBe(cursor);
  });

  it.each([
    { pagination: { hasNextPage: false, cursor: null } },
    { pagination: { hasNextPage: false, cursor: 'more' } },
    { pagination: { cursor: null } },
    { pagination: {} },
    { pagination: null },
    { pagination: undefined },
  ])('ends at $pagination', async ({ pagination }) => {
    await using local = await startNorthflank(page([1], pagination ?? undefined));

    expect((await local.northflank.listAddonBackups(REF)).reach).toBe('end');
    expect(local.requests).toHaveLength(1);
  });

  it.each([{ cursor: null }, { cursor: '' }, { cursor: undefined }])(
    'stops at another page with cursor $cursor, and does not call that the end',
    async ({ cursor }) => {
      await using local = await startNorthflank(page([1], { hasNextPage: true, cursor }));

      const { reach, failure, rows } = await local.northflank.listAddonBackups(REF);

      expect(reach).toBe('failed');
      expect(failure?.kind).toBe('malformed');
      expect(rows).toHaveLength(1);
      expect(local.requests).toHaveLength(1);
    },
  );

  it('follows a cursor that comes without hasNextPage', async () => {
    await using local = await startNorthflank(inTurn(page([2], { cursor: 'c1' }), page([1])));

    expect((await local.northflank.listAddonBackups(REF)).rows).toHaveLength(2);
  });

  it('stops when a cursor comes again, and says so', async () => {
    await using local = await startNorthflank(
      inTurn(
        page([6], { hasNextPage: true, cursor: 'c1' }),
        page([5], { hasNextPage: true, cursor: 'c2' }),
        page([6], { hasNextPage: true, cursor: 'c1' }),
      ),
    );

    const { rows, reach, failure } = await local.northflank.listAddonBackups(REF);

    expect(rows.map(({ id }) => id)).toEqual(['day-6', 'day-5']);
    expect(reach).toBe('failed');
    expect(failure).toMatchObject({
      kind: 'cursor-loop',
      reason: 'Northflank sent the same page twice',
    });
    expect(local.requests).toHaveLength(3);
  });

  it('stops at a cap where every page names another', async () => {
    let pages = 0;
    await using local = await startNorthflank(
      (request, response) => {
        pages += 1;
        page([], { hasNextPage: true, cursor: `c${pages}` })(request, response);
      },
      { limits: { maxPages: 4 } },
    );

    const { reach, failure } = await local.northflank.listAddonBackups(REF);

    expect(reach).toBe('failed');
    expect(failure).toMatchObject({
      kind: 'cursor-loop',
      reason: 'the list did not end within 4 pages',
    });
    expect(local.requests).toHaveLength(4);
  });

  it('keeps the pages that were read when a later one fails', async () => {
    await using local = await startNorthflank(
      inTurn(page([6, 5], { hasNextPage: true, cursor: 'c1' }), fail),
    );

    const { rows, reach, failure } = await local.northflank.listAddonBackups(REF);

    expect(rows).toHaveLength(2);
    expect(reach).toBe('failed');
    expect(failure).toMatchObject({
      kind: 'forbidden',
      reason: "the token's role lacks a permission",
    });
  });

  it('keeps them too when a later page is not a list', async () => {
    await using local = await startNorthflank(
      inTurn(page([6], { hasNextPage: true, cursor: 'c1' }), (_request, response) =>
        sendJson(response, { data: { backups: null } }),
      ),
    );

    expect(await local.northflank.listAddonBackups(REF)).toMatchObject({
      rows: [{ id: 'day-6' }],
      reach: 'failed',
      failure: { kind: 'malformed' },
    });
  });

  it('fails when the first page fails', async () => {
    await using local = await startNorthflank(fail);

    await expect(local.northflank.listAddonBackups(REF)).rejects.toMatchObject({
      kind: 'forbidden',
      status: 403,
    });
  });

  it.each([
    { answer: {} },
    { answer: { data: {} } },
    { answer: { data: null } },
    { answer: { data: { backups: {} } } },
    { answer: 'text' },
    { answer: null },
  ])('does not take $answer for an empty list', async ({ answer }) => {
    await using local = await startNorthflank((_request, response) => sendJson(response, answer));

    await expect(local.northflank.listAddonBackups(REF)).rejects.toMatchObject({
      kind: 'malformed',
    });
  });

  it('takes schedules that are left out for none, as documented', async () => {
    await using local = await startNorthflank((_request, response) =>
      sendJson(response, { data: {} }),
    );

    expect(await local.northflank.listSchedules(REF)).toMatchObject({ rows: [], reach: 'end' });
  });

  it('counts a row once that slid to the next page while reading', async () => {
    await using local = await startNorthflank(
      inTurn(
        page([6, 5], { hasNextPage: true, cursor: 'c1' }),
        page([5, 4], { hasNextPage: false }),
      ),
    );

    const { rows } = await local.northflank.listAddonBackups(REF);

    expect(rows.map(({ id }) => id)).toEqual(['day-6', 'day-5', 'day-4']);
  });
});

describe('stopping early', () => {
  const newestFirst = inTurnOf([6, 5], [4, 3], [2, 1]);
  const mixed = inTurnOf([5, 6], [4, 3], [2, 1]);
  const since = new Date(Date.UTC(2026, 9, 4));

  it.each([
    { options: { since }, order: 'newest first', pages: 2, reach: 'enough' },
    { options: { atLeast: 2 }, order: 'newest first', pages: 1, reach: 'enough' },
    { options: { atLeast: 3 }, order: 'newest first', pages: 2, reach: 'enough' },
    { options: { atLeast: 6 }, order: 'newest first', pages: 3, reach: 'end' },
    { options: {}, order: 'newest first', pages: 3, reach: 'end' },
    { options: { since }, order: 'mixed', pages: 3, reach: 'end' },
    { options: { atLeast: 2 }, order: 'mixed', pages: 3, reach: 'end' },
  ])(
    'with $options and rows $order reads $pages pages',
    async ({ options, order, ...expected }) => {
      await using local = await startNorthflank(order === 'mixed' ? mixed() : newestFirst());

      const { reach } = await local.northflank.listAddonBackups(REF, options);

      expect(local.requests).toHaveLength(expected.pages);
      expect(reach).toBe(expected.reach);
    },
  );
});

function inTurnOf(...days: [number[], ...number[][]]): () => Handler {
  const [first, ...rest] = days.map((rows, index) =>
    page(rows, { hasNextPage: index < days.length - 1, cursor: `c${index}` }),
  );
  if (first === undefined) throw new Error('a list has at least one page');
  return () => inTurn(first, ...rest);
}
