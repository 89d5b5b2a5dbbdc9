import { describe, expect, it } from 'vitest';
import type { BackupType } from '../../src/domain/backup.ts';
import { lastGoodOf, standingsOf } from '../../src/domain/standing.ts';
import { fakeBackup } from '../fakes/backups.ts';

describe('standingsOf', () => {
  it('does not let good snapshots hide broken dumps', () => {
    const backups = [
      fakeBackup(1, { type: 'snapshot' }),
      fakeBackup(2, { status: 'failed' }),
      fakeBackup(3, { type: 'snapshot' }),
      fakeBackup(26, { status: 'aborted' }),
      fakeBackup(50),
    ];

    expect(standingsOf(backups)).toEqual([
      {
        type: 'dump',
        lastGood: backups[4],
        badSince: [backups[1], backups[3]],
        pending: undefined,
      },
      { type: 'snapshot', lastGood: backups[0], badSince: [], pending: undefined },
    ]);
  });

  it('puts what never worked before what works no more', () => {
    const backups = [
      fakeBackup(1, { status: 'failed' }),
      fakeBackup(2, { status: 'failed', type: 'snapshot' }),
      fakeBackup(3),
    ];

    expect(standingsOf(backups).map(({ type }) => type)).toEqual(['snapshot', 'dump']);
  });

  it('puts last what no schedule promises, unless nothing is known to be promised', () => {
    const backups = [
      fakeBackup(1, { type: 'snapshot' }),
      fakeBackup(2, { status: 'not-supported' }),
    ];
    const types = (promised: readonly BackupType[]) =>
      standingsOf(backups, new Set(promised)).map(({ type }) => type);

    expect(types(['snapshot'])).toEqual(['snapshot', 'dump']);
    expect(types(['unknown'])).toEqual(['dump', 'snapshot']);
    expect(types([])).toEqual(['dump', 'snapshot']);
  });

  it('counts a run under way as neither good nor bad', () => {
    const backups = [fakeBackup(0, { status: 'in-progress' }), fakeBackup(24)];

    expect(standingsOf(backups)).toEqual([
      { type: 'dump', lastGood: backups[1], badSince: [], pending: backups[0] },
    ]);
  });

  it('counts a status that nobody documents as bad', () => {
    const backups = [fakeBackup(0, { status: 'unknown', rawStatus: 'odd' }), fakeBackup(24)];

    expect(standingsOf(backups)[0]?.badSince).toEqual([backups[0]]);
  });

  it('has nothing to say of no backups', () => {
    expect(standingsOf([])).toEqual([]);
    expect(lastGoodOf([])).toBeUndefined();
  });
});
