import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigestSummary } from '../../../src/domain/digests/change.ts';
import type { DigestInput } from '../../../src/domain/digests/digest.ts';
import { composeDigest, MAX_ROWS } from '../../../src/domain/digests/digest.ts';
import type { Told } from '../../../src/domain/digests/row.ts';
import type { Snooze } from '../../../src/domain/digests/snooze.ts';
import type { Survey } from '../../../src/domain/survey.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { fakeBackup, hoursAgo, NOW } from '../../fakes/backups.ts';
import { project } from '../../fakes/directories.ts';
import { anyJudged, judged, surveyOf, unread } from '../../fakes/judged.ts';
import { anySnoozed, snoozeOf } from '../../fakes/snoozes.ts';

const REFUSED = { kind: 'unauthorized', reason: 'Northflank refused the token' } as const;

describe('composeDigest', () => {
  it('is clear when everything was read and nothing failed', () => {
    const digest = compose([
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
    expect(compose([judged('prod/a'), judged('prod/b', word)]).tone).toBe(tone);
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
    expect(compose([judged('prod/a')], {}, survey).tone).toBe('blind');
  });

  it('gives no all-clear to a scope without addons', () => {
    const digest = compose([judged('prod/a')], {
      subscription: subscription({ patterns: ['lab/*'] }),
    });

    expect(digest).toMatchObject({ tone: 'empty', total: 0 });
  });

  it('keeps to its scope', () => {
    const digest = compose([judged('prod/a', 'failed'), judged('lab/b', 'failed')], {
      subscription: subscription({ patterns: ['prod/*'] }),
    });

    expect(digest.rows.map(({ addon }) => addon.projectId)).toEqual(['prod']);
    expect(digest.total).toBe(1);
  });

  it('shows the eight worst and counts the rest', () => {
    const failed = Array.from({ length: 9 }, (_, index) =>
      judged(`prod/db-${index}`, 'failed', { verdict: { ageRatio: index } }),
    );
    const digest = compose([...failed, judged('prod/late', 'late')]);

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

    const [row] = compose([judged('prod/a', 'failed', { backups })]).rows;

    expect(row?.failures.map(({ status }) => status)).toEqual(['aborted', 'failed']);
  });

  it('counts a run in the window in which it ended', () => {
    const endedNow = fakeBackup(25, { status: 'failed', completedAt: hoursAgo(23) });
    const endedBefore = fakeBackup(25, { status: 'failed', completedAt: hoursAgo(24) });

    expect(
      compose([judged('prod/a', 'failed', { backups: [endedNow] })]).rows[0]?.failures,
    ).toHaveLength(1);
    expect(
      compose([judged('prod/a', 'failed', { backups: [endedBefore] })]).rows[0]?.failures,
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
      const digest = compose([judged('prod/a', 'fresh', { backups })]);

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
      const digest = compose([judged('prod/a')], {
        previous: { localDate: '2026-11-20', words: { 'prod/a': 'missed' } },
      });

      expect(digest.recovered).toMatchObject([{ was: 'missed', failures: 0 }]);
    });

    it('keeps a failure without any later run', () => {
      const backups = [fakeBackup(6, { status: 'failed' })];
      const digest = compose([judged('prod/a', 'paused', { backups })]);

      expect(digest.recovered).toMatchObject([{ failedAt: hoursAgo(6), goodSince: undefined }]);
    });

    it('does not call what is unknown now recovered', () => {
      const digest = compose([unread('prod/a')], {
        previous: { localDate: '2026-11-20', words: { 'prod/a': 'failed' } },
      });

      expect(digest.recovered).toEqual([]);
    });
  });

  it('compares with the last digest, in which what is unknown now is neither better nor worse', () => {
    const digest = compose(
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

  describe('composed again for an edit', () => {
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
      const digest = compose(
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
      const digest = compose([judged('prod/known', 'failed'), judged('prod/new', 'missed')], {
        told,
        subscription: { ...subscription(), mention },
      });

      expect(digest.newBreaks[0]?.mention !== undefined).toBe(mentioned);
    });

    it('has no breaks in its first form', () => {
      const digest = compose([judged('prod/a', 'failed')]);

      expect(digest).toMatchObject({
        postedAt: undefined,
        newBreaks: [],
        lost: [],
        rows: [{ newSince: undefined }],
      });
    });

    it('marks the rows that its first form did not have', () => {
      const bad = ['known', 'late', 'again', 'watched'].map((id) => judged(`prod/${id}`, 'failed'));
      const marked = compose(bad, { told }).rows.filter(({ newSince }) => newSince !== undefined);

      expect(marked.map(({ addon }) => addon.addonId).toSorted()).toEqual(['again', 'watched']);
      expect(marked[0]?.newSince).toEqual(hoursAgo(5));
    });

    it('tells what it called bad and is well now', () => {
      expect(compose([judged('prod/late')], { told }).recovered).toMatchObject([
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
      const { recovered } = compose([judged('prod/known', 'fresh', { backups })], { told });

      expect(recovered).toMatchObject([
        { failures: 1, repair: { failures: 2, withoutCopyMs: 31 * 3_600_000 + 240_000 } },
      ]);
    });

    it('tells of a first copy that nothing came before it', () => {
      const backups = [fakeBackup(1), fakeBackup(6, { status: 'failed' })];
      const { recovered } = compose([judged('prod/known', 'fresh', { backups })], { told });

      expect(recovered).toMatchObject([{ repair: { failures: 1, withoutCopyMs: undefined } }]);
    });

    it('takes what was mended before it was posted for no repair', () => {
      const backups = [fakeBackup(7), fakeBackup(9, { status: 'failed' })];
      const { recovered } = compose([judged('prod/a', 'fresh', { backups })], { told });

      expect(recovered).toMatchObject([{ failures: 1, repair: undefined }]);
    });

    it('takes only a run that ended since for the repair of what had not begun', () => {
      const backups = [fakeBackup(5.05), fakeBackup(6), fakeBackup(7)];
      const { recovered } = compose([judged('prod/late', 'fresh', { backups })], { told });

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
      const { recovered } = compose([judged('prod/a', 'fresh', { backups })], { told });

      expect(recovered).toMatchObject([
        {
          goodSince: new Date(hoursAgo(1).getTime() + 240_000),
          repair: { failures: 1, withoutCopyMs: 2 * 3_600_000 + 240_000 },
        },
      ]);
    });
  });

  describe('with something snoozed', () => {
    it('has no row for it, mentions nobody, and counts it apart', () => {
      const mention = { id: 'U1', kind: 'user' as const, from: 'failed' as const };
      const digest = compose([judged('prod/a', 'failed'), judged('prod/b')], {
        subscription: { ...subscription(), mention },
        snoozes: [snoozeOf('prod/a')],
      });

      expect(digest).toMatchObject({
        tone: 'watch',
        total: 2,
        rows: [],
        moreRows: [],
        cause: undefined,
        mention: undefined,
        overSnoozes: [],
      });
      expect(digest.counts).toEqual([
        { word: 'snoozed', count: 1 },
        { word: 'fresh', count: 1 },
      ]);
      expect(digest.snoozed).toMatchObject([
        { addon: { addonId: 'a' }, verdict: { word: 'failed' }, snooze: { userId: 'U1' } },
      ]);
      expect(digest.summary.words).toEqual({ 'prod/a': 'failed' });
    });

    it('counts it after what asks for somebody and before what is well', () => {
      const { counts } = compose(
        [
          judged('prod/a', 'failed'),
          judged('prod/b', 'failed'),
          judged('prod/c', 'expiring'),
          judged('prod/d', 'running'),
        ],
        { snoozes: [snoozeOf('prod/a')] },
      );

      expect(counts.map(({ word, count }) => `${count} ${word}`)).toEqual([
        '1 failed',
        '1 expiring',
        '1 snoozed',
        '1 running',
      ]);
    });

    it('gives no all-clear when that is all there is', () => {
      expect(
        compose([judged('prod/a', 'odd')], { snoozes: [snoozeOf('prod/a', 'odd')] }).tone,
      ).toBe('watch');
    });

    it('shows it as unknown when it cannot be read, and as a row when it got worse', () => {
      const snoozes = [snoozeOf('prod/a', 'late')];

      expect(compose([unread('prod/a')], { snoozes })).toMatchObject({
        tone: 'blind',
        snoozed: [],
        overSnoozes: [],
      });
      expect(compose([judged('prod/a', 'failed')], { snoozes })).toMatchObject({
        tone: 'act',
        rows: [{ addon: { addonId: 'a' }, broken: { word: 'late' } }],
        snoozed: [],
        overSnoozes: snoozes,
      });
    });

    it('tells that it is fixed like anything else', () => {
      const digest = compose([judged('prod/a')], {
        previous: { localDate: '2026-11-20', words: { 'prod/a': 'failed' } },
        snoozes: [snoozeOf('prod/a')],
      });

      expect(digest.recovered).toMatchObject([{ was: 'failed' }]);
      expect(digest.overSnoozes).toHaveLength(1);
    });

    it('looks for the common cause among the others', () => {
      const failed = ['a', 'b', 'c'].map((id) => judged(`prod/${id}`, 'failed'));
      const addons = [...failed, judged('lab/d')];

      expect(compose(addons).cause).toMatchObject({ id: 'prod', bad: 3 });
      expect(compose(addons, { snoozes: [snoozeOf('prod/a')] }).cause).toBeUndefined();
    });

    it('makes room for the next worst', () => {
      const failed = Array.from({ length: 10 }, (_, index) =>
        judged(`prod/db-${index}`, 'failed', { verdict: { ageRatio: 10 - index } }),
      );
      const digest = compose(failed, { snoozes: [snoozeOf('prod/db-0'), snoozeOf('prod/db-9')] });

      expect(digest.rows.at(-1)?.addon.addonId).toBe('db-8');
      expect(digest.moreRows).toEqual([]);
      expect(digest.snoozed.map(({ addon }) => addon.addonId)).toEqual(['db-0', 'db-9']);
    });

    it('calls nobody about it later, but anew once it got worse', () => {
      const told: Told = {
        at: hoursAgo(5),
        first: {},
        bad: {},
        alarmed: ['prod/shown', 'prod/unshown'],
        snoozed: ['prod/shown'],
      };
      const breaks = (words: readonly VerdictWord[]) =>
        compose(
          words.map((word, index) =>
            judged(['prod/shown', 'prod/unshown', 'prod/new'][index] ?? '', word),
          ),
          { told, snoozes: ['prod/shown', 'prod/unshown', 'prod/new'].map((a) => snoozeOf(a)) },
        ).newBreaks.map(({ addon, broken }) => `${addon.addonId}, was ${broken?.word}`);

      expect(breaks(['failed', 'failed', 'failed'])).toEqual([]);
      expect(breaks(['missed', 'missed', 'missed'])).toEqual([
        'new, was failed',
        'shown, was failed',
      ]);
      expect(breaks(['late', 'late', 'late'])).toEqual([]);
    });
  });

  it('names what is well though nothing is scheduled', () => {
    const digest = compose([
      judged('prod/manual', 'fresh', { schedules: [] }),
      judged('prod/scheduled'),
    ]);

    expect(digest).toMatchObject({ tone: 'clear', unscheduled: [{ addonId: 'manual' }] });
  });

  it('hands the next digest what was not well, through storage and back', () => {
    const { summary } = compose([judged('prod/a', 'failed'), judged('prod/b'), unread('prod/c')]);

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
    const digest = compose([
      judged('prod/none', 'unprotected'),
      expiring('prod/later', 48),
      expiring('prod/soon', 5),
    ]);

    expect(digest.watch.map(({ addon }) => addon.addonId)).toEqual(['soon', 'later', 'none']);
  });

  it('lists the healthy only where they are wanted', () => {
    const addons = [judged('prod/a'), judged('prod/b', 'failed')];

    expect(compose(addons).healthy).toEqual([]);
    expect(
      compose(addons, { subscription: { ...subscription(), detail: 'all' } }).healthy,
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
    const digest = compose(addons, { subscription: { ...subscription(), mention } });

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
          expect(compose(shuffled)).toEqual(compose(addons));
        },
      ),
      { numRuns: 50 },
    );
  });
});

function subscription(scope: Partial<DigestInput['subscription']['scope']> = {}) {
  return {
    scope: { patterns: [], types: [], ...scope },
    detail: 'problems' as const,
    timeZone: 'UTC',
  };
}

/** Nothing is lost in counting, nothing is hidden, and no comfort is given that is not due. */
function expectHonest(
  { addons, snoozes }: { addons: JudgedAddon[]; snoozes: Snooze[] },
  unreadableRows: number,
): void {
  const digest = compose(addons, { snoozes }, { unreadableRows });
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

function compose(
  addons: JudgedAddon[],
  input: Partial<DigestInput> = {},
  survey: Partial<Survey> = {},
) {
  return composeDigest({
    survey: surveyOf(addons, survey),
    judged: addons,
    subscription: subscription(),
    localDate: '2026-11-21',
    window: { from: hoursAgo(24), to: NOW },
    dueAt: NOW,
    ...input,
  });
}
