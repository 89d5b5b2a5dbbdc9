import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createChannel } from '../../../sandbox/slack/workspace.ts';
import { IDS } from '../../../sandbox/slack.ts';
import type { CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import type { BotProcess } from '../world/bot.ts';
import { isFinal, readDeliveries } from '../world/deliveries.ts';
import { leftIn } from '../world/slack.ts';
import { storeWishes } from '../world/wishes.ts';
import { AHEAD_EACH, BUDGET, NOT_READ, type SharedHour, shareHour } from './shared-hour.ts';

const BOTS = 3;
/** What digests may take of the hour, over all bots together. */
const SHARE = BUDGET / 2;
/** Four for each bot, which is what it works on at once. */
const CHANNELS = Array.from({ length: 4 * BOTS }, (_, index) => `C0SHARE${index}`);
/** So slow that no bot is done with reading before the last one has begun. */
const ANSWER_MS = 250;
const MINUTE_MS = 60_000;

/** Digests that are due at three bots at once, each of which would need most of the hour's requests. */
export async function threeDigests(context: CaseContext): Promise<Result> {
  const hour = await shareHour(context, { answerMs: ANSWER_MS });
  const { slack, seen, databaseUrl } = hour;
  await storeDue(hour);
  const bots: BotProcess[] = [];
  while (bots.length < BOTS) bots.push(await hour.startBot());
  for (;;) {
    context.signal.throwIfAborted();
    const deliveries = await readDeliveries(databaseUrl);
    if (deliveries.length === CHANNELS.length && deliveries.every(isFinal)) break;
    await sleep(300);
  }
  const digests = leftIn(slack).filter(({ threadTs }) => threadTs === undefined);
  assert.equal(digests.length, CHANNELS.length, 'digests');
  const partly = digests.filter(({ text, blocks }) => NOT_READ.test(text + JSON.stringify(blocks)));
  assert.equal(partly.length, digests.length, 'digests that say what is missing');
  const figure = `${seen.answered} of ${BUDGET} requests (${seen.byBot.join(' + ')}), ${partly.length} digests say what is missing`;
  assert.ok(seen.answered >= SHARE, `the share never mattered: ${figure}`);
  assert.ok(seen.answered <= SHARE + AHEAD_EACH * BOTS, figure);
  assert.ok(
    seen.byBot.every((count) => count > 0),
    `one bot asked nothing: ${figure}`,
  );
  for (const bot of bots) await assertUnharmed(bot);
  return { outcome: 'held', figure };
}

async function storeDue({ slack, databaseUrl }: SharedHour): Promise<void> {
  for (const id of CHANNELS) {
    slack.workspace.channels.set(id, createChannel(id, id.toLowerCase(), [IDS.bot, IDS.viewer]));
  }
  const now = Date.now();
  await storeWishes(databaseUrl, {
    channels: CHANNELS,
    time: new Date(now - MINUTE_MS).toISOString().slice(11, 16),
    timeZone: 'UTC',
    madeAt: new Date(now - 60 * MINUTE_MS),
    // Long after all that is looked at.
    nextFollowUp: now + 24 * 60 * MINUTE_MS,
  });
}
