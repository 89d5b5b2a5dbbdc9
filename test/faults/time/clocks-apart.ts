import assert from 'node:assert/strict';
import { createChannel } from '../../../sandbox/slack/workspace.ts';
import { IDS } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { createClock, type FaultClock } from '../world/clock.ts';
import { createDatabase, wherePostgresIs } from '../world/databases.ts';
import { assertOnce, type DueDigest, setDue } from '../world/due-digest.ts';
import { CUT, PASS } from '../world/gate.ts';
import { createJumpingClock } from '../world/jumping-clock.ts';
import { leftIn } from '../world/slack.ts';

const MINUTE_MS = 60_000;
const SPEED = 20;

/** The bot's clock is off from Slack's, and the answers to the digest and to its first reply are lost. */
function offFromSlack(minutes: number, long: boolean): Case {
  const words = `${Math.abs(minutes)} min ${minutes > 0 ? 'ahead of' : 'behind'} Slack's`;
  return {
    name: `the bot's clock is ${words}, and the answers to two posts are lost`,
    required: 'the digest and each reply is there exactly once',
    long,
    run: (context) => loseAnswers(context, minutes * MINUTE_MS),
  };
}

async function loseAnswers(context: CaseContext, offMs: number): Promise<Result> {
  let posts = 0;
  const due: { digest?: DueDigest } = {};
  const clock = createClock(SPEED);
  const own = createJumpingClock(context, new Date(clock.now().getTime() + offMs), SPEED);
  const digest = await setDue(context, {
    clock,
    // Due by the bot's own clock, whatever Slack's shows.
    time: new Date(own.now().getTime() - 2 * MINUTE_MS).toISOString().slice(11, 16),
    madeAt: new Date(own.now().getTime() - 60 * MINUTE_MS),
    interfere: ({ call, phase }) => {
      if (call !== 'chat.postMessage' || phase !== 'done') return PASS;
      posts += 1;
      return posts <= 2 ? CUT : PASS;
    },
  });
  due.digest = digest;
  const bot = digest.start({ clock: own, preload: own.preload });
  await bot.logged('started');
  const deliveries = await digest.settled();
  assertOnce(digest, deliveries);
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `${posts} posts, ${digest.posted().length} messages` };
}

/** By this clock two bots live that share a database, so that each has leases to keep from the other. */
const SHARED_SPEED = 4;
const APART_MS = 14 * MINUTE_MS;
const CHANNELS = ['C0CLOCK1', 'C0CLOCK2', 'C0CLOCK3', 'C0CLOCK4', 'C0CLOCK5', 'C0CLOCK6'];
/** Longer than the other bot goes without a look at what is to be done. */
const SLOW_POST_MS = 20_000;
/** Both bots run by then. */
const STARTED_MS = 40_000;

/** Digests of several channels that are due soon, by the clock of database and Slack. */
async function setShared(context: CaseContext, clock: FaultClock) {
  const dueAt = Math.ceil((clock.now().getTime() + STARTED_MS) / MINUTE_MS) * MINUTE_MS;
  const due = await setDue(context, {
    clock,
    databaseUrl: await createDatabase(context, clock),
    channels: CHANNELS,
    time: new Date(dueAt).toISOString().slice(11, 16),
  });
  for (const id of CHANNELS) {
    const channel = createChannel(id, id.toLowerCase(), [IDS.bot, IDS.viewer]);
    due.slack.workspace.channels.set(id, channel);
  }
  return { due, dueAt };
}

/** One bot's clock is right as little as the other's; the one that is ahead dies in the middle of its third post. */
async function twoBots(context: CaseContext): Promise<Result> {
  const clock = createClock(SHARED_SPEED);
  const { due, dueAt } = await setShared(context, clock);
  const posts: number[][] = [];
  const problems: string[] = [];
  async function startOff(offMs: number, dies: boolean) {
    const own = createJumpingClock(context, new Date(clock.now().getTime() + offMs), SHARED_SPEED);
    const sent: number[] = [];
    posts.push(sent);
    const slackApiUrl = await due.slack.openDoor(async ({ call, phase }) => {
      if (call !== 'chat.postMessage' || phase !== 'done') return PASS;
      sent.push(clock.now().getTime());
      if (sent.length === 1) problems.push(...(await bot.readiness()).problems);
      if (dies && sent.length === 3) bot.kill('SIGKILL');
      await clock.wait(SLOW_POST_MS);
      return PASS;
    });
    const bot = due.start({ clock: own, preload: own.preload, slackApiUrl });
    return bot;
  }
  const ahead = await startOff(APART_MS / 2, true);
  const behind = await startOff(-APART_MS / 2, false);
  await Promise.all([ahead.logged('started'), behind.logged('started')]);
  assertOnce(due, await due.settled());
  await ahead.exited;
  assertTimely(due, dueAt, posts);
  assert.deepEqual(problems, [], 'a bot that posts does not call itself ready');
  await assertUnharmed(behind);
  const [first = [], second = []] = posts;
  const lastMs = Math.max(...second) - dueAt;
  const figure = `${first.length} + ${second.length} posts, the last ${(lastMs / 1000).toFixed(0)} s after they were due`;
  return { outcome: 'held', figure };
}

/** Both bots posted, when it was due and not before. */
function assertTimely(due: DueDigest, dueAt: number, posts: readonly (readonly number[])[]): void {
  const messages = leftIn(due.slack);
  assert.ok(Math.min(...posts.flat()) >= dueAt, 'a digest was posted before it was due');
  assert.ok(
    posts.every(({ length }) => length > 0),
    'one bot had all posts',
  );
  const late = messages.filter(({ text }) => /\bdue\b/i.test(text));
  assert.deepEqual(late, [], 'digests that say that they are late');
}

/** Clocks that do not agree. */
export const CLOCKS_APART: readonly Case[] = [
  offFromSlack(10, false),
  offFromSlack(-10, true),
  {
    name: `the clocks of two bots on one Postgres are ${APART_MS / MINUTE_MS} min apart, and one is killed`,
    required: 'each digest and each reply is there exactly once, and not before it was due',
    limitMs: 4 * MINUTE_MS,
    run: wherePostgresIs(twoBots),
  },
];
