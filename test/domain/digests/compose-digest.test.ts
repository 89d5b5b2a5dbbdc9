import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ROWS } from '../../../src/domain/digests/compose-digest.ts';
import type { Snooze } from '../../../src/domain/digests/snooze.ts';
import { parseDigestSummary } from '../../../src/domain/digests/summary.ts';
import type { Survey } from '../../../src/domain/survey.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { fakeBackup, hoursAgo, NOW } from '../../fakes/backups.ts';
import { COVERS_ALL, composed } from '../../fakes/composed.ts';
import { project } from '../../fakes/directories.ts';
import { anyJudged, judged, unread } from '../../fakes/judged.ts';
import { anySnoozed } from '../../fakes/snoozes.ts';

const REFUSED = { kind: 'unauthorized', reason: 'Northflank refused the token' } as const;

describe('composeDigest', () => {
  it('is clear when everything was read and nothing failed', () => {
    const digest = composed([
      judged('prod/a'),
      judged('prod/b', 'paused'),
      judged('lab/c', 'running'),
    ]);

    expect(digest).toMatchObject({
      tone: 'clear',
      total: 3,
      read: 3,
      blind: [],
      rows: [],
      watch: [],
      recovered: [],
    });
    expect(digest.counts).toEqual([
      { word: 'paused', count: 1 },
      { word: 'running', count: 1 },
      { word: 'fresh', count: 1 },
    ]);
  });

  it.each<{ word: VerdictWord; tone: string }>([
    { word: 'failed', tone: 'act' },
    { word: 'missed', tone: 'act' },
    { word: 'stuck', tone: 'act' },
    { word: 'unknown', tone: 'blind' },
    { word: 'late', tone: 'watch' },
    { word: 'odd', tone: 'watch' },
    { word: 'expiring', tone: 'watch' },
    { word: 'unprotected', tone: 'watch' },
    { word: 'paused', tone: 'clear' },
    { word: 'running', tone: 'clear' },
  ])('has the tone $tone with one $word', ({ word, tone }) => {
    expect(composed([judged('prod/a'), judged('prod/b', word)]).tone).toBe(tone);
  });

  it.each<{ gap: string; survey: Partial<Survey> }>([
    {
      gap: 'a project that could not be listed',
      survey: { unreadProjects: [{ project: project('x'), failure: REFUSED }] },
    },
    { gap: 'a list of projects that broke off', survey: { failure: REFUSED } },
    { gap: 'an unreadable row', survey: { unreadableRows: 1 } },
    { gap: 'destinations that could not be listed', survey: { destinationsFailure: REFUSED } },
  ])('gives no all-clear with $gap', ({ survey }) => {
    expect(composed([judged('prod/a')], {}, survey).tone).toBe('blind');
  });

  it('gives no all-clear to a scope without addons', () => {
    const digest = composed([judged('prod/a')], {
      subscription: { ...COVERS_ALL, scope: { patterns: ['lab/*'], types: [] } },
    });

    expect(digest).toMatchObject({ tone: 'empty', total: 0 });
  });

  it('keeps to its scope', () => {
    const digest = composed([judged('prod/a', 'failed'), judged('lab/b', 'failed')], {
      subscription: { ...COVERS_ALL, scope: { patterns: ['prod/*'], types: [] } },
    });

    expect(digest.rows.map(({ addon }) => addon.projectId)).toEqual(['prod']);
    expect(digest.total).toBe(1);
  });

  it('shows the eight worst and counts the rest', () => {
    const failed = Array.from({ length: 9 }, (_, index) =>
      judged(`prod/db-${index}`, 'failed', { verdict: { ageRatio: index } }),
    );
    const digest = composed([...failed, judged('prod/late', 'late')]);

    expect(digest.rows.map(({ addon }) => addon.addonId)).toEqual(
      [8, 7, 6, 5, 4, 3, 2, 1].map((index) => `db-${index}`),
    );
    expect(digest.moreRows).toEqual([
      { word: 'failed', count: 1 },
      { word: 'late', count: 1 },
    ]);
  });

  it('tells in a row what failed in the window, newest first', () => {
    const backups = [
      fakeBackup(3, { status: 'aborted' }),
      fakeBackup(4, { status: 'failed' }),
      fakeBackup(5),
      fakeBackup(30, { status: 'failed' }),
    ];

    const [row] = composed([judged('prod/a', 'failed', { backups })]).rows;

    expect(row?.failures.map(({ status }) => status)).toEqual(['aborted', 'failed']);
  });

  it('counts a run in the window in which it ended', () => {
    const endedNow = fakeBackup(25, { status: 'failed', completedAt: hoursAgo(23) });
    const endedBefore = fakeBackup(25, { status: 'failed', completedAt: hoursAgo(24) });

    expect(
      composed([judged('prod/a', 'failed', { backups: [endedNow] })]).rows[0]?.failures,
    ).toHaveLength(1);
    expect(
      composed([judged('prod/a', 'failed', { backups: [endedBefore] })]).rows[0]?.failures,
    ).toEqual([]);
  });

  describe('of what recovered', () => {
    it('tells a failure that a later run made good', () => {
      const backups = [
        fakeBackup(2),
        fakeBackup(3),
        fakeBackup(6, { status: 'failed' }),
        fakeBackup(9),
      ];
      const digest = composed([judged('prod/a', 'fresh', { backups })]);

      expect(digest.tone).toBe('watch');
      expect(digest.recovered).toMatchObject([
        {
          addon: { addonId: 'a' },
          failedAt: hoursAgo(6),
          failures: 1,
          goodSince: new Date(hoursAgo(3).getTime() + 240_000),
        },
      ]);
    });

    it('tells of an addon that the last digest called bad', () => {
      const digest = composed([judged('prod/a')], {
        previous: { localDate: '2026-11-20', words: { 'prod/a': 'missed' } },
      });

      expect(digest.recovered).toMatchObject([{ was: 'missed', failures: 0 }]);
    });

    it('keeps a failure without any later run', () => {
      const backups = [fakeBackup(6, { status: 'failed' })];
      const digest = composed([judged('prod/a', 'paused', { backups })]);

      expect(digest.recovered).toMatchObject([{ failedAt: hoursAgo(6), goodSince: undefined }]);
    });

    it('does not call what is unknown now recovered', () => {
      const digest = composed([unread('prod/a')], {
        previous: { localDate: '2026-11-20', words: { 'prod/a': 'failed' } },
      });

      expect(digest.recovered).toEqual([]);
    });
  });

  it('compares with the last digest, in which what is unknown now is neither better nor worse', () => {
    const digest = composed(
      [
        judged('prod/new', 'failed'),
        judged('prod/still', 'missed'),
        judged('prod/mended'),
        unread('prod/unknown'),
        judged('prod/watched', 'expiring'),
      ],
      {
        previous: {
          localDate: '2026-11-20',
          words: {
            'prod/still': 'failed',
            'prod/mended': 'failed',
            'prod/unknown': 'failed',
            'prod/watched': 'expiring',
            'prod/deleted': 'failed',
          },
        },
      },
    );

    expect(digest.change).toEqual({ since: '2026-11-20', newlyBad: 1, fixed: 1 });
  });

  it('names what is well though nothing is scheduled', () => {
    const digest = composed([
      judged('prod/manual', 'fresh', { schedules: [] }),
      judged('prod/scheduled'),
    ]);

    expect(digest).toMatchObject({ tone: 'clear', unscheduled: [{ addonId: 'manual' }] });
  });

  it('hands the next digest what was not well, through storage and back', () => {
    const { summary } = composed([judged('prod/a', 'failed'), judged('prod/b'), unread('prod/c')]);

    expect(parseDigestSummary(JSON.parse(JSON.stringify(summary)))).toEqual({
      localDate: '2026-11-21',
      words: { 'prod/a': 'failed', 'prod/c': 'unknown' },
    });
    expect(parseDigestSummary({ localDate: 1 })).toBeUndefined();
    expect(parseDigestSummary({ localDate: 'x', words: { a: 'splendid' } })?.words).toEqual({});
    expect(parseDigestSummary(null)).toBeUndefined();
  });

  it('watches the copy that goes first before the others', () => {
    const expiring = (address: string, hours: number) =>
      judged(address, 'expiring', { verdict: { lastGoodExpiresAt: hoursAgo(-hours) } });
    const digest = composed([
      judged('prod/none', 'unprotected'),
      expiring('prod/later', 48),
      expiring('prod/soon', 5),
    ]);

    expect(digest.watch.map(({ addon }) => addon.addonId)).toEqual(['soon', 'later', 'none']);
  });

  it('lists the healthy only where they are wanted', () => {
    const addons = [judged('prod/a'), judged('prod/b', 'failed')];

    expect(composed(addons).healthy).toEqual([]);
    expect(
      composed(addons, { subscription: { ...COVERS_ALL, detail: 'all' } }).healthy,
    ).toMatchObject([{ addon: { addonId: 'a' } }]);
  });

  it.each<{ from: VerdictWord; addons: JudgedAddon[]; mentioned: boolean }>([
    { from: 'failed', addons: [judged('p/a', 'failed')], mentioned: true },
    { from: 'failed', addons: [judged('p/a', 'late')], mentioned: false },
    { from: 'late', addons: [judged('p/a', 'missed')], mentioned: true },
    { from: 'failed', addons: [unread('p/a')], mentioned: true },
    { from: 'fresh', addons: [judged('p/a')], mentioned: true },
  ])('mentions from $from on: $mentioned', ({ from, addons, mentioned }) => {
    const mention = { id: 'U1', kind: 'user' as const, from };
    const digest = composed(addons, { subscription: { ...COVERS_ALL, mention } });

    expect(digest.mention).toEqual(mentioned ? { id: 'U1', kind: 'user' } : undefined);
  });

  describe.each([
    { size: 'some', any: fc.oneof(anySnoozed(4), anySnoozed(300)), numRuns: 100 },
    { size: 'two thousand', any: anySnoozed(2000), numRuns: 5 },
  ])('of $size addons', ({ any, numRuns }) => {
    it('counts up and never gives an all-clear with anything unknown or bad', () => {
      fc.assert(fc.property(any, fc.nat({ max: 2 }), expectHonest), { numRuns });
    });
  });

  it('says the same in whatever order addons were read', () => {
    fc.assert(
      fc.property(
        anyJudged(40).chain((addons) =>
          fc.tuple(fc.constant(addons), fc.shuffledSubarray(addons, { minLength: addons.length })),
        ),
        ([addons, shuffled]) => {
          expect(composed(shuffled)).toEqual(composed(addons));
        },
      ),
      { numRuns: 50 },
    );
  });
});

