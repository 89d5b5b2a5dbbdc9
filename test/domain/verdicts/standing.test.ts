import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import type { BackupSchedule } from '../../../src/domain/schedules/schedule.ts';
import { standingOf } from '../../../src/domain/verdicts/standing.ts';
import { DAILY, fakeBackup, fakeListing, fakeSchedule, HOURLY, NOW } from '../../fakes/backups.ts';

const ADDON = {
  projectId: 'shop-prod',
  projectName: 'Shop Prod',
  addonId: 'orders-db',
  name: 'Orders DB',
  status: 'running',
};
const DUMPS = fakeSchedule(DAILY);
const SNAPSHOTS = fakeSchedule(HOURLY, { type: 'snapshot' });

function stand(backups: readonly Backup[], schedules: readonly BackupSchedule[]) {
  const reading = {
    kind: 'read' as const,
    addon: ADDON,
    backups: fakeListing(backups),
    schedules: fakeListing(schedules),
    readAt: NOW,
  };
  return standingOf(reading, NOW, 'UTC');
}

describe('standingOf', () => {
  it('does not let good snapshots hide broken dumps', () => {
    const snapshot = fakeBackup(0.75, { type: 'snapshot' });
    const failed = fakeBackup(6.5, { status: 'failed' });
    const good = fakeBackup(30.5);

    const { verdict, tracks } = stand([snapshot, failed, good], [SNAPSHOTS, DUMPS]);

    expect(verdict.word).toBe('failed');
    expect(tracks).toMatchObject([
      { type: 'dump', bad: [failed], lastGood: good },
      { type: 'snapshot', bad: [], lastGood: snapshot },
    ]);
  });

  it('puts what never worked before what works no more', () => {
    const backups = [
      fakeBackup(0.75, { type: 'snapshot', status: 'failed' }),
      fakeBackup(6.5, { status: 'failed' }),
      fakeBackup(30.5),
    ];

    expect(stand(backups, [DUMPS, SNAPSHOTS]).tracks.map(({ type }) => type)).toEqual([
      'snapshot',
      'dump',
    ]);
  });

  it('tells of what nobody scheduled only when it went wrong, and last', () => {
    const dump = fakeBackup(6.5);
    const good = fakeBackup(3, { type: 'snapshot' });
    const bad = fakeBackup(3, { type: 'snapshot', status: 'failed' });

    expect(stand([good, dump], [DUMPS]).tracks.map(({ type }) => type)).toEqual(['dump']);
    expect(stand([bad, dump], [DUMPS]).tracks.map(({ type }) => type)).toEqual(['dump', undefined]);
  });

  it('believes no run that is dated in the future, as the verdict does not', () => {
    const good = fakeBackup(6.5);
    const future = fakeBackup(-48);

    const { verdict, tracks } = stand([future, good], [DUMPS]);

    expect(verdict.lastGood).toEqual(good);
    expect(tracks).toMatchObject([{ type: 'dump', lastGood: good }]);
  });

  it('tells of what nobody scheduled where it holds the newest good copy', () => {
    const manual = fakeBackup(3, { type: 'snapshot' });
    const failed = fakeBackup(6.5, { status: 'failed' });

    expect(stand([manual], []).tracks).toMatchObject([{ type: undefined, lastGood: manual }]);
    expect(stand([manual, failed], [DUMPS]).tracks).toMatchObject([
      { type: 'dump', bad: [failed] },
      { type: undefined, lastGood: manual },
    ]);
  });
});
