import { describe, expect, it } from 'vitest';
import type { Told } from '../../../src/domain/digests/row.ts';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { fakeBackup, hoursAgo } from '../../fakes/backups.ts';
import { COVERS_ALL, composed } from '../../fakes/composed.ts';
import { judged, unread } from '../../fakes/judged.ts';

describe('a digest that is composed again for an edit', () => {
  const told: Told = {
    at: hoursAgo(5),
    first: { 'prod/late': 'late', 'prod/known': 'failed', 'prod/watched': 'expiring' },
    bad: {
      'prod/late': { word: 'late', since: hoursAgo(5) },
      'prod/known': { word: 'failed', since: hoursAgo(5) },
      'prod/again': { word: 'failed', since: hoursAgo(5) },
    },
    alarmed: ['prod/known'],
    snoozed: [],
  };

  it('tells what somebody must act on and was not told of, worst first', () => {
    const digest = composed(
      [
        judged('prod/late', 'missed'),
        judged('prod/known', 'missed'),
        judged('prod/odd', 'odd'),
        judged('prod/slow', 'late'),
        judged('prod/again', 'failed'),
        judged('prod/new', 'failed', { verdict: { ageRatio: 3 } }),
        unread('prod/unread'),
      ],
      { told },
    );

    expect(digest.postedAt).toEqual(hoursAgo(5));
    expect(digest.newBreaks.map(({ addon }) => addon.addonId)).toEqual(['new', 'again', 'late']);
  });

  it.each<{ from: VerdictWord; mentioned: boolean }>([
    { from: 'failed', mentioned: false },
    { from: 'missed', mentioned: true },
  ])('mentions at a new break what it alone reaches: $from', ({ from, mentioned }) => {
    const mention = { id: 'U1', kind: 'user' as const, from };
    const digest = composed([judged('prod/known', 'failed'), judged('prod/new', 'missed')], {
      told,
      subscription: { ...COVERS_ALL, mention },
    });

    expect(digest.newBreaks[0]?.mention !== undefined).toBe(mentioned);
  });

  it('has no breaks in its first form', () => {
    const digest = composed([judged('prod/a', 'failed')]);

    expect(digest).toMatchObject({
      postedAt: undefined,
      newBreaks: [],
      lost: [],
      rows: [{ newSince: undefined }],
    });
  });

  it('marks the rows that its first form did not have', () => {
    const bad = ['known', 'late', 'again', 'watched'].map((id) => judged(`prod/${id}`, 'failed'));
    const marked = composed(bad, { told }).rows.filter(({ newSince }) => newSince !== undefined);

    expect(marked.map(({ addon }) => addon.addonId).toSorted()).toEqual(['again', 'watched']);
    expect(marked[0]?.newSince).toEqual(hoursAgo(5));
  });

  it('tells what it called bad and is well now', () => {
    expect(composed([judged('prod/late')], { told }).recovered).toMatchObject([
      { was: 'late', repair: undefined },
    ]);
  });

  it('tells what a good run mended since, after how many failures and how long without a copy', () => {
    const backups = [
      fakeBackup(1),
      fakeBackup(6, { status: 'failed' }),
      fakeBackup(30, { status: 'aborted' }),
      fakeBackup(32),
      fakeBackup(54, { status: 'failed' }),
    ];
    const { recovered } = composed([judged('prod/known', 'fresh', { backups })], { told });

    expect(recovered).toMatchObject([
      { failures: 1, repair: { failures: 2, withoutCopyMs: 31 * 3_600_000 + 240_000 } },
    ]);
  });

  it('tells of a first copy that nothing came before it', () => {
    const backups = [fakeBackup(1), fakeBackup(6, { status: 'failed' })];
    const { recovered } = composed([judged('prod/known', 'fresh', { backups })], { told });

    expect(recovered).toMatchObject([{ repair: { failures: 1, withoutCopyMs: undefined } }]);
  });

  it('takes what was mended before it was posted for no repair', () => {
    const backups = [fakeBackup(7), fakeBackup(9, { status: 'failed' })];
    const { recovered } = composed([judged('prod/a', 'fresh', { backups })], { told });

    expect(recovered).toMatchObject([{ failures: 1, repair: undefined }]);
  });

  it('takes only a run that ended since for the repair of what had not begun', () => {
    const backups = [fakeBackup(5.05), fakeBackup(6), fakeBackup(7)];
    const { recovered } = composed([judged('prod/late', 'fresh', { backups })], { told });

    expect(recovered).toMatchObject([
      { goodSince: new Date(hoursAgo(5.05).getTime() + 240_000), repair: { failures: 0 } },
    ]);
  });

  it('lets no snapshot mend a dump', () => {
    const backups = [
      fakeBackup(1),
      fakeBackup(3, { type: 'snapshot' }),
      fakeBackup(4, { status: 'failed' }),
      fakeBackup(4.5, { type: 'snapshot' }),
      fakeBackup(28),
    ];
    const { recovered } = composed([judged('prod/a', 'fresh', { backups })], { told });

    expect(recovered).toMatchObject([
      {
        goodSince: new Date(hoursAgo(1).getTime() + 240_000),
        repair: { failures: 1, withoutCopyMs: 2 * 3_600_000 + 240_000 },
      },
    ]);
  });
});
