import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createChannel } from '../../../sandbox/slack/workspace.ts';
import { IDS } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { type BotProcess, startBotProcess } from '../world/bot.ts';
import { createClock, type FaultClock } from '../world/clock.ts';
import { createDatabase, temporaryFolder, wherePostgresIs } from '../world/databases.ts';
import { readDeliveries } from '../world/deliveries.ts';
import { PASS } from '../world/gate.ts';
import { type FaultySlack, leftIn, startFaultySlack } from '../world/slack.ts';
import { REPLIES, startSmallAccount } from '../world/small-account.ts';
import { judge } from '../world/verdict.ts';
import { storeWishes } from '../world/wishes.ts';

const CHANNELS = 200;
const MINUTE_MS = 60_000;
/** Posts that one bot makes within ten seconds of its clock: one a second, and what arrives bunched. */
const IN_TEN_SECONDS = 13;
/** One a second, and what a busy machine adds to each. */
const MOST_SECONDS_EACH = 1.5;
/** What the bots, their database and the end of the case may take beside that. */
const STARTING_MS = 2 * MINUTE_MS;
/** Replies that one bot may have under way while the last digest waits for its turn. */
const UNDER_WAY = 4;
/** A digest that comes later than this says when it was due. */
const SAYS_DUE_AFTER_MS = 5 * MINUTE_MS;
/** What the bot decided in time and Slack took a little later. */
const IN_THE_POST_MS = 15_000;
/** So long ago all were due at least: the last of 200 then come late, one a second. */
const EARLIER_MS = 3 * MINUTE_MS;

interface DueTogether {
  name: string;
  store: 'sqlite' | 'postgres';
  bots: number;
  /** How many times faster than real time the bots live. */
  speed: number;
  /** Whether each digest has two replies. */
  replies: boolean;
  long: boolean;
}

/** Many channels that want their digest in the same minute. */
export function dueTogether(wanted: DueTogether): Case {
  const play = (context: CaseContext) => run(context, wanted);
  return {
    name: `${CHANNELS} channels due in the same minute, ${wanted.name}`,
    required: requiredOf(wanted),
    long: wanted.long,
    alone: true,
    limitMs: STARTING_MS + (MOST_SECONDS_EACH * 1000 * messagesOf(wanted)) / wanted.speed,
    run: wanted.store === 'postgres' ? wherePostgresIs(play) : play,
  };
}

function messagesOf({ replies }: DueTogether): number {
  return CHANNELS * (replies ? 1 + REPLIES : 1);
}

function requiredOf({ replies, bots }: DueTogether): string {
  const what = replies ? 'each digest and reply exactly once' : 'each digest exactly once';
  const order = replies && bots === 1 ? ', replies after all digests' : '';
  return `${what}${order}, by each bot at most ${IN_TEN_SECONDS} posts in 10 s of its clock, all within ${MOST_SECONDS_EACH} s for each; later than 5 min says when it was due`;
}

async function run(context: CaseContext, wanted: DueTogether): Promise<Result> {
  const stage = await setStage(context, wanted);
  const { clock, slack, channels, databaseUrl, dueAt } = stage;
  const { bots, posts } = await startBots(context, stage, wanted.bots);
  await bots[0]?.logged('started');
  const from = clock.now().getTime();
  const deliveries = await settled(context, databaseUrl);
  const seconds = (clock.now().getTime() - from) / 1000;
  const messages = leftIn(slack);
  assert.deepEqual(
    judge(channels, messages, deliveries, wanted.replies ? REPLIES : 0).problems.slice(0, 5),
    [],
  );
  for (const bot of bots) await assertUnharmed(bot);
  assertPaced(posts);
  assert.ok(seconds <= MOST_SECONDS_EACH * messages.length, `${seconds.toFixed(0)} s`);
  if (wanted.bots === 1) assertFair(messages);
  const late = assertSaysDue(messages, dueAt);
  const real =
    wanted.speed === 1 ? '' : ` of its clock (${(seconds / wanted.speed).toFixed(0)} s real)`;
  return {
    outcome: 'held',
    figure: `${messages.length} messages in ${seconds.toFixed(0)} s${real}, ${busiest(posts)} posts in the busiest 10 s, ${late} late and saying so`,
  };
}

interface Stage {
  clock: FaultClock;
  slack: FaultySlack;
  northflankUrl: string;
  databaseUrl: string;
  channels: readonly string[];
  /** When all were due, by the clock: one to two minutes before the stage was set. */
  dueAt: number;
}

