import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import { findRecoveries } from '../../../src/domain/digests/recoveries.ts';
import type { Told } from '../../../src/domain/digests/row.ts';
import type { LedgerSlot, VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { fakeBackup, hoursAgo, NOW } from '../../fakes/backups.ts';
import { judged } from '../../fakes/judged.ts';

const POSTED_AT = hoursAgo(5);
const WINDOW = { from: hoursAgo(29), to: NOW };

function told(word: VerdictWord, sinceHours: number): Told {
  const bad = { 'prod/a': { word, since: hoursAgo(sinceHours) } };
  return { at: POSTED_AT, first: {}, bad, alarmed: [], snoozed: [] };
}

function recover(backups: Backup[], said: Told | undefined, slots: LedgerSlot[] = []) {
  const addon = judged('prod/a', 'fresh', { backups, verdict: { slots } });
  return findRecoveries([addon], WINDOW, {}, said)[0];
}

function endOf(hours: number): Date {
  return new Date(hoursAgo(hours).getTime() + 240_000);
}

function slot(hours: number, fields: Partial<LedgerSlot> = {}): LedgerSlot {
  return { at: hoursAgo(hours), type: 'dump', scheduleIds: [], outcome: 'missed', ...fields };
}

describe('findRecoveries of a digest composed again', () => {
  it('takes no good run from before it was bad for the one that fixed it', () => {
    const hourly = [fakeBackup(1), fakeBackup(3.5), fakeBackup(4.5), fakeBackup(5.5)];

    expect(recover(hourly, told('late', 2.2))).toMatchObject({
      was: 'late',
      goodSince: endOf(1),
      repair: { failures: 0, withoutCopyMs: 2.5 * 3_600_000 + 240_000 },
    });
  });

  it('does not blame a failure that was mended before it was late', () => {
    const runs = [fakeBackup(1), fakeBackup(8), fakeBackup(9, { status: 'failed' })];

    expect(recover(runs, told('late', 2))).toMatchObject({
      was: 'late',
      failedAt: undefined,
      failures: 0,
      goodSince: endOf(1),
    });
  });

  it('blames a failure that came while it was late', () => {
    const runs = [fakeBackup(1), fakeBackup(1.5, { status: 'failed' }), fakeBackup(8)];

    expect(recover(runs, told('late', 2))).toMatchObject({
      failedAt: hoursAgo(1.5),
      goodSince: endOf(1),
    });
  });

  it('counts a failure before it that no good run of its type had mended', () => {
    const runs = [
      fakeBackup(1),
      fakeBackup(4, { status: 'failed' }),
      fakeBackup(6, { status: 'failed' }),
      fakeBackup(8),
      fakeBackup(9, { status: 'failed' }),
    ];

    expect(recover(runs, told('failed', 3))).toMatchObject({
      failedAt: hoursAgo(4),
      failures: 3,
      goodSince: endOf(1),
      repair: { failures: 2 },
    });
  });

  it.each<{ name: string; dumpSlot: Partial<LedgerSlot> }>([
    { name: 'came late', dumpSlot: { outcome: 'done', backup: fakeBackup(1) } },
    { name: 'never came', dumpSlot: { outcome: 'missed' } },
    {
      name: 'failed before its window',
      dumpSlot: { outcome: 'failed', backup: fakeBackup(30, { status: 'failed' }) },
    },
  ])('lets no snapshot end the wait for a dump that $name', ({ dumpSlot }) => {
    const snapshots = [4, 3, 2].map((hours) => fakeBackup(hours, { type: 'snapshot' }));
    const dump = fakeBackup(1);
    const slots = [
      slot(31, { outcome: 'done', backup: fakeBackup(31) }),
      slot(30, dumpSlot),
      ...snapshots.map((backup) =>
        slot((NOW.getTime() - backup.createdAt.getTime()) / 3_600_000, {
          type: 'snapshot',
          outcome: 'done',
          backup,
        }),
      ),
    ];

    expect(recover([dump, ...snapshots], told('late', 3.5), slots)?.goodSince).toEqual(endOf(1));
  });

  it('blames of two kinds of failure the one that was not mended', () => {
    const snapshot = { type: 'snapshot' } as const;
    const runs = [
      fakeBackup(1),
      fakeBackup(2.8, snapshot),
      fakeBackup(3, { ...snapshot, status: 'failed' }),
      fakeBackup(6, { status: 'failed' }),
    ];

    expect(recover(runs, told('failed', 2.5))).toMatchObject({
      failedAt: hoursAgo(6),
      failures: 1,
      goodSince: endOf(1),
    });
  });

  it('takes any good run where its slots do not show what was owed', () => {
    const slots = [slot(6, { outcome: 'done', backup: fakeBackup(6) })];

    expect(
      recover([fakeBackup(1, { type: 'snapshot' })], told('odd', 3), slots)?.goodSince,
    ).toEqual(endOf(1));
  });

  it('leaves a recovery from before it was posted as its first form told it', () => {
    const backups = [fakeBackup(2), fakeBackup(7)];
    const addon = judged('prod/a', 'fresh', { backups });
    const none: Told = { at: POSTED_AT, first: {}, bad: {}, alarmed: [], snoozed: [] };

    expect(findRecoveries([addon], WINDOW, { 'prod/a': 'missed' }, none)).toMatchObject([
      { was: 'missed', goodSince: endOf(7), repair: undefined },
    ]);
  });
});
