import { describe, expect, it } from 'vitest';
import { tellSomebody } from '../../src/digest/tell-somebody.ts';
import type { PostAnswer } from '../../src/domain/digests/posting.ts';

const TOLD: PostAnswer = { kind: 'ok', ts: '1.1' };
const NO_ANSWER: PostAnswer = { kind: 'no-answer', reason: 'time-out' };
const REFUSED: PostAnswer = { kind: 'refused', code: 'user_not_found' };
const LIMITED: PostAnswer = { kind: 'rate-limited' };

describe('tellSomebody', () => {
  it.each([
    { answers: [TOLD], ends: 'told', asked: ['U1'] },
    { answers: [NO_ANSWER], ends: 'told', asked: ['U1'] },
    { answers: [REFUSED, TOLD], ends: 'told', asked: ['U1', 'U2'] },
    { answers: [REFUSED, LIMITED], ends: 'later', asked: ['U1', 'U2'] },
    { answers: [REFUSED, REFUSED], ends: 'nobody', asked: ['U1', 'U2'] },
  ])('ends with $ends after $asked', async ({ answers, ends, asked }) => {
    const tried: string[] = [];
    const refusals: string[] = [];

    const end = await tellSomebody(
      ['U1', 'U2'],
      (userId) => {
        tried.push(userId);
        return Promise.resolve(answers[tried.length - 1] ?? TOLD);
      },
      (code) => refusals.push(code),
    );

    expect({ end, tried }).toEqual({ end: ends, tried: asked });
    expect(refusals).toHaveLength(answers.filter((answer) => answer === REFUSED).length);
  });
});
