import { describe, expect, it } from 'vitest';
import type { Backup, BackupStatus, BackupType } from '../../../src/domain/backup.ts';
import {
  ALL_BACKUPS,
  formatShowFilter,
  isBad,
  parseShowFilter,
  passesFilter,
} from '../../../src/domain/history/show-filter.ts';
import { UserError } from '../../../src/domain/user-error.ts';

const NOW = new Date('2026-11-21T09:00:00Z');

describe('parseShowFilter', () => {
  it.each([
    ['', 'all'],
    ['all', 'all'],
    ['failed', 'failed'],
    ['7d', '7d'],
    ['7d failed', 'failed 7d'],
    ['Dumps, last 3 days', 'dumps 3d'],
    ['snapshot dump', 'dumps snapshots'],
    ['--failed and only the snapshots!', 'failed snapshots'],
    ['24h', '1d'],
    ['36 hours', '36h'],
    ['2 weeks', '14d'],
    ['999999d', '3650d'],
    ['3d 7d', '7d'],
  ])('reads "%s" as "%s"', (typed, filter) => {
    expect(formatShowFilter(parseShowFilter(typed))).toBe(filter);
  });

  it.each(['faild', '0d', '7x', 'd', '?', 'failed orders-db'])('refuses "%s"', (typed) => {
    expect(() => parseShowFilter(typed)).toThrow(UserError);
  });

  it('names the word it does not know and every word it knows', () => {
    expect(() => parseShowFilter('failed <!channel>*')).toThrow(
      /^“channel” is no filter\. Use `failed`, `dumps`, `snapshots`, .*`7d`.*`all`/,
    );
  });
});

describe('passesFilter', () => {
  function backup(status: BackupStatus, type: BackupType, hoursAgo = 1): Backup {
    const createdAt = new Date(NOW.getTime() - hoursAgo * 3_600_000);
    return { id: 'b', name: 'b', status, rawStatus: status, type, createdAt, destinationIds: [] };
  }

  it.each<[BackupStatus, boolean]>([
    ['completed', false],
    ['scheduled', false],
    ['in-progress', false],
    ['failed', true],
    ['aborted', true],
    ['aborting', true],
    ['not-supported', true],
    ['unknown', true],
  ])('counts a status %s as bad: %s', (status, bad) => {
    expect(isBad(backup(status, 'dump'))).toBe(bad);
    expect(passesFilter(backup(status, 'dump'), parseShowFilter('failed'), NOW)).toBe(bad);
  });

  it.each<[BackupType, boolean]>([
    ['dump', true],
    ['snapshot', false],
    ['import', false],
    ['unknown', true],
  ])('with "dumps" shows a %s: %s', (type, shown) => {
    expect(passesFilter(backup('completed', type), parseShowFilter('dumps'), NOW)).toBe(shown);
  });

  it.each([
    { hoursAgo: 168, shown: true },
    { hoursAgo: 168.01, shown: false },
  ])('with "7d" shows a backup of $hoursAgo h: $shown', ({ hoursAgo, shown }) => {
    expect(passesFilter(backup('failed', 'dump', hoursAgo), parseShowFilter('7d'), NOW)).toBe(
      shown,
    );
  });

  it('lets everything through without a filter', () => {
    expect(passesFilter(backup('completed', 'import', 9999), ALL_BACKUPS, NOW)).toBe(true);
  });
});
