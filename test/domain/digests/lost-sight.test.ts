import { describe, expect, it } from 'vitest';
import { COVERS_ALL, composed } from '../../fakes/composed.ts';
import { project } from '../../fakes/directories.ts';
import { judged, unread } from '../../fakes/judged.ts';

const REFUSED = { kind: 'unauthorized', reason: 'Northflank refused the token' } as const;
const previous = { localDate: '2026-11-20', words: { 'prod/a': 'failed' } } as const;
const WELL = judged('lab/b');

describe('an alarm of the digest before', () => {
  it('of an addon that is not listed any more is told once, and is no all-clear', () => {
    const digest = composed([WELL], { previous });
    const next = composed([WELL], { previous: digest.summary });

    expect(digest.lost).toEqual([{ address: 'prod/a', word: 'failed', isGone: true }]);
    expect(digest.tone).toBe('watch');
    expect(next).toMatchObject({ lost: [], tone: 'clear' });
  });

  it('is told where the scope holds nothing else', () => {
    expect(composed([], { previous })).toMatchObject({ tone: 'watch', lost: [{ isGone: true }] });
  });

  it.each([
    {
      what: 'whose project could not be listed',
      addons: [WELL],
      gaps: { unreadProjects: [{ project: project('prod'), failure: REFUSED }] },
    },
    { what: 'while projects may be missing', addons: [WELL], gaps: { failure: REFUSED } },
    { what: 'that may be a row nobody can read', addons: [WELL], gaps: { unreadableRows: 1 } },
    { what: 'that could not be read', addons: [WELL, unread('prod/a')], gaps: {} },
  ])('of an addon $what goes on until it is seen', ({ addons, gaps }) => {
    const digest = composed(addons, { previous }, gaps);
    const blind = composed(addons, { previous: digest.summary }, gaps);
    const seen = composed([WELL, judged('prod/a')], { previous: blind.summary });

    expect(blind.lost).toEqual([{ address: 'prod/a', word: 'failed', isGone: false }]);
    expect(seen).toMatchObject({ lost: [], recovered: [{ was: 'failed' }] });
  });

  it.each([
    { what: 'is covered no more', addons: [unread('prod/a'), WELL] },
    { what: 'is not listed and would not be covered', addons: [WELL] },
  ])('is not missed where the addon $what', ({ addons }) => {
    const subscription = { ...COVERS_ALL, scope: { patterns: ['lab/*'], types: [] } };

    expect(composed(addons, { previous, subscription })).toMatchObject({ lost: [], tone: 'clear' });
  });

  it('is one that somebody had to act on', () => {
    const words = { 'prod/a': 'late', 'prod/b': 'unknown', 'prod/c': 'unprotected' } as const;

    expect(composed([WELL], { previous: { ...previous, words } }).lost).toEqual([]);
  });
});
