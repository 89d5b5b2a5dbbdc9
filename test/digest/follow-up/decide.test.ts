import { describe, expect, it } from 'vitest';
import {
  decideFollowUp,
  type FollowUp,
  rememberFollowUp,
} from '../../../src/digest/follow-up/decide.ts';
import { createMemo, type DigestMemo, toldOf } from '../../../src/digest/memo.ts';
import type { DigestContent } from '../../../src/domain/digests/digest.ts';
import type { Snooze } from '../../../src/domain/digests/snooze.ts';
import type { Survey } from '../../../src/domain/survey.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { fakeBackup, hoursAgo, NOW } from '../../fakes/backups.ts';
import { composed } from '../../fakes/composed.ts';
import { project } from '../../fakes/directories.ts';
import { judged, unread } from '../../fakes/judged.ts';
import { snoozeOf } from '../../fakes/snoozes.ts';

const POSTED_AT = hoursAgo(3);
const SCOPE = { patterns: [], types: [] };
const FAILURE = { kind: 'unavailable', reason: 'Northflank is not answering' } as const;

function post(addons: JudgedAddon[]): DigestMemo {
  return createMemo(composed(addons), SCOPE, undefined);
}

function again(
  memo: DigestMemo,
  addons: JudgedAddon[],
  survey: Partial<Survey> = {},
  snoozes: readonly Snooze[] = [],
): DigestContent {
  return composed(addons, { told: toldOf(memo, POSTED_AT), snoozes }, survey);
}

function minutesLater(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * 60_000);
}

/** What a follow-up does, in a line. */
function inWords(followUp: FollowUp | undefined): string {
  if (followUp === undefined) return 'nothing';
  const replies = followUp.replies.map((breaks) =>
    breaks.map(({ addon }) => addon.addonId).join('+'),
  );
  return [followUp.edit ?? 'no edit', ...replies].join(', ');
}

/** Follows up once and says what was done; Slack takes everything. */
function follow(
  memo: DigestMemo,
  addons: JudgedAddon[],
  now: Date,
  survey: Partial<Survey> = {},
  snoozes: readonly Snooze[] = [],
) {
  const content = again(memo, addons, survey, snoozes);
  const followUp = decideFollowUp(memo, content, now);
  if (followUp === undefined) return { memo, did: 'nothing' };
  const edited = followUp.edit !== undefined;
  return {
    memo: rememberFollowUp(memo, content, followUp, { now, edited }),
    did: inWords(followUp),
  };
}

