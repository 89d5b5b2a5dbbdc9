import { describe, expect, it } from 'vitest';
import { createMemo, parseMemo } from '../../src/digest/memo.ts';
import { parseDigestSummary } from '../../src/domain/digest-change.ts';
import { judged, unread } from '../fakes/judged.ts';
import { composed } from './composed.ts';

const SCOPE = { patterns: ['prod/*'], types: ['postgresql'] };
const PREVIOUS = { localDate: '2026-11-20', words: { 'prod/a': 'late' } } as const;
const CONTENT = composed([
  judged('prod/a', 'failed'),
  judged('prod/b', 'late'),
  judged('prod/c', 'expiring'),
  unread('prod/d'),
  judged('prod/e'),
]);

describe('the memo of a digest', () => {
  it('remembers what was told, and which of it was an alarm', () => {
    expect(createMemo(CONTENT, SCOPE, PREVIOUS)).toMatchObject({
      scope: SCOPE,
      previous: PREVIOUS,
      first: CONTENT.summary.words,
      told: { 'prod/a': 'failed', 'prod/b': 'late' },
      alarmed: ['prod/a'],
      repliedAt: [],
    });
  });

  it.each([
    { name: 'as it was first written', fields: {} },
    {
      name: 'after edits',
      fields: { editedAt: 5, repliedAt: [3, 4], blindSince: 6, ended: 'gone' },
    },
  ])('comes through storage $name', ({ fields }) => {
    const memo = { ...createMemo(CONTENT, SCOPE, PREVIOUS), ...fields };

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
    { ...createMemo(CONTENT, SCOPE, undefined), repliedAt: ['now'] },
    { ...createMemo(CONTENT, SCOPE, undefined), told: [] },
    { ...createMemo(CONTENT, SCOPE, undefined), first: 1 },
    { ...createMemo(CONTENT, SCOPE, undefined), readAt: null },
  ])('is nothing to go by when it is another thing (%#)', (stored) => {
    expect(parseMemo(stored)).toBeUndefined();
  });
});
