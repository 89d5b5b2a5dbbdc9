import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { end, nextMessage } from '../child.ts';
import type { CallName, Question, Telling, WorldCalls, WorldWish } from './calls.ts';

/** Slack and Northflank in a process of their own, so that their work does not count as the bot's. */
export type World = {
  [Name in CallName]: (
    ...args: Parameters<WorldCalls[Name]>
  ) => Promise<Awaited<ReturnType<WorldCalls[Name]>>>;
} & {
  /** Where both are served. */
  url: string;
} & AsyncDisposable;

/** An account of the size that most rows are measured on. */
export const ACCOUNT: WorldWish = {
  projects: 8,
  addons: 400,
  backups: 300,
  rhythm: 'hourly',
  destinations: 2,
  copies: 100,
  northflankMs: 100,
  slackMs: 50,
};

/** Starts a world; what is not wished for is {@link ACCOUNT}'s. */
export async function startWorld(wish: Partial<WorldWish>): Promise<World> {
  const child = fork(join(import.meta.dirname, 'main.ts'), [
    JSON.stringify({ ...ACCOUNT, ...wish }),
  ]);
  const { url } = (await nextMessage(child)) as { url: string };
  const ask = createQuestions(child);
  return {
    url,
    act: (wishes) => ask('act', wishes),
    requests: () => ask('requests'),
    digestMs: () => ask('digestMs'),
    quiet: () => ask('quiet'),
    forget: () => ask('forget'),
    [Symbol.asyncDispose]: () => end(child),
  };
}

function createQuestions(child: ChildProcess) {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let number = 0;
  child.on('message', (telling: Telling) => {
    if (!('id' in telling)) return;
    const asked = waiting.get(telling.id);
    waiting.delete(telling.id);
    if ('error' in telling) asked?.reject(new Error(telling.error));
    else asked?.resolve(telling.result);
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The world has ended.'));
  });
  return async <Name extends CallName>(
    name: Name,
    ...args: Parameters<WorldCalls[Name]>
  ): Promise<Awaited<ReturnType<WorldCalls[Name]>>> => {
    number += 1;
    const question: Question = { id: number, name, args };
    const answer = Promise.withResolvers<unknown>();
    waiting.set(question.id, answer);
    child.send(question);
    return (await answer.promise) as Awaited<ReturnType<WorldCalls[Name]>>;
  };
}
