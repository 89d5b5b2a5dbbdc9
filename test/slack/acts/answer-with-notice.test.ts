import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Act } from '../../../src/slack/acts/act.ts';
import { answerWithNotice } from '../../../src/slack/acts/answer-with-notice.ts';

const WAITING = { text: 'Reading…', blocks: [] };
const ANSWER = { text: 'Answer', blocks: [] };

let said: string[];

const act: Act = {
  reference: 'abc',
  userId: 'U1',
  reply: ({ text }) => Promise.resolve(void said.push(text)),
  notice: ({ text }) => Promise.resolve(void said.push(`(${text})`)),
  openView: () => Promise.resolve('V1'),
};

beforeEach(() => {
  said = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('answerWithNotice', () => {
  it('says only the answer when it comes quickly', async () => {
    await answerWithNotice(act, WAITING, () => Promise.resolve(ANSWER));
    await vi.runAllTimersAsync();

    expect(said).toEqual(['Answer']);
  });

  it('says that it is reading when the answer takes long', async () => {
    const answer = Promise.withResolvers<typeof ANSWER>();
    const done = answerWithNotice(act, WAITING, () => answer.promise);
    await vi.advanceTimersByTimeAsync(1_200);
    answer.resolve(ANSWER);
    await done;

    expect(said).toEqual(['(Reading…)', 'Answer']);
  });

  it('leaves the failure to its caller, after the notice is out', async () => {
    const answer = Promise.withResolvers<typeof ANSWER>();
    const done = answerWithNotice(act, WAITING, () => answer.promise);
    await vi.advanceTimersByTimeAsync(1_200);
    answer.reject(new Error('down'));

    await expect(done).rejects.toThrow('down');
    expect(said).toEqual(['(Reading…)']);
  });
});
