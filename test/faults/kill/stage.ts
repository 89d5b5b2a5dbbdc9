import { join } from 'node:path';
import { createChannel } from '../../../sandbox/slack/workspace.ts';
import { IDS } from '../../../sandbox/slack.ts';
import type { Opened } from '../case.ts';
import type { FaultClock } from '../world/clock.ts';
import { createDatabase, temporaryFolder } from '../world/databases.ts';
import { PASS } from '../world/gate.ts';
import { type FaultySlack, startFaultySlack } from '../world/slack.ts';
import { type SmallAccount, startSmallAccount } from '../world/small-account.ts';
import { storeWishes } from '../world/wishes.ts';
import type { Round } from './plan.ts';

/** What the bots of a round live in. */
export interface Stage {
  slack: FaultySlack;
  account: SmallAccount;
  databaseUrl: string;
  /** Ids of the channels whose digests are due. */
  channels: readonly string[];
}

const MINUTE_MS = 60_000;

/** Sets everything up: channels that wait for their digests since two minutes ago. */
export async function setStage(opened: Opened, round: Round, clock: FaultClock): Promise<Stage> {
  const { setup, historyLagMs } = round;
  const account = await startSmallAccount(opened, clock.now);
  const slack = await startFaultySlack(opened, { clock, historyLagMs, interfere: () => PASS });
  const databaseUrl =
    setup.store === 'postgres'
      ? await createDatabase(opened, clock)
      : `sqlite:${join(temporaryFolder(opened), 'backups.db')}`;
  const channels = Array.from({ length: round.channels }, (_, index) => `C0FAULTS${index}`);
  for (const id of channels) {
    slack.workspace.channels.set(id, createChannel(id, id.toLowerCase(), [IDS.bot, IDS.viewer]));
  }
  await fill(databaseUrl, channels, clock.now());
  return { slack, account, databaseUrl, channels };
}

/** Lists of Northflank are kept for a minute, and no change is seen before that is over: long after any start. */
const FIRST_FOLLOW_UP_MS = 150_000;

/** A wish of an hour ago for two minutes ago is due at once, so that no round waits for an hour to come. */
async function fill(databaseUrl: string, channels: readonly string[], now: Date): Promise<void> {
  await storeWishes(databaseUrl, {
    channels,
    time: new Date(now.getTime() - 2 * MINUTE_MS).toISOString().slice(11, 16),
    timeZone: 'UTC',
    madeAt: new Date(now.getTime() - 60 * MINUTE_MS),
    nextFollowUp: now.getTime() + FIRST_FOLLOW_UP_MS,
  });
}
