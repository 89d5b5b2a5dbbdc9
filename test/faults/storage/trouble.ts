import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { type Asked, assertUnharmed, startAsked } from '../world/asked.ts';
import { type BotProcess, startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { PASS } from '../world/gate.ts';
import { startFaultySlack } from '../world/slack.ts';
import { startSmallAccount } from '../world/small-account.ts';

/** `acts` waits half a second at most for the store; the rest is the way to Slack and back. */
export const ANSWER_MS = 5_000;
/** Health looks again each time that it is asked, and a connection pool forgets a bad one by then. */
export const RECOVERY_MS = 20_000;

/** A store that is taken away from a running bot and given back. */
export interface Absence {
  databaseUrl: string;
  take: () => Promise<void> | void;
  giveBack: () => Promise<void> | void;
  /** What `/healthz` says meanwhile. */
  meanwhile: 200 | 503;
}

/** People are answered while the store is away, health says so, and turns green by itself. */
export async function outlive(
  context: CaseContext,
  { databaseUrl, take, giveBack, meanwhile }: Absence,
): Promise<Result> {
  const asked = await startAsked(context, { databaseUrl });
  await asked.help();
  await take();
  const answered = await asked.help(ANSWER_MS);
  await untilHealth(asked.bot, meanwhile, RECOVERY_MS);
  await giveBack();
  const recovered = await untilHealth(asked.bot, 200, RECOVERY_MS);
  await asked.help(ANSWER_MS);
  await assertUnharmed(asked.bot);
  const figures = [
    `answered in ${inSeconds(answered)}`,
    `healthy again in ${inSeconds(recovered)}`,
  ];
  return { outcome: 'held', figure: figures.join(', ') };
}

/** How many milliseconds it takes until `/healthz` says so. @throws when that is too long. */
export async function untilHealth(
  bot: BotProcess,
  status: number,
  limitMs: number,
): Promise<number> {
  const from = performance.now();
  while ((await bot.status('/healthz')) !== status) {
    assert.ok(performance.now() - from < limitMs, `/healthz is not ${status}`);
    await sleep(200);
  }
  return performance.now() - from;
}

/** A bot is started that must not run, says why in one line, and ends. */
export async function refuse(
  context: CaseContext,
  databaseUrl: string,
  line: RegExp,
): Promise<Result> {
  const bot = await startAlone(context, databaseUrl);
  const code = await bot.exited;
  assert.equal(code, 1);
  const words = bot.stderr.split('\n').filter((each) => each !== '' && !each.startsWith('{'));
  assert.equal(words.length, 1, `it says: ${bot.stderr.slice(-800)}`);
  assert.match(words[0] ?? '', line);
  assert.doesNotMatch(bot.stderr, /fake-|hunter2/);
  return { outcome: 'held', figure: firstSentence(words[0] ?? '') };
}

/** Starts a bot on that store before a whole Slack, and waits for nothing. */
export async function startAlone(context: CaseContext, databaseUrl: string): Promise<BotProcess> {
  const clock = createClock();
  const account = await startSmallAccount(context, clock.now);
  const slack = await startFaultySlack(context, { clock, interfere: () => PASS });
  return startBotProcess(context, {
    slackApiUrl: slack.apiUrl,
    northflankUrl: account.url,
    databaseUrl,
  });
}

/** A bot on that store works: it answers and calls itself healthy. */
export async function works(context: CaseContext, databaseUrl: string): Promise<Asked> {
  const asked = await startAsked(context, { databaseUrl });
  await asked.help();
  await assertUnharmed(asked.bot);
  return asked;
}

/** Without the folders of this run, which say nothing. */
function firstSentence(line: string): string {
  return line.replaceAll(/\/\S+\//g, '').replace(/\. .*$/, '');
}
