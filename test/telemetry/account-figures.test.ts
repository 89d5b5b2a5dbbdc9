import { describe, expect, it } from 'vitest';
import type { JudgedAddon } from '../../src/domain/verdicts/urgency.ts';
import { VERDICT_WORDS } from '../../src/domain/verdicts/verdict.ts';
import { createAccountFigures } from '../../src/telemetry/account-figures.ts';
import { NOW } from '../fakes/backups.ts';
import { project } from '../fakes/directories.ts';
import { judged, surveyOf, unread } from '../fakes/judged.ts';

const ADDONS = [judged('shop/a'), judged('shop/b', 'failed'), unread('shop/c'), judged('shop/d')];
const FAILURE = { kind: 'unavailable', reason: 'Northflank is not answering' } as const;

/** Figures over surveys that are judged as said, by a clock that can be set. */
function figuresOf(answer: readonly JudgedAddon[] = ADDONS) {
  const clock = { now: NOW };
  const judgedAt: Date[] = [];
  const figures = createAccountFigures(
    (_, at) => {
      judgedAt.push(at);
      return answer;
    },
    () => clock.now,
  );
  return { figures, clock, judgedAt };
}

describe('createAccountFigures', () => {
  it('knows nothing before the first survey', () => {
    expect(figuresOf().figures.read()).toEqual({});
  });

  it('counts addons by verdict, all words, with what could not be read as unknown', () => {
    const { figures } = figuresOf();

    figures.took(surveyOf(ADDONS));

    const none = VERDICT_WORDS.map((word) => [word, 0]);
    expect(Object.fromEntries(figures.read().addons ?? [])).toEqual({
      ...Object.fromEntries(none),
      unknown: 1,
      failed: 1,
      fresh: 2,
    });
  });

  it('tells how old the newest survey is', () => {
    const { figures, clock } = figuresOf();
    figures.took(surveyOf(ADDONS, { finishedAt: NOW }));

    clock.now = new Date(NOW.getTime() + 90_500);

    expect(figures.read().surveyAgeSeconds).toBe(90.5);
  });

  it.each([
    ['the list of projects broke off', { failure: FAILURE }],
    [
      'a project could not be listed',
      { unreadProjects: [{ project: project('lab'), failure: FAILURE }] },
    ],
    ['a row could not be read', { unreadableRows: 1 }],
  ])('does not count what may be fewer than there are: %s', (_, gap) => {
    const { figures, clock } = figuresOf();
    figures.took(surveyOf(ADDONS, { finishedAt: NOW }));
    clock.now = new Date(NOW.getTime() + 300_000);

    figures.took(surveyOf(ADDONS, { ...gap, finishedAt: clock.now }));

    expect(figures.read()).toEqual({ surveyAgeSeconds: 300, addons: undefined });
  });

  it('judges a survey once, as of its own end, and only when somebody looks', () => {
    const { figures, clock, judgedAt } = figuresOf();
    figures.took(surveyOf(ADDONS, { finishedAt: NOW }));
    expect(judgedAt).toEqual([]);

    clock.now = new Date(NOW.getTime() + 600_000);
    figures.read();
    figures.read();

    expect(judgedAt).toEqual([NOW]);
  });
});
