import { describe, expect, it } from 'vitest';
import { sizeHistories } from '../../../src/domain/history/size-history.ts';
import { fakeBackup, NOW } from '../../fakes/backups.ts';

describe('sizeHistories', () => {
  it("gives the newest size of each day, oldest day first, for each type's own copies", () => {
    const backups = [
      fakeBackup(1, { type: 'snapshot', sizeBytes: 30 }),
      fakeBackup(2, { sizeBytes: 12 }),
      fakeBackup(3, { sizeBytes: 11 }),
      fakeBackup(25, { type: 'snapshot', sizeBytes: 20 }),
      fakeBackup(26, { sizeBytes: 10 }),
    ];

    expect(sizeHistories(backups, 'UTC', NOW)).toEqual([
      {
        type: 'snapshot',
        points: [
          { day: '20 Nov', sizeBytes: 20 },
          { day: '21 Nov', sizeBytes: 30 },
        ],
      },
      {
        type: 'dump',
        points: [
          { day: '20 Nov', sizeBytes: 10 },
          { day: '21 Nov', sizeBytes: 12 },
        ],
      },
    ]);
  });

  it('leaves out what is no copy, what holds foreign data, and what has no known size', () => {
    const backups = [
      fakeBackup(1, { sizeBytes: undefined }),
      fakeBackup(2),
      fakeBackup(26, { status: 'failed' }),
      fakeBackup(27, { type: 'import' }),
      fakeBackup(50, { type: 'import' }),
    ];

    expect(sizeHistories(backups, 'UTC', NOW)).toEqual([]);
  });

  it('passes over a copy whose size is not known', () => {
    const backups = [fakeBackup(1), fakeBackup(26, { sizeBytes: undefined }), fakeBackup(50)];

    expect(sizeHistories(backups, 'UTC', NOW)[0]?.points.map(({ day }) => day)).toEqual([
      '19 Nov',
      '21 Nov',
    ]);
  });

  it('begins a day where the zone does', () => {
    const backups = [fakeBackup(8), fakeBackup(10)];

    expect(sizeHistories(backups, 'UTC', NOW)).toHaveLength(1);
    expect(sizeHistories(backups, 'America/New_York', NOW)).toHaveLength(0);
  });

  it('ends with the newest twenty days', () => {
    const backups = Array.from({ length: 30 }, (_, day) => fakeBackup(day * 24));
    const [history] = sizeHistories(backups, 'UTC', NOW);

    expect(history?.points).toHaveLength(20);
    expect(history?.points.at(-1)?.day).toBe('21 Nov');
  });

  it('names the year of a day of another one, so that no label comes twice', () => {
    const backups = [0, 365, 730].map((days) => fakeBackup(days * 24));

    expect(sizeHistories(backups, 'UTC', NOW)[0]?.points.map(({ day }) => day)).toEqual([
      '21 Nov 2024',
      '21 Nov 2025',
      '21 Nov',
    ]);
  });
});