describe('decideFollowUp', () => {
  it.each<{ name: string; before: JudgedAddon[]; after: JudgedAddon[]; does: string }>([
    {
      name: 'nothing changed',
      before: [judged('p/a', 'failed')],
      after: [judged('p/a', 'failed')],
      does: 'nothing',
    },
    {
      name: 'a recovery',
      before: [judged('p/a', 'failed')],
      after: [judged('p/a')],
      does: 'content',
    },
    {
      name: 'a new break',
      before: [judged('p/a')],
      after: [judged('p/a', 'failed')],
      does: 'content, a',
    },
    {
      name: 'one that never began',
      before: [judged('p/a')],
      after: [judged('p/a', 'missed')],
      does: 'content, a',
    },
    {
      name: 'one that may only be slow',
      before: [judged('p/a')],
      after: [judged('p/a', 'late')],
      does: 'content',
    },
    {
      name: 'one that was late and never came',
      before: [judged('p/a', 'late')],
      after: [judged('p/a', 'missed')],
      does: 'content, a',
    },
    {
      name: 'an alarm of another kind',
      before: [judged('p/a', 'missed')],
      after: [judged('p/a', 'failed')],
      does: 'content',
    },
    {
      name: 'a size that is odd',
      before: [judged('p/a')],
      after: [judged('p/a', 'odd')],
      does: 'content',
    },
    {
      name: 'a blind spot gained',
      before: [judged('p/a'), judged('p/b')],
      after: [judged('p/a'), unread('p/b')],
      does: 'content',
    },
    {
      name: 'a blind spot lost',
      before: [judged('p/a'), unread('p/b')],
      after: [judged('p/a'), judged('p/b')],
      does: 'content',
    },
    {
      name: 'a break in what was a blind spot',
      before: [unread('p/a')],
      after: [judged('p/a', 'failed')],
      does: 'content, a',
    },
    {
      name: 'a run under way',
      before: [judged('p/a')],
      after: [judged('p/a', 'running')],
      does: 'nothing',
    },
    {
      name: 'nothing readable any more',
      before: [judged('p/a', 'failed')],
      after: [unread('p/a')],
      does: 'blind',
    },
    {
      name: 'nothing readable as before',
      before: [unread('p/a')],
      after: [unread('p/a')],
      does: 'nothing',
    },
    {
      name: 'a new addon that is well',
      before: [judged('p/a')],
      after: [judged('p/a'), judged('p/b')],
      does: 'nothing',
    },
    {
      name: 'a new addon that fails',
      before: [judged('p/a')],
      after: [judged('p/a'), judged('p/b', 'failed')],
      does: 'content, b',
    },
  ])('after $name: $does', ({ before, after, does }) => {
    expect(follow(post(before), after, NOW).did).toBe(does);
  });

  it('puts no all-clear in the place of what cannot be read at all', () => {
    const memo = post([judged('p/a')]);

    expect(follow(memo, [], NOW, { failure: FAILURE }).did).toBe('blind');
    expect(again(memo, [], { failure: FAILURE }).tone).toBe('blind');
  });

  it.each([
    { seconds: 299, does: 'nothing' },
    { seconds: 300, does: 'content' },
    { seconds: -60, does: 'content' },
  ])('edits $seconds s after the last edit: $does', ({ seconds, does }) => {
    const { memo } = follow(post([judged('p/a')]), [judged('p/a', 'failed')], NOW);

    const moment = new Date(NOW.getTime() + seconds * 1000);
    expect(follow(memo, [judged('p/a')], moment).did).toBe(does);
  });

  it('tells of a break once, and of the next one after it was fixed', () => {
    const seen: string[] = [];
    let memo = post([judged('p/a')]);
    const states = ['failed', 'failed', 'missed', 'unknown', 'failed', 'fresh', 'failed'] as const;
    for (const [index, word] of states.entries()) {
      const addon = word === 'unknown' ? unread('p/a') : judged('p/a', word);
      const done = follow(memo, [addon, judged('p/b')], minutesLater(index * 10));
      memo = done.memo;
      seen.push(done.did);
    }

    expect(seen).toEqual([
      'content, a',
      'nothing',
      'content',
      'content',
      'content',
      'content',
      'content, a',
    ]);
  });

  it('does not repeat an alarm whose project was out of sight in between', () => {
    const unreadProjects = [{ project: project('p'), failure: FAILURE }];
    const posted = post([judged('p/a', 'failed'), judged('q/b')]);
    const hidden = follow(posted, [judged('q/b')], minutesLater(10), { unreadProjects });
    const back = follow(hidden.memo, [judged('p/a', 'failed'), judged('q/b')], minutesLater(20));

    expect([hidden.did, back.did]).toEqual(['content', 'content']);
  });

  it('says what it knew of an alarm that is out of sight, and of one that is gone', () => {
    const memo = post([judged('p/a', 'failed'), judged('q/b', 'missed'), judged('q/c')]);
    const unreadProjects = [{ project: project('p'), failure: FAILURE }];

    expect(again(memo, [judged('q/c')], { unreadProjects }).lost).toEqual([
      { address: 'p/a', word: 'failed', isGone: false },
      { address: 'q/b', word: 'missed', isGone: true },
    ]);
    expect(again(memo, [judged('p/a', 'failed'), unread('q/b'), judged('q/c')]).lost).toEqual([
      { address: 'q/b', word: 'missed', isGone: false },
    ]);
    expect(again(memo, [judged('q/c')], { failure: FAILURE }).lost).toHaveLength(2);
  });

  it('goes on saying what was gone when it was posted, until it is there again', () => {
    const previous = { localDate: '2026-11-20', words: { 'p/a': 'failed' } } as const;
    const posted = createMemo(composed([judged('q/b')], { previous }), SCOPE, previous);
    const edited = follow(posted, [judged('q/b', 'late')], minutesLater(10));
    const back = follow(edited.memo, [judged('p/a'), judged('q/b')], minutesLater(20));

    expect(again(edited.memo, [judged('q/b', 'late')]).lost).toMatchObject([{ isGone: true }]);
    expect([edited.did, back.did]).toEqual(['content', 'content']);
    expect(again(back.memo, [judged('q/b')]).lost).toEqual([]);
  });

  it('does not call it blindness when there is no addon any more', () => {
    expect(follow(post([judged('p/a', 'failed')]), [], NOW).did).toBe('content');
  });

  it('says once that nothing can be read, and takes that back', () => {
    const posted = post([judged('p/a', 'failed')]);
    const blind = follow(posted, [unread('p/a')], minutesLater(10));
    const still = follow(blind.memo, [unread('p/a', 'another reason')], minutesLater(20));
    const back = follow(still.memo, [judged('p/a', 'failed')], minutesLater(30));

    expect([blind.did, still.did, back.did]).toEqual(['blind', 'nothing', 'content']);
    expect(blind.memo.words).toEqual(posted.words);
  });

  it('writes anew what said only that nothing could be read, since nothing read stands below', () => {
    const posted = post([unread('p/a')]);
    const other = follow(posted, [], minutesLater(10), { failure: FAILURE });
    const still = follow(other.memo, [], minutesLater(20), { failure: FAILURE });
    const back = follow(still.memo, [judged('p/a', 'failed')], minutesLater(30));
    const blind = follow(back.memo, [unread('p/a')], minutesLater(40));

    expect([other, still, back, blind].map(({ did }) => did)).toEqual([
      'content',
      'nothing',
      'content, a',
      'blind',
    ]);
  });

  it('lets many that break at once share a reply, and loses none', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => judged(`p/${index}`, 'failed'));
    const posted = post([judged('p/x')]);

    expect(follow(posted, many(5), NOW).did).toBe('content, 0, 1, 2, 3, 4');
    const storm = follow(posted, many(7), NOW);
    expect(storm.did).toBe('content, 0, 1, 2, 3, 4+5+6');

    const hourFull = follow(storm.memo, many(8), minutesLater(59));
    expect(hourFull.did).toBe('content');
    const later = follow(hourFull.memo, many(8), minutesLater(65));
    expect(later.did).toBe('no edit, 7');
    expect(follow(later.memo, many(8), minutesLater(75)).did).toBe('nothing');
  });

  it('counts the replies of earlier rounds until an hour has passed, and remembers no more', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => judged(`p/${index}`, 'failed'));

    const first = follow(post([judged('p/x')]), many(3), NOW);
    const second = follow(first.memo, many(6), minutesLater(10));
    const third = follow(second.memo, many(7), minutesLater(20));
    const later = follow(third.memo, many(7), minutesLater(65));

    expect([first, second, third, later].map(({ did }) => did)).toEqual([
      'content, 0, 1, 2',
      'content, 3, 4+5',
      'content',
      'no edit, 6',
    ]);
    const kept = [10, 10, 65].map((minutes) => minutesLater(minutes).getTime());
    expect(later.memo.repliedAt).toEqual(kept);
  });

  it('calls nobody about what is snoozed, is woken or comes back, and once when it got worse', () => {
    const snoozes = [snoozeOf('p/a')];
    const seen: string[] = [];
    let memo = post([judged('p/a', 'failed')]);
    const after = (minutes: number, word: VerdictWord, ...held: readonly Snooze[][]) => {
      const done = follow(memo, [judged('p/a', word)], minutesLater(minutes), {}, held.flat());
      memo = done.memo;
      seen.push(done.did);
    };

    after(10, 'failed', snoozes);
    after(20, 'failed', snoozes);
    after(30, 'failed');
    after(40, 'failed', snoozes);
    after(50, 'missed', snoozes);
    // The snooze may not be ended yet.
    after(60, 'missed', snoozes);
    after(70, 'missed');

    expect(seen).toEqual([
      'content',
      'nothing',
      'content',
      'content',
      'content, a',
      'nothing',
      'nothing',
    ]);
  });

  it('calls somebody later about what got worse while there was no room for a reply', () => {
    const addons = (word: VerdictWord) => [judged('p/a', word), judged('p/b')];
    const posted = post(addons('failed'));
    const snoozed = follow(posted, addons('failed'), NOW, {}, [snoozeOf('p/a')]);
    const full = { ...snoozed.memo, repliedAt: Array.from({ length: 5 }, () => NOW.getTime()) };

    const worse = follow(full, addons('missed'), minutesLater(10), {}, [snoozeOf('p/a')]);
    const later = follow(worse.memo, addons('missed'), minutesLater(65));

    expect([worse.did, later.did]).toEqual(['content', 'no edit, a']);
  });

  it('goes on owing the edit that Slack did not take, not the reply', () => {
    const posted = post([judged('p/a')]);
    const content = again(posted, [judged('p/a', 'failed')]);
    const followUp = decideFollowUp(posted, content, NOW);
    if (followUp === undefined) throw new Error('nothing to do');

    const memo = rememberFollowUp(posted, content, followUp, { now: NOW, edited: false });

    expect(follow(memo, [judged('p/a', 'failed')], minutesLater(1)).did).toBe('content');
  });

  it('remembers all that it called bad, so that what is fixed stays told', () => {
    const posted = post([judged('p/a', 'missed'), judged('p/b')]);
    const broke = follow(posted, [judged('p/a'), judged('p/b', 'stuck')], minutesLater(10));
    const fixed = follow(broke.memo, [judged('p/a'), judged('p/b')], minutesLater(20));

    expect(fixed.memo.bad).toMatchObject({ 'p/a': { word: 'missed' }, 'p/b': { word: 'stuck' } });
    expect(fixed.memo.words).toEqual({});
    expect(
      again(fixed.memo, [judged('p/a', 'fresh', { backups: [fakeBackup(2)] })]).recovered,
    ).toHaveLength(1);
  });

  it('knows of what was only late for a while the run that ended that', () => {
    const hourly = [0.5, 1.5, 2.5].map((hours) => fakeBackup(hours));
    const readAt = { startedAt: hoursAgo(1), finishedAt: hoursAgo(1) };
    const late = follow(post([judged('p/a')]), [judged('p/a', 'late')], hoursAgo(1), readAt);

    const [recovery] = again(late.memo, [judged('p/a', 'fresh', { backups: hourly })]).recovered;

    expect(recovery).toMatchObject({ was: 'late', goodSince: hourly[0]?.completedAt });
  });
});
