import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Survey } from '../../../src/domain/survey.ts';
import { composeBoard } from '../../../src/domain/verdicts/board.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import { readStatusPageValue } from '../../../src/slack/button-values.ts';
import {
  BOARD_PAGE_SIZE,
  buildStatusMessage,
  buildStatusProgress,
} from '../../../src/slack/messages/status.ts';
import { fakeBackup, hoursAgo } from '../../fakes/backups.ts';
import { anyJudged, judged, surveyOf, unread } from '../../fakes/judged.ts';
import { buttonsOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

describe('the status board', () => {
  it('has the counts on top and each project once', () => {
    const message = build([judged('prod/a', 'failed'), judged('prod/b', 'late'), judged('prod/c')]);

    expect(message.blocks[0]).toMatchObject({
      type: 'header',
      text: { text: 'Backups · everything: 1 failed, 1 late, 1 fresh' },
    });
    expect(wordsOf(message).match(/^\*prod\*$/gm)).toHaveLength(1);
  });

  it('gives each addon its verdict, reason, last good one, next run and sizes', () => {
    const message = build([
      judged('prod/orders-db', 'odd', {
        backups: [fakeBackup(6.5, { sizeBytes: 39e6 }), fakeBackup(30.5), fakeBackup(54.5)],
        verdict: { reason: '61 % smaller than its last 14', nextSlot: hoursAgo(-17.5) },
      }),
    ]);

    expect(wordsOf(message)).toContain(
      [
        '▲ ODD  *orders-db*',
        '61 % smaller than its last 14',
        'last good <!date^1795228200^{date_short_pretty} {time}|2026-11-21 02:30 UTC> · next <!date^1795314600^{date_short_pretty} {time}|2026-11-22 02:30 UTC> · 39 MB ██▄',
      ].join('\n'),
    );
    expect(buttonsOf(message)[0]).toMatchObject({ text: 'Show', value: 'prod/orders-db' });
  });

  it('counts what is on later pages and leads there', () => {
    const addons = Array.from({ length: BOARD_PAGE_SIZE + 37 }, (_, index) =>
      judged(`prod/db-${String(index).padStart(3, '0')}`),
    );

    expect(wordsOf(build(addons))).toContain('and 37 more fresh');
    expect(pagesOf(build(addons, 0))).toEqual(['Next ›: 1', 'Read again: 0']);
    expect(pagesOf(build(addons, 1))).toEqual(['‹ Previous: 0', 'Next ›: 2', 'Read again: 0']);
    expect(wordsOf(build(addons, 3))).not.toContain('more fresh');
    expect(wordsOf(build([judged('p/x', 'failed'), ...addons]))).toContain('and 38 more fresh');
  });

  it('keeps to its project when paging', () => {
    const [again] = buttonsOf(build([judged('prod/a')], 0, 'prod')).filter(
      ({ text }) => text === 'Read again',
    );

    expect(readStatusPageValue(again?.value)).toEqual({ page: 0, projectId: 'prod', anew: true });
  });

  it('never comforts on partial data', () => {
    const gaps: Partial<Survey> = { failure: { kind: 'unavailable', reason: 'no answer' } };
    const titleOf = (addons: JudgedAddon[], survey: Partial<Survey>) =>
      JSON.stringify(build(addons, 0, undefined, survey).blocks[0]);

    expect(titleOf([judged('prod/a')], gaps)).toContain('not everything could be read, 1 fresh');
    expect(titleOf([], gaps)).toContain('no addon could be read');
    expect(titleOf([], {})).toContain('no addon');
    expect(wordsOf(build([unread('prod/a', 'no answer')]))).toContain('◌ UNKNOWN  *a*\nno answer');
  });

  it('leads on where there is nothing to show, and where nothing could be read', () => {
    expect(wordsOf(build([]))).toContain('`/backups show` picks from all that the bot may see');
    expect(wordsOf(build([unread('prod/a', 'no answer')]))).toContain(
      '`/backups doctor` tells an admin what is wrong',
    );
    expect(wordsOf(build([judged('prod/a'), unread('prod/b', 'no answer')]))).not.toMatch(
      /doctor|picks from all/,
    );
  });

  it('is a sentence for those who cannot see it', () => {
    expect(build([judged('prod/a', 'failed'), judged('prod/b')]).text).toBe(
      [
        'Backups · everything: 1 failed, 1 fresh.',
        'prod / a failed, failed for a reason.',
        'prod / b fresh, fresh for a reason.',
      ].join('\n'),
    );
  });

  it('stays within Slack limits whatever it is about', () => {
    fc.assert(
      fc.property(fc.oneof(anyJudged(5), anyJudged(400)), fc.nat({ max: 5 }), (addons, page) => {
        expect(refusals(build(addons, page))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('buildStatusProgress', () => {
  it.each([
    { progress: undefined, text: '◔ Reading the account…' },
    { progress: { done: 0, total: 0 }, text: '◔ Reading the account…' },
    { progress: { done: 120, total: 400 }, text: '◔ Reading backups: read 120 of 400 addons' },
  ])('says "$text"', ({ progress, text }) => {
    expect(buildStatusProgress(progress).text).toBe(text);
  });
});

function build(addons: JudgedAddon[], page = 0, projectId?: string, survey: Partial<Survey> = {}) {
  const board = composeBoard({
    survey: surveyOf(addons, survey),
    judged: addons,
    scope: { patterns: [], types: [] },
    page,
    pageSize: BOARD_PAGE_SIZE,
  });
  return buildStatusMessage(board, { title: 'everything', projectId });
}

function pagesOf(message: ReturnType<typeof build>): string[] {
  return buttonsOf(message)
    .filter(({ actionId }) => actionId.startsWith('status_page'))
    .map(({ text, value }) => `${text}: ${readStatusPageValue(value).page}`);
}
