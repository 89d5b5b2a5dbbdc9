import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startBotProcess } from './bot.ts';
import { createClock } from './clock.ts';

/** Long enough ago for any test. */
const ORIGIN = Date.UTC(2026, 9, 6, 8);

it.each([
  ['the bot', 1],
  ['the hurried bot', 10],
])('starts %s with the options and the environment of the image', async (_, speed) => {
  await using opened = new AsyncDisposableStack();

  const { pid } = startBotProcess(
    { opened },
    {
      slackApiUrl: 'http://127.0.0.1:9/api/',
      northflankUrl: 'http://127.0.0.1:9',
      databaseUrl: 'sqlite::memory:',
      clock: createClock(speed, ORIGIN),
    },
  );

  expect(listOf(pid, 'cmdline')).toContain('--optimize-for-size');
  expect(listOf(pid, 'environ')).toEqual(
    expect.arrayContaining(['MALLOC_ARENA_MAX=1', 'NODE_ENV=production']),
  );
});

/** What the system keeps of a process as texts with a zero after each. */
function listOf(pid: number | undefined, name: 'cmdline' | 'environ'): string[] {
  return readFileSync(`/proc/${pid}/${name}`, 'utf8').split('\0');
}
