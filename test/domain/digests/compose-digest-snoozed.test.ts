import { describe, expect, it } from 'vitest';
import type { Told } from '../../../src/domain/digests/row.ts';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { hoursAgo } from '../../fakes/backups.ts';
import { COVERS_ALL, composed } from '../../fakes/composed.ts';
import { judged, unread } from '../../fakes/judged.ts';
import { snoozeOf } from '../../fakes/snoozes.ts';

describe('a digest with something snoozed', () => {
  it('has no row for it, mentions nobody, and counts it apart', () => {
    const mention = { id: 'U1', kind: 'user' as const, from: 'failed' as const };
    const digest = composed([judged('prod/a', 'failed'), judged('prod/b')], {
      subscription: { ...COVERS_ALL, mention },
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
    const { counts } = composed(
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
    expect(composed([judged('prod/a', 'odd')], { snoozes: [snoozeOf('prod/a', 'odd')] }).tone).toBe(
      'watch',
    );
  });

  it('shows it as unknown when it cannot be read, and as a row when it got worse', () => {
    const snoozes = [snoozeOf('prod/a', 'late')];

    expect(composed([unread('prod/a')], { snoozes })).toMatchObject({
      tone: 'blind',
      snoozed: [],
      overSnoozes: [],
    });
    expect(composed([judged('prod/a', 'failed')], { snoozes })).toMatchObject({
      tone: 'act',
      rows: [{ addon: { addonId: 'a' }, broken: { word: 'late' } }],
      snoozed: [],
      overSnoozes: snoozes,
    });
  });

  it('tells that it is fixed like anything else', () => {
    const digest = composed([judged('prod/a')], {
      previous: { localDate: '2026-11-20', words: { 'prod/a': 'failed' } },
      snoozes: [snoozeOf('prod/a')],
    });

    expect(digest.recovered).toMatchObject([{ was: 'failed' }]);
    expect(digest.overSnoozes).toHaveLength(1);
  });

  it('looks for the common cause among the others', () => {
    const failed = ['a', 'b', 'c'].map((id) => judged(`prod/${id}`, 'failed'));
    const addons = [...failed, judged('lab/d')];

    expect(composed(addons).cause).toMatchObject({ id: 'prod', bad: 3 });
    expect(composed(addons, { snoozes: [snoozeOf('prod/a')] }).cause).toBeUndefined();
  });

  it('makes room for the next worst', () => {
    const failed = Array.from({ length: 10 }, (_, index) =>
      judged(`prod/db-${index}`, 'failed', { verdict: { ageRatio: 10 - index } }),
    );
    const digest = composed(failed, { snoozes: [snoozeOf('prod/db-0'), snoozeOf('prod/db-9')] });

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
      composed(
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
