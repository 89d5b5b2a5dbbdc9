import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { temporaryFolder } from '../world/databases.ts';
import { CUT, PASS } from '../world/gate.ts';
import { answering, type HttpDeed } from '../world/http-gate.ts';
import { startFaultySlack } from '../world/slack.ts';
import { startSmallAccount } from '../world/small-account.ts';
import { limiting, refusing } from './answers.ts';

/** Two waits of a second or two each, and what a busy machine needs beside them. */
const READY_MS = 20_000;

/** A bot that starts while Slack does this to its first calls of a method, and when it did so first. */
async function startDuring(
  context: CaseContext,
  method: string,
  deed: HttpDeed,
  times = Number.POSITIVE_INFINITY,
) {
  let left = times;
  let since: number | undefined;
  const clock = createClock();
  const account = await startSmallAccount(context, clock.now);
  const slack = await startFaultySlack(context, {
    clock,
    interfere: ({ call, phase }) => {
      if (call !== method || phase !== 'request' || left <= 0) return PASS;
      left -= 1;
      since ??= Date.now();
      return deed;
    },
  });
  const bot = startBotProcess(context, {
    slackApiUrl: slack.apiUrl,
    northflankUrl: account.url,
    databaseUrl: `sqlite:${temporaryFolder(context)}/backups.db`,
  });
  return { bot, msSince: () => Date.now() - (since ?? Number.NaN) };
}

function refused(method: string, error: string, variable: string): Case {
  return {
    name: `start, ${method}: ${error}`,
    required: `the process ends with code 1 and one line that names ${variable}`,
    run: async (context) => {
      const { bot, msSince } = await startDuring(context, method, refusing(error));
      const code = await bot.exited;
      const last = bot.stderr.trim().split('\n').at(-1) ?? '';
      assert.equal(code, 1);
      assert.match(last, new RegExp(`^Slack refused ${variable} \\(${error}\\)`));
      assert.doesNotMatch(bot.stderr, /fake-(bot|app)-token|\n\s+at /);
      return { outcome: 'held', figure: `ended ${inSeconds(msSince())} after that` };
    },
  };
}

function awaited(method: string, what: string, deed: HttpDeed, long: boolean): Case {
  return {
    name: `start, ${method}: ${what}, twice`,
    required: `connected within ${READY_MS / 1000} s of the first, without an end between`,
    long,
    run: async (context): Promise<Result> => {
      const { bot, msSince } = await startDuring(context, method, deed, 2);
      await bot.logged('slack_connected');
      await bot.logged('started');
      const took = msSince();
      assert.ok(took <= READY_MS, `connected only after ${inSeconds(took)}`);
      assert.equal(await bot.status('/readyz'), 200);
      return { outcome: 'held', figure: `ready ${inSeconds(took)} after the first` };
    },
  };
}

const WEB_PAGE = answering(200, '<html>Down</html>', { 'content-type': 'text/html' });

/** What Slack says while the bot starts. */
export const STARTS: readonly Case[] = [
  refused('auth.test', 'token_revoked', 'SLACK_BOT_TOKEN'),
  refused('auth.test', 'account_inactive', 'SLACK_BOT_TOKEN'),
  refused('apps.connections.open', 'invalid_auth', 'SLACK_APP_TOKEN'),
  awaited('auth.test', '500', answering(500), true),
  awaited('auth.test', 'a web page', WEB_PAGE, false),
  awaited('auth.test', '429, Retry-After 2', limiting('2'), true),
  awaited('apps.connections.open', '429, Retry-After 2', limiting('2'), false),
  awaited('apps.connections.open', 'half a JSON', answering(200, '{"ok":true,"ur'), true),
  awaited('apps.connections.open', 'a yes without a place', answering(200, '{"ok":true}'), false),
  awaited('apps.connections.open', 'a cut', CUT, true),
  awaited('socket', 'a cut', CUT, true),
];
