import assert from 'node:assert/strict';
import { addonRows } from '../../../src/northflank/addons.ts';
import { backupRows } from '../../../src/northflank/backups.ts';
import { destinationBackupRows } from '../../../src/northflank/destination-backups.ts';
import { destinationRows } from '../../../src/northflank/destinations.ts';
import { asRow, type Row, RowProblem } from '../../../src/northflank/fields.ts';
import type { RowReader } from '../../../src/northflank/listing.ts';
import { projectRows } from '../../../src/northflank/projects.ts';
import { scheduleRows } from '../../../src/northflank/schedules.ts';
import type { Case } from '../case.ts';
import { feeding } from './feed.ts';
import { spoilt } from './foreign.ts';

const AT = '2026-11-21T02:30:00.000Z';
const BACKUP = {
  id: 'nightly-1',
  name: 'nightly 1',
  status: 'completed',
  createdAt: AT,
  completedAt: AT,
  customDestinationId: 'archive',
  config: {
    source: { type: 'sameAddon' },
    size: '1200000000',
    compressionType: 'zstd',
    addonVersion: '16.4.0',
    addonType: 'postgresql',
    additionalDestinations: [{ id: 'far' }],
  },
};
const SCHEDULE = {
  id: 'daily',
  backupType: 'dump',
  scheduling: { interval: 'weekly', minute: [30], hour: [2], day: [0, 6] },
  retentionTime: 30,
  customDestinationId: 'archive',
  additionalDestinations: ['far'],
  createdAt: AT,
};
const ADDON = {
  id: 'orders-db',
  name: 'Orders DB',
  status: 'running',
  spec: { type: 'postgresql', config: { versionTag: '16.4.0' } },
};
const DESTINATION = {
  id: 'archive',
  name: 'Archive',
  description: 'Copies of the shop',
  type: 's3',
  prefix: 'shop/',
  credentials: { bucketName: 'shop', region: 'us-west-2', endpoint: 's3.example.com' },
};

/** Rows of each list of Northflank, with any parts of them gone or something else. */
export const rowCases: readonly Case[] = [
  rows('projects', projectRows, { id: 'shop-prod', name: 'Shop prod' }),
  rows('addons', addonRows('shop-prod'), ADDON),
  rows('backups', backupRows, BACKUP),
  rows('schedules', scheduleRows, SCHEDULE),
  rows('destinations', destinationRows, DESTINATION),
  rows("a destination's backups", destinationBackupRows, {
    ...BACKUP,
    project: { id: 'shop-prod' },
    addon: { id: 'orders-db' },
    schedules: [SCHEDULE],
    expiredBy: AT,
  }),
];

function rows<T>(what: string, { read, keyOf, dateOf }: RowReader<T>, sound: Row): Case {
  return feeding({
    name: `rows of Northflank: ${what}`,
    required: 'read, or told unreadable in a few words; nothing else thrown, no date that is none',
    inputs: spoilt(sound, ...Object.keys(sound)),
    feed: (given) => {
      const row = asRow(given) ?? {};
      try {
        const value = read(row);
        assert.equal(typeof keyOf(value), 'string');
        if (dateOf !== undefined) assert.ok(Number.isFinite(dateOf(value).getTime()));
        return true;
      } catch (error) {
        if (error instanceof RowProblem && error.message.length < 200) return false;
        throw error;
      }
    },
  });
}
