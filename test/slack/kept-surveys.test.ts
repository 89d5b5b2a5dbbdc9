import { describe, expect, it } from 'vitest';
import type { Survey } from '../../src/domain/survey.ts';
import { KEPT_MS, keepSurveys, type SurveyWish } from '../../src/slack/kept-surveys.ts';
import { NOW } from '../fakes/backups.ts';
import { surveyOf } from '../fakes/judged.ts';

let now: Date;
let wishes: SurveyWish[];

function kept() {
  now = NOW;
  wishes = [];
  return keepSurveys(
    (wish): Promise<Survey> => {
      wishes.push(wish);
      return Promise.resolve(surveyOf([], { finishedAt: now, requests: wishes.length }));
    },
    () => now,
  );
}

function pass(ms: number): void {
  now = new Date(now.getTime() + ms);
}

describe('keepSurveys', () => {
  it('leaves it to the surveyor what is new enough when nobody says so', async () => {
    const surveys = kept();
    await surveys.read();
    await surveys.read();

    expect(wishes).toHaveLength(2);
  });

  it('gives the last one to whom its age will do, and to nobody else', async () => {
    const surveys = kept();
    const first = await surveys.read();
    pass(5_000);

    expect(await surveys.read({ maxAgeMs: 5_001 })).toBe(first);
    expect(await surveys.read({ maxAgeMs: 5_000 })).not.toBe(first);
    expect(wishes.at(-1)).toEqual({ maxAgeMs: 5_000 });
  });

  it('keeps a project apart from everything', async () => {
    const surveys = kept();
    const project = await surveys.read({ projectId: 'shop' });

    expect(surveys.newest()).toBeUndefined();
    expect(await surveys.read({ projectId: 'shop', maxAgeMs: 1 })).toBe(project);
    expect(await surveys.read({ maxAgeMs: 1 })).not.toBe(project);
  });

  it('forgets what is too old to be judged', async () => {
    const surveys = kept();
    const first = await surveys.read();
    pass(KEPT_MS - 1);
    expect(surveys.newest()).toBe(first);
    pass(1);
    expect(surveys.newest()).toBeUndefined();
  });

  it('forgets what it kept when the clock was set back', async () => {
    const surveys = kept();
    const first = await surveys.read();
    pass(-1);

    expect(await surveys.read({ maxAgeMs: KEPT_MS })).not.toBe(first);
    pass(-1);
    expect(surveys.newest()).toBeUndefined();
  });

  it('keeps nothing of a survey that failed', async () => {
    now = NOW;
    const surveys = keepSurveys(
      () => Promise.reject(new Error('gone')),
      () => now,
    );

    await expect(surveys.read()).rejects.toThrow('gone');
    expect(surveys.newest()).toBeUndefined();
  });
});