/** Nothing is lost in counting, nothing is hidden, and no comfort is given that is not due. */
function expectHonest(
  { addons, snoozes }: { addons: JudgedAddon[]; snoozes: Snooze[] },
  unreadableRows: number,
): void {
  const digest = composed(addons, { snoozes }, { unreadableRows });
  const sum = (counts: readonly { count: number }[]) =>
    counts.reduce((total, { count }) => total + count, 0);
  const countOf = (...words: VerdictWord[]) =>
    addons.filter(({ verdict }) => words.includes(verdict.word)).length;
  const bad = countOf('failed', 'missed', 'stuck', 'late', 'odd');
  const counted = digest.counts.find(({ word }) => word === 'snoozed')?.count ?? 0;

  expect(sum(digest.counts)).toBe(addons.length);
  expect(digest.rows.length).toBeLessThanOrEqual(MAX_ROWS);
  expect(digest.rows.length + sum(digest.moreRows) + counted).toBe(bad);
  expect(digest.snoozed).toHaveLength(counted);
  for (const { verdict, snooze } of digest.snoozed) {
    expect(verdict.word).toBe(snooze.word);
    expect(snooze.until > NOW).toBe(true);
  }
  const isTroubled = bad + countOf('unknown') + unreadableRows > 0;
  expect(digest.tone === 'clear' && isTroubled).toBe(false);
  expect(countOf('unknown') > 0 && digest.blind.length === 0).toBe(false);
}