/** Channels that all wait for their digest; no bot runs yet. */
async function setStage(
  context: CaseContext,
  { store, speed, replies }: DueTogether,
): Promise<Stage> {
  const clock = createClock(speed);
  const account = await startSmallAccount(context, clock.now);
  if (!replies) account.failing.clear();
  const slack = await startFaultySlack(context, { clock, interfere: () => PASS });
  const channels = Array.from({ length: CHANNELS }, (_, index) => `C0LOAD${index}`);
  for (const id of channels) {
    slack.workspace.channels.set(id, createChannel(id, id.toLowerCase(), [IDS.bot, IDS.viewer]));
  }
  const databaseUrl =
    store === 'postgres'
      ? await createDatabase(context, clock)
      : `sqlite:${join(temporaryFolder(context), 'backups.db')}`;
  const now = clock.now().getTime();
  const dueAt = Math.floor((now - EARLIER_MS) / MINUTE_MS) * MINUTE_MS;
  await storeWishes(databaseUrl, {
    channels,
    time: new Date(dueAt).toISOString().slice(11, 16),
    timeZone: 'UTC',
    madeAt: new Date(now - 60 * MINUTE_MS),
    // Long after all that is looked at.
    nextFollowUp: now + 24 * 60 * MINUTE_MS,
  });
  return { clock, slack, northflankUrl: account.url, databaseUrl, channels, dueAt };
}

/** Starts so many bots, each with a way to Slack on which its posts are timed by the clock. */
async function startBots(
  context: CaseContext,
  { clock, slack, northflankUrl, databaseUrl }: Stage,
  count: number,
): Promise<{ bots: BotProcess[]; posts: number[][] }> {
  const bots: BotProcess[] = [];
  const posts: number[][] = [];
  for (let index = 0; index < count; index += 1) {
    const own: number[] = [];
    posts.push(own);
    const slackApiUrl = await slack.openDoor(({ call, phase }) => {
      if (call === 'chat.postMessage' && phase === 'headers') own.push(clock.now().getTime());
      return PASS;
    });
    bots.push(startBotProcess(context, { slackApiUrl, northflankUrl, databaseUrl, clock }));
  }
  return { bots, posts };
}

async function settled(context: CaseContext, databaseUrl: string) {
  for (;;) {
    context.signal.throwIfAborted();
    const deliveries = await readDeliveries(databaseUrl);
    const isDone = deliveries.every(({ state }) => state === 'sent');
    if (deliveries.length >= CHANNELS && isDone) return deliveries;
    await sleep(300);
  }
}

function busiest(posts: readonly (readonly number[])[]): number {
  return Math.max(
    ...posts.map((own) =>
      own.reduce((most, from) => {
        const within = own.filter((at) => at >= from && at < from + 10_000).length;
        return Math.max(most, within);
      }, 0),
    ),
  );
}

function assertPaced(posts: readonly (readonly number[])[]): void {
  const most = busiest(posts);
  assert.ok(most <= IN_TEN_SECONDS, `${most} posts within 10 s`);
}

/** Every channel has its digest before any has its replies. */
function assertFair(messages: readonly { ts: string; threadTs?: string | undefined }[]): void {
  const isReply = ({ threadTs }: { threadTs?: string | undefined }) => threadTs !== undefined;
  const lastDigest = Math.max(
    ...messages.filter((each) => !isReply(each)).map(({ ts }) => Number(ts)),
  );
  const early = messages.filter((each) => isReply(each) && Number(each.ts) < lastDigest);
  assert.ok(early.length <= UNDER_WAY, `${early.length} replies came before the last digest`);
}

/**
 * What stands in a channel later than promised says so.
 *
 * @returns how many digests were late. @throws when one does not say so, or none was late.
 */
function assertSaysDue(
  messages: readonly { ts: string; threadTs?: string | undefined; text: string; blocks: unknown }[],
  dueAt: number,
): number {
  const late = messages.filter(
    ({ ts, threadTs }) =>
      threadTs === undefined && Number(ts) * 1000 > dueAt + SAYS_DUE_AFTER_MS + IN_THE_POST_MS,
  );
  const silent = late.filter(({ text, blocks }) => !/\bdue\b/i.test(text + JSON.stringify(blocks)));
  assert.equal(silent.length, 0, `${silent.length} of ${late.length} late digests do not say so`);
  assert.ok(late.length > 0, 'none was late, so that none had to say so');
  return late.length;
}
