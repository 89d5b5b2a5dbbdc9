import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDS, type SlackEvent } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed, wordsOf } from '../world/asked.ts';
import type { BotProcess } from '../world/bot.ts';
import { run, wherePostgresIs } from '../world/databases.ts';
import { isFinal, readDeliveries } from '../world/deliveries.ts';
import { startSmallAccount } from '../world/small-account.ts';
import { storeWishes } from '../world/wishes.ts';
import {
  AHEAD_EACH,
  BUDGET,
  type HourOptions,
  NOT_READ,
  type SharedHour,
  shareHour,
} from './shared-hour.ts';

const MINUTE_MS = 60_000;
/** What runs by itself may take of the hour, over all bots together. */
const SHARE = 0.3 * BUDGET;
/** Once less is left, what runs by itself is spread over the rest of the hour. */
const SPREAD_BELOW = 0.3 * BUDGET;
const KEPT_FOR_PEOPLE = 0.2 * BUDGET;
/** Reads of addons and of destinations, eight each, that may have leave already when less is left. */
const ON_THE_WAY = 16;
const OVER = 'digest_follow_up_short_of_budget';

/**
 * A digest has been posted for an account of four addons, and from now on there are 400: to read them once,
 * to see whether the digest is still true, takes more than may run by itself.
 */
async function shareHourAfterDigest(
  context: CaseContext,
  options: HourOptions = {},
): Promise<SharedHour> {
  const hour = await shareHour(context, options);
  const { databaseUrl, startBot } = hour;
  const now = Date.now();
  await storeWishes(databaseUrl, {
    channels: [IDS.backups],
    time: new Date(now - MINUTE_MS).toISOString().slice(11, 16),
    timeZone: 'UTC',
    madeAt: new Date(now - 60 * MINUTE_MS),
    nextFollowUp: now + 24 * 60 * MINUTE_MS,
  });
  const small = await startSmallAccount(context, () => new Date());
  const poster = await startBot(small.url);
  await until(context, async () => (await readDeliveries(databaseUrl)).some(isFinal));
  poster.kill('SIGTERM');
  await poster.exited;
  return hour;
}

/** Starts a bot for which it is time to look whether the digest is still true. */
async function startDue({ databaseUrl, startBot }: SharedHour): Promise<BotProcess> {
  await run(databaseUrl, `update settings set value = '0' where key = 'next-follow-up'`);
  return await startBot();
}

async function until(
  { signal }: CaseContext,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  while (!(await isSo())) {
    signal.throwIfAborted();
    await sleep(5);
  }
}

/** Two bots die in the middle of their rounds, and a third goes on with what they left. */
async function together(context: CaseContext): Promise<Result> {
  const hour = await shareHourAfterDigest(context, { answerMs: 20 });
  const { seen } = hour;
  for (const [bot, count] of [SHARE / 2, SHARE / 4].entries()) {
    const mortal = await startDue(hour);
    await until(context, () => (seen.byBot[bot] ?? 0) >= count);
    mortal.kill('SIGKILL');
    await mortal.exited;
  }
  const last = await startDue(hour);
  await last.logged(OVER);
  const figure = `${seen.answered} of ${BUDGET} requests (${seen.byBot.join(' + ')})`;
  assert.ok(seen.answered >= SHARE, `the share never mattered: ${figure}`);
  assert.ok(seen.answered <= SHARE + AHEAD_EACH * seen.byBot.length, figure);
  await assertUnharmed(last);
  return { outcome: 'held', figure };
}

/** Long enough for hundreds of requests, and far shorter than from one place in the spread to the next. */
const WATCHED_MS = 3_000;

async function slowly(context: CaseContext): Promise<Result> {
  const left = 350;
  const hour = await shareHourAfterDigest(context, { spent: BUDGET - left });
  const quick = left - SPREAD_BELOW;
  const bot = await startDue(hour);
  await until(context, () => hour.seen.answered >= quick);
  await sleep(WATCHED_MS);
  const figure = `${hour.seen.answered} requests, of which ${quick} before less than 30 % was left`;
  assert.ok(hour.seen.answered <= quick + ON_THE_WAY, figure);
  await assertUnharmed(bot);
  return { outcome: 'held', figure };
}

async function notAtAll(context: CaseContext): Promise<Result> {
  const hour = await shareHourAfterDigest(context, { spent: BUDGET - KEPT_FOR_PEOPLE });
  const bot = await startDue(hour);
  await bot.logged(OVER);
  const figure = `${hour.seen.answered} requests`;
  assert.ok(hour.seen.answered <= ON_THE_WAY, figure);
  await assertUnharmed(bot);
  return { outcome: 'held', figure };
}

/** A person asks in the middle of what runs by itself. */
async function besidesPeople(context: CaseContext): Promise<Result> {
  const hour = await shareHourAfterDigest(context, { answerMs: 20 });
  const { seen, slack } = hour;
  const bot = await startDue(hour);
  await until(context, () => seen.answered >= SHARE / 4);
  const board = { until: isBoard, within: MINUTE_MS };
  const shown = wordsOf(await slack.user(IDS.admin).command('/backups', '', board));
  const figure = `${seen.answered} of ${BUDGET} requests`;
  assert.doesNotMatch(shown, NOT_READ, figure);
  await assertUnharmed(bot);
  return { outcome: 'held', figure };
}

/** Not what is said while it is being read. */
function isBoard(event: SlackEvent): boolean {
  return /Refresh|Read again/.test(wordsOf(event));
}

/** Looking again and again whether a digest is still true takes only what is spare. */
export const BY_ITSELF: readonly Case[] = [
  {
    name: 'three bots on one Postgres that look whether a digest is still true, two killed meanwhile',
    required: '30 % of the hour and at most ten more by each bot',
    run: wherePostgresIs(together),
  },
  {
    name: 'a third of the hour is left when a bot looks whether a digest is still true',
    required: `below 30 % it hardly asks: at most ${ON_THE_WAY} in ${WATCHED_MS / 1000} s`,
    run: wherePostgresIs(slowly),
  },
  {
    name: 'a fifth of the hour is left when a bot looks whether a digest is still true',
    required: 'asks no more once it knows',
    run: wherePostgresIs(notAtAll),
  },
  {
    name: 'a person asks for the board while a bot looks by itself, for which the hour is too short',
    required: 'the person is shown all addons, read with the requests of people',
    long: true,
    run: wherePostgresIs(besidesPeople),
  },
];
