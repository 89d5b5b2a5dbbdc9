import { describe, expect, it } from 'vitest';
import { backupRows } from '../../src/northflank/backups.ts';
import { collectListing } from '../../src/northflank/listing.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

function row(day: number) {
  return { id: `b${day}`, name: 'nightly', status: 'completed', createdAt: at(day).toISOString() };
}

function at(day: number): Date {
  return new Date(Date.UTC(2026, 10, day, 2, 30));
}

async function boundsOf(rows: unknown[]): Promise<(Date | undefined)[]> {
  async function* pages() {
    yield await Promise.resolve({ rows, isLast: true });
  }
  const { unreadable } = await collectListing(pages(), backupRows, () => NOW);
  return unreadable.map(({ notAfter }) => notAfter);
}

describe('an unreadable row', () => {
  it('is no newer than the row above it where the list is newest first', async () => {
    expect(await boundsOf([row(20), { id: 'x' }, row(19), row(18), null])).toEqual([
      at(20),
      at(18),
    ]);
  });

  it('may be of any age at the top', async () => {
    expect(await boundsOf([{ id: 'x' }, row(20), row(19)])).toEqual([undefined]);
  });

  it.each([
    ['oldest first', [row(18), { id: 'x' }, row(19)]],
    ['in no order', [row(20), { id: 'x' }, row(18), row(19)]],
    ['too short to prove an order', [row(20), { id: 'x' }]],
  ])('may be of any age in a list that is %s', async (_, rows) => {
    expect(await boundsOf(rows)).toEqual([undefined]);
  });
});
