import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SurveyProgress } from '../../src/domain/survey.ts';
import type { Act } from '../../src/slack/acts/act.ts';
import { answerWithProgress } from '../../src/slack/survey-progress.ts';

const ANSWER = { text: 'Board', blocks: [] };

let said: string[];
let board: PromiseWithResolvers<typeof ANSWER>;
let report: (progress: SurveyProgress) => void;

const act: Act = {
  reference: 'abc',
  userId: 'U1',
  reply: ({ text }, { replace = false } = {}) =>
    Promise.resolve(void said.push(`${text}${replace ? ' in place' : ''}`)),
  notice: ({ text }, { replace = false, modal = false } = {}) =>
    Promise.resolve(
      void said.push(`${text}${replace ? ' in place' : ''}${modal ? ' in a modal' : ''}`),
    ),
  openView: () => Promise.resolve('V1'),
};

beforeEach(() => {
  said = [];
  board = Promise.withResolvers();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function answer(replace = false): Promise<void> {
  return answerWithProgress(act, replace, (onProgress) => {
    report = onProgress;
    return board.promise;
  });
}

describe('answerWithProgress', () => {
  it('says only the answer when it comes quickly', async () => {
    const done = answer();
    await vi.advanceTimersByTimeAsync(1_499);
    board.resolve(ANSWER);
    await done;
    await vi.runAllTimersAsync();

    expect(said).toEqual(['Board']);
  });

  it('opens a modal for a reading of which most is still to come, and tells there how far it is', async () => {
    const done = answer();
    report({ done: 120, total: 400 });
    await vi.advanceTimersByTimeAsync(1_500);
    report({ done: 390, total: 400 });
    await vi.advanceTimersByTimeAsync(3_000);
    board.resolve(ANSWER);
    await done;

    expect(said).toEqual([
      '◔ Reading backups: read 120 of 400 addons in a modal',
      '◔ Reading backups: read 390 of 400 addons in a modal',
      'Board',
    ]);
  });

  it('opens one too while it is not even known what there is to read', async () => {
    const done = answer();
    await vi.advanceTimersByTimeAsync(1_500);
    board.resolve(ANSWER);
    await done;

    expect(said[0]).toBe('◔ Reading the account… in a modal');
  });

  it('opens none for a reading that is soon over', async () => {
    const done = answer();
    report({ done: 8, total: 15 });
    await vi.advanceTimersByTimeAsync(1_500);
    report({ done: 1, total: 15 });
    await vi.advanceTimersByTimeAsync(3_000);
    board.resolve(ANSWER);
    await done;

    expect(said).toEqual([
      '◔ Reading backups: read 8 of 15 addons',
      '◔ Reading backups: read 1 of 15 addons',
      'Board',
    ]);
  });

  it('says all of it in place where a button asks for that', async () => {
    const done = answer(true);
    await vi.advanceTimersByTimeAsync(1_500);
    board.resolve(ANSWER);
    await done;

    expect(said).toEqual(['◔ Reading the account… in place', 'Board in place']);
  });

  it('leaves a failure to its caller and tells nothing after it', async () => {
    const done = answer();
    board.reject(new Error('down'));

    await expect(done).rejects.toThrow('down');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toEqual([]);
  });
});
