import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDS, type ShownMessage } from '../../../sandbox/slack.ts';
import type { CaseContext } from '../case.ts';
import { type BotProcess, type BotSettings, startBotProcess } from './bot.ts';
import { createClock, type FaultClock } from './clock.ts';
import { temporaryFolder } from './databases.ts';
import { isFinal, readDeliveries, type StoredDelivery } from './deliveries.ts';
import { type Interfere, PASS } from './gate.ts';
import type { HttpDeed } from './http-gate.ts';
import { type FaultySlack, leftIn, startFaultySlack } from './slack.ts';
import { REPLIES, type SmallAccount, startSmallAccount } from './small-account.ts';
import { judge } from './verdict.ts';
import { storeWishes } from './wishes.ts';

/** The channel that wants a digest where nothing else is said. */
const CHANNEL = IDS.backups;

const MINUTE_MS = 60_000;

/** What is different from a digest that was due two minutes ago on SQLite, by a clock 20 times as fast. */
export interface DueOptions {
  clock?: FaultClock | undefined;
  interfere?: Interfere<HttpDeed> | undefined;
  /** How long a channel's history hides a new message; not at all when absent. */
  historyLagMs?: number | undefined;
  /** Channels that want a digest; one when absent. */
  channels?: readonly string[] | undefined;
  ownerId?: string | undefined;
  databaseUrl?: string | undefined;
  /** When it is wanted, `HH:MM`. */
  time?: string | undefined;
  timeZone?: string | undefined;
  /** When the wish was made; an hour ago when absent. */
  madeAt?: Date | undefined;
  bot?: Partial<BotSettings> | undefined;
}

/** One channel or more whose digest is due, and all that it takes to send it. */
export interface DueDigest {
  clock: FaultClock;
  slack: FaultySlack;
  account: SmallAccount;
  databaseUrl: string;
  /** Those that want a digest. */
  channels: readonly string[];
  /** Starts the bot, or one more when the last has ended. */
  start: (settings?: Partial<BotSettings>) => BotProcess;
  /** Resolves with all deliveries once there are so many and none has anything left to do. */
  settled: (count?: number) => Promise<StoredDelivery[]>;
  /** What bots have posted in the first channel, the oldest first. */
  posted: () => ShownMessage[];
}

/** Sets it up; no bot runs yet. */
export async function setDue(context: CaseContext, options: DueOptions = {}): Promise<DueDigest> {
  const { clock = createClock(20), interfere = () => PASS, channels = [CHANNEL] } = options;
  const now = clock.now();
  const account = await startSmallAccount(context, clock.now);
  const { historyLagMs } = options;
  const slack = await startFaultySlack(context, { clock, interfere, historyLagMs });
  const databaseUrl =
    options.databaseUrl ?? `sqlite:${join(temporaryFolder(context), 'backups.db')}`;
  await storeWishes(databaseUrl, {
    channels,
    ownerId: options.ownerId,
    time: options.time ?? new Date(now.getTime() - 2 * MINUTE_MS).toISOString().slice(11, 16),
    timeZone: options.timeZone ?? 'UTC',
    madeAt: options.madeAt ?? new Date(now.getTime() - 60 * MINUTE_MS),
    nextFollowUp: now.getTime() + 2 * MINUTE_MS,
  });
  return {
    clock,
    slack,
    account,
    databaseUrl,
    channels,
    start: (settings) =>
      startBotProcess(context, {
        slackApiUrl: slack.apiUrl,
        northflankUrl: account.url,
        databaseUrl,
        clock,
        ...options.bot,
        ...settings,
      }),
    settled: async (count = channels.length) => {
      for (;;) {
        context.signal.throwIfAborted();
        const deliveries = await readDeliveries(databaseUrl);
        const isDone = deliveries.every(isFinal);
        if (deliveries.length >= count && isDone) return deliveries;
        await sleep(100);
      }
    },
    posted: () => slack.timeline(channels[0] ?? CHANNEL).filter(({ author }) => author === IDS.bot),
  };
}

/**
 * Each digest and its replies are in the channel exactly once, were so at all times, and nothing else of
 * ours is anywhere.
 */
export function assertOnce(
  due: DueDigest,
  deliveries: readonly StoredDelivery[],
  leastReplies: number = REPLIES,
): void {
  const { problems } = judge(due.channels, leftIn(due.slack), deliveries, leastReplies);
  assert.deepEqual(problems, []);
  assertNoneTakenBack(due);
}

/** No copy was there for a while: people were called by it all the same. */
export function assertNoneTakenBack({ slack }: Pick<DueDigest, 'slack'>): void {
  const deleted = slack
    .events()
    .filter((event) => event.type === 'message' && event.change === 'deleted');
  assert.equal(deleted.length, 0, `${deleted.length} copies were posted and taken back`);
}
