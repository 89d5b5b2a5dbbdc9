import { expect, it, vi } from 'vitest';
import type { Survey } from '../../../src/domain/survey.ts';
import { keepJudgements } from '../../../src/domain/verdicts/kept-judgements.ts';
import { judged } from '../../fakes/judged.ts';

const NOW = new Date('2026-10-06T09:00:00Z');

function surveyOf(): Survey {
  const moments = { startedAt: NOW, finishedAt: NOW };
  return {
    addons: [],
    unreadProjects: [],
    unreadableRows: 0,
    destinations: [],
    requests: 1,
    ...moments,
  };
}

function at(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

it('judges a survey once a minute, and each survey by itself', () => {
  const judge = vi.fn((_survey: Survey, _now: Date) => []);
  const judgeKept = keepJudgements(judge);
  const survey = surveyOf();

  for (const ms of [0, 1, 59_999]) judgeKept(survey, at(ms));
  expect(judge).toHaveBeenCalledTimes(1);

  judgeKept(surveyOf(), at(0));
  expect(judge).toHaveBeenCalledTimes(2);

  judgeKept(survey, at(60_000));
  expect(judge).toHaveBeenLastCalledWith(survey, at(60_000));
  expect(judge).toHaveBeenCalledTimes(3);
});

it('judges anew when the clock was set back', () => {
  const judge = vi.fn((_survey: Survey, _now: Date) => []);
  const judgeKept = keepJudgements(judge);
  const survey = surveyOf();

  judgeKept(survey, at(0));
  judgeKept(survey, at(-1));

  expect(judge).toHaveBeenCalledTimes(2);
});

it('keeps the most urgent first', () => {
  const judgeKept = keepJudgements(() => [judged('shop/a'), judged('shop/b', 'failed')]);

  expect(judgeKept(surveyOf(), NOW).map(({ verdict }) => verdict.word)).toEqual([
    'failed',
    'fresh',
  ]);
});
