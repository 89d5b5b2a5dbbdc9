import assert from 'node:assert/strict';
import { join } from 'node:path';
import { IDS, type SlackEvent } from '../../../sandbox/slack.ts';
import type { CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { temporaryFolder } from '../world/databases.ts';
import { PASS } from '../world/gate.ts';
import { answering } from '../world/http-gate.ts';
import { startFaultyNorthflank } from '../world/northflank.ts';
import { startFaultySlack } from '../world/slack.ts';
import { storeWishes } from '../world/wishes.ts';

const MINUTE_MS = 60_000;
const DIGEST_LIMIT_MS = 100_000;

/** Northflank answers nothing while a digest is due: it comes all the same, and claims nothing. */
export async function outageOverTheDueHour(context: CaseContext): Promise<Result> {
  const clock = createClock();
  const slack = await startFaultySlack(context, { clock, interfere: () => PASS });
  const northflank = await startFaultyNorthflank(context, {
    clock,
    interfere: ({ phase }) => (phase === 'request' ? answering(503) : PASS),
  });
  const databaseUrl = `sqlite:${join(temporaryFolder(context), 'backups.db')}`;
  const now = clock.now().getTime();
  await storeWishes(databaseUrl, {
    channels: [IDS.backups],
    time: new Date(now - 2 * MINUTE_MS).toISOString().slice(11, 16),
    timeZone: 'UTC',
    madeAt: new Date(now - 60 * MINUTE_MS),
    // Long after all that is looked at.
    nextFollowUp: now + 24 * 60 * MINUTE_MS,
  });
  const came = slack.waitFor(isDigest, DIGEST_LIMIT_MS);
  const from = performance.now();
  startBotProcess(context, {
    slackApiUrl: slack.apiUrl,
    northflankUrl: northflank.url,
    databaseUrl,
  });
  const event = await came;
  const shown = 'message' in event ? JSON.stringify(event.message) : '';
  const head = shown.slice(0, 600);
  assert.match(shown, /cannot tell|could not be read|not known/i, head);
  assert.doesNotMatch(shown, /✔|all fresh|\d+ fresh|all is well/i, head);
  return { outcome: 'held', figure: `came after ${inSeconds(performance.now() - from)}` };
}

function isDigest(event: SlackEvent): boolean {
  return (
    event.type === 'message' &&
    event.message.channel === IDS.backups &&
    event.message.metadata !== undefined
  );
}
