import { expect, it } from 'vitest';
import type { Backup } from '../../src/domain/backup.ts';
import type { Listing } from '../../src/domain/listing.ts';
import { packBackups } from '../../src/survey/packed-backups.ts';

const NOW = new Date('2026-10-06T09:00:00Z');

const RUNNING: Backup = {
  id: 'b2',
  name: 'nightly \ud800 "Übung" \u2028',
  status: 'in-progress',
  rawStatus: 'in-progress',
  type: 'dump',
  createdAt: new Date('2026-10-06T01:30:00.123Z'),
  destinationIds: [],
};
const DONE: Backup = {
  ...RUNNING,
  id: 'b1',
  status: 'completed',
  rawStatus: 'completed',
  completedAt: new Date('2026-10-05T01:34:00Z'),
  sizeBytes: 0,
  destinationIds: ['archive-0'],
};

function listing(rows: readonly Backup[]): Listing<Backup> {
  const failure = { kind: 'timeout', reason: 'it took too long' } as const;
  return { rows, unreadable: [{ reason: 'odd' }], reach: 'failed', failure, readAt: NOW };
}

it('gives back all that was packed, and leaves absent what was absent', () => {
  const packed = packBackups(listing([RUNNING, DONE]));

  expect(packed).toEqual(listing([RUNNING, DONE]));
  expect(packed.rows).toEqual([RUNNING, DONE]);
  expect(packBackups(listing([])).rows).toEqual([]);
});

it('holds no row itself', () => {
  const packed = packBackups(listing([DONE]));

  expect(packed.rows[0]).not.toBe(packed.rows[0]);
});
