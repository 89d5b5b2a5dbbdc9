import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import { type HistoryRow, toHistoryRows } from '../../../src/domain/history/history.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import type { BackupSchedule } from '../../../src/domain/schedules/schedule.ts';
import {
  DAILY,
  fakeBackup,
  fakeBrokenListing,
  fakeListing,
  fakeSchedule,
  HOURLY,
  hoursAgo,
  NOW,
} from '../../fakes/backups.ts';

function describeAll(
  backups: readonly Backup[],
  schedules: Listing<BackupSchedule> = fakeListing([]),
): HistoryRow[] {
  return toHistoryRows(backups, {
    backups: fakeListing(backups),
    schedules,
    zone: 'UTC',
    now: NOW,
  });
}

describe('the size change of a row', () => {
  it('is measured against the previous completed backup of the same type', () => {
    const rows = describeAll([
      fakeBackup(1, { sizeBytes: 103 }),
      fakeBackup(2, { sizeBytes: 9000, type: 'snapshot' }),
      fakeBackup(3, { sizeBytes: 5, status: 'failed' }),
      fakeBackup(4, { sizeBytes: 100 }),
      fakeBackup(5, { sizeBytes: 256 }),
    ]);

    expect(rows.map(({ sizeChange }) => sizeChange?.toFixed(2))).toEqual([
      '0.03',
      undefined,
      undefined,
      '-0.61',
      undefined,
    ]);
  });

  it.each([
    { what: 'its own size is not known', newer: { sizeBytes: undefined }, older: {} },
    { what: 'the size before is not known', newer: {}, older: { sizeBytes: undefined } },
    { what: 'there was nothing before', newer: {}, older: { sizeBytes: 0 } },
    { what: 'the types are not known', newer: { type: 'unknown' }, older: { type: 'unknown' } },
    { what: 'both came from elsewhere', newer: { type: 'import' }, older: { type: 'import' } },
  ] as const)('is not known where $what', ({ newer, older }) => {
    expect(
      describeAll([fakeBackup(1, newer), fakeBackup(2, older)])[0]?.sizeChange,
    ).toBeUndefined();
  });

  it('finds the backup before on the page behind', () => {
    const backups = [fakeBackup(1, { sizeBytes: 50 }), fakeBackup(2)];

    const [row] = toHistoryRows(backups.slice(0, 1), {
      backups: fakeListing(backups),
      schedules: fakeListing([]),
      zone: 'UTC',
      now: NOW,
    });

    expect(row?.sizeChange).toBe(-0.9999995);
  });
});

describe('the duration of a row', () => {
  it.each([
    { what: 'a completed run', fields: {}, durationMs: 240_000 },
    {
      what: 'a run under way, until now',
      fields: { status: 'in-progress' },
      durationMs: 3_600_000,
    },
    { what: 'a run that waits', fields: { status: 'scheduled' }, durationMs: undefined },
    { what: 'a run without an end', fields: { completedAt: undefined }, durationMs: undefined },
    { what: 'a run that ends before it starts', fields: { completedAt: hoursAgo(2) } },
  ] as const)('of $what', ({ fields, ...expected }) => {
    expect(describeAll([fakeBackup(1, fields)])[0]?.durationMs).toBe(
      'durationMs' in expected ? expected.durationMs : undefined,
    );
  });
});

describe('the version of a row', () => {
  it('is told only where it changed', () => {
    const rows = describeAll([
      fakeBackup(1, { version: '16.1' }),
      fakeBackup(2, { version: '16.1' }),
      fakeBackup(3),
      fakeBackup(4, { version: '15.4' }),
    ]);

    expect(rows.map(({ versionBefore }) => versionBefore)).toEqual([
      undefined,
      '15.4',
      undefined,
      undefined,
    ]);
  });
});

describe('the origin of a row', () => {
  const daily = fakeSchedule(DAILY);
  const schedules = fakeListing([daily]);
  /** 02:30 on the day of NOW. */
  const SLOT = 6.5;
  const MINUTE = 1 / 60;

  it.each([
    { minutes: -3, kind: 'manual' },
    { minutes: -2, kind: 'scheduled' },
    { minutes: 0, kind: 'scheduled' },
    { minutes: 10, kind: 'scheduled' },
    { minutes: 240, kind: 'manual' },
  ])('of a run $minutes min after a slot is $kind', ({ minutes, kind }) => {
    const run = fakeBackup(SLOT - minutes * MINUTE, {
      createdAt: new Date(hoursAgo(SLOT).getTime() + minutes * 60_000),
    });

    expect(describeAll([run], schedules)[0]?.origin.kind).toBe(kind);
  });

  it('is found for a run of any age', () => {
    const rows = describeAll([fakeBackup(SLOT), fakeBackup(SLOT + 40 * 24)], schedules);

    expect(rows.map(({ origin }) => origin.kind)).toEqual(['scheduled', 'scheduled']);
  });

  it('names every schedule that shares the moment', () => {
    const weekly = fakeSchedule({ interval: 'weekly', minutes: [30], hours: [2], days: [5] });

    const [row] = describeAll([fakeBackup(SLOT)], fakeListing([daily, weekly]));

    expect(row?.origin).toEqual({ kind: 'scheduled', schedules: [daily, weekly] });
  });

  it('prefers the nearest slot', () => {
    const hourly = fakeSchedule({ ...HOURLY, minutes: [20] });

    const [row] = describeAll([fakeBackup(SLOT)], fakeListing([hourly, daily]));

    expect(row?.origin).toEqual({ kind: 'scheduled', schedules: [daily] });
  });

  it('gives a slot to the first run only', () => {
    const rows = describeAll([fakeBackup(SLOT - 0.1), fakeBackup(SLOT)], schedules);

    expect(rows.map(({ origin }) => origin.kind)).toEqual(['manual', 'scheduled']);
  });

  it('is never a schedule of another type', () => {
    const [row] = describeAll([fakeBackup(SLOT, { type: 'snapshot' })], schedules);

    expect(row?.origin.kind).toBe('unknown');
  });

  it('is not known before the schedules of today, which replaced others', () => {
    const young = fakeSchedule(DAILY, { createdAt: hoursAgo(5) });

    expect(describeAll([fakeBackup(SLOT)], fakeListing([young]))[0]?.origin.kind).toBe('unknown');
  });

  it('is not called manual while schedules could not be read', () => {
    const partial = { ...fakeBrokenListing([daily]) };
    const unreadable = fakeListing([daily], { unreadable: [{ reason: 'no interval' }] });

    for (const listing of [partial, unreadable]) {
      expect(describeAll([fakeBackup(4)], listing)[0]?.origin.kind).toBe('unknown');
    }
  });

  it('of an import is the import', () => {
    const [row] = describeAll([fakeBackup(SLOT, { type: 'import' })], schedules);

    expect(row?.origin.kind).toBe('import');
  });
});
