import { describe, expect, it } from 'vitest';
import { createMemo, parseMemo, rememberBad } from '../../src/digest/memo.ts';
import { parseDigestSummary } from '../../src/domain/digests/summary.ts';
import type { VerdictWord } from '../../src/domain/verdicts/verdict.ts';
import { NOW } from '../fakes/backups.ts';
import { composed } from '../fakes/composed.ts';
import { judged, unread } from '../fakes/judged.ts';
import { snoozeOf } from '../fakes/snoozes.ts';

const SCOPE = { patterns: ['prod/*'], types: ['postgresql'] };
const PREVIOUS = { localDate: '2026-11-20', words: { 'prod/a': 'late' } } as const;
const READ_FROM = NOW.getTime() - 30_000;
const CONTENT = composed(
  [
    judged('prod/a', 'failed'),
    judged('prod/b', 'late'),
    judged('prod/c', 'expiring'),
    unread('prod/d'),
    judged('prod/e'),
  ],
  {},
  { startedAt: new Date(READ_FROM) },
);

describe('the memo of a digest', () => {
  it('remembers what was told, and which of it was an alarm', () => {
    expect(createMemo(CONTENT, SCOPE, PREVIOUS)).toMatchObject({
      scope: SCOPE,
      previous: PREVIOUS,
      first: CONTENT.summary.words,
      bad: {
        'prod/a': { word: 'failed', since: READ_FROM },
        'prod/b': { word: 'late', since: READ_FROM },
      },
      alarmed: ['prod/a'],
      snoozed: [],
      repliedAt: [],
    });
  });

  it.each([
    { name: 'as it was first written', fields: {} },
    {
      name: 'after edits',
      fields: { editedAt: 5, repliedAt: [3, 4], sawNothing: true, ended: 'gone' },
    },
  ])('comes through storage $name', ({ fields }) => {
    const memo = { ...createMemo(CONTENT, SCOPE, PREVIOUS), ...fields };

    expect(parseMemo(JSON.parse(JSON.stringify(memo)))).toEqual(memo);
  });

  it('leaves out an addon of which a version after says what this one does not know', () => {
    const { bad, ...rest } = createMemo(CONTENT, SCOPE, PREVIOUS);
    const stored = { ...rest, bad: { ...bad, 'prod/x': { word: 'lost', since: 1 } } };

    expect(parseMemo(stored)?.bad).toEqual(bad);
  });

  it('remembers what its message shows as snoozed', () => {
    const snoozes = [snoozeOf('prod/a')];
    const memo = createMemo(composed([judged('prod/a', 'failed')], { snoozes }), SCOPE, undefined);

    expect(memo).toMatchObject({ alarmed: ['prod/a'], snoozed: ['prod/a'] });
    expect(parseMemo(JSON.parse(JSON.stringify(memo)))).toEqual(memo);
  });

  it('is the summary that the next digest compares itself with', () => {
    const stored: unknown = JSON.parse(JSON.stringify(createMemo(CONTENT, SCOPE, undefined)));

    expect(parseDigestSummary(stored)).toEqual(CONTENT.summary);
  });

  it.each([
    undefined,
    CONTENT.summary,
    { ...createMemo(CONTENT, SCOPE, undefined), shown: 1 },
    { ...createMemo(CONTENT, SCOPE, undefined), scope: { patterns: 'prod/*', types: [] } },
    { ...createMemo(CONTENT, SCOPE, undefined), alarmed: {} },
    { ...createMemo(CONTENT, SCOPE, undefined), snoozed: undefined },
    { ...createMemo(CONTENT, SCOPE, undefined), repliedAt: ['now'] },
    { ...createMemo(CONTENT, SCOPE, undefined), bad: [] },
    { ...createMemo(CONTENT, SCOPE, undefined), bad: undefined },
    { ...createMemo(CONTENT, SCOPE, undefined), first: 1 },
    { ...createMemo(CONTENT, SCOPE, undefined), readAt: null },
  ])('is nothing to go by when it is another thing (%#)', (stored) => {
    expect(parseMemo(stored)).toBeUndefined();
  });
});

describe('rememberBad', () => {
  const seen = (word: VerdictWord, at: number) =>
    composed([judged('prod/a', word)], {}, { startedAt: new Date(at) });
  const said = (word: VerdictWord, since: number) => ({
    words: { 'prod/a': word },
    bad: { 'prod/a': { word, since } },
  });

  it('begins with the reading that first showed it', () => {
    expect(rememberBad(seen('late', 7), undefined)).toEqual({
      'prod/a': { word: 'late', since: 7 },
    });
  });

  it('keeps the beginning while it stays bad, in whatever word', () => {
    expect(rememberBad(seen('missed', 7), said('late', 5))).toEqual({
      'prod/a': { word: 'missed', since: 5 },
    });
  });

  it('begins anew after it was well', () => {
    const before = { ...said('failed', 5), words: {} };

    expect(rememberBad(seen('late', 7), before)).toEqual({ 'prod/a': { word: 'late', since: 7 } });
  });

  it('goes on telling of what is well again', () => {
    expect(rememberBad(seen('fresh', 7), said('late', 5))).toEqual(said('late', 5).bad);
  });
});
