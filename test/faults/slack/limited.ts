import assert from 'node:assert/strict';
import { IDS } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { assertUnharmed } from '../world/asked.ts';
import type { BotProcess } from '../world/bot.ts';
import { assertOnce, type DueDigest, setDue } from '../world/due-digest.ts';
import { PASS } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { limiting } from './answers.ts';

const LIMIT_MS = 60_000;

/**
 * Two channels are due, and the first post is told to come later once that of the other channel is on
 * its way; that one is answered once the bot has heard it. So nothing is on its way any more by then.
 */
async function run(context: CaseContext): Promise<Result> {
  const world: { due?: DueDigest; bot?: BotProcess } = {};
  const now = (): number => world.due?.clock.now().getTime() ?? 0;
  const other = Promise.withResolvers<void>();
  const calls: number[] = [];
  let limitedAt = Number.NaN;
  const limit = async (nth: number): Promise<HttpDeed> => {
    if (nth === 1) {
      await other.promise;
      limitedAt = now();
      return limiting(String(LIMIT_MS / 1000));
    }
    other.resolve();
    if (nth === 2) await world.bot?.logged('digest_post');
    return PASS;
  };
  const due = await setDue(context, {
    channels: [IDS.backups, IDS.dbOncall],
    interfere: ({ call, phase }) => {
      if (call !== 'chat.postMessage' || phase !== 'request') return PASS;
      return limit(calls.push(now()));
    },
  });
  world.due = due;
  world.bot = due.start();
  assertOnce(due, await due.settled());

  const [next, ...later] = calls.filter((at) => at > limitedAt).map((at) => at - limitedAt);
  assert.ok(next !== undefined && later.length > 0, 'nothing was left to be sent later');
  assert.ok(next >= LIMIT_MS, `sent again after ${inSeconds(next)} of its clock`);
  await assertUnharmed(world.bot);
  return { outcome: 'held', figure: `sent again after ${inSeconds(next)} of its clock` };
}

/** What Slack says to one channel's post holds for all. */
export const LIMITED: readonly Case[] = [
  {
    name: 'digest, chat.postMessage: 429, Retry-After 60, with two channels due',
    required:
      'nothing is posted anywhere for 60 s; then each digest and each reply is there exactly once',
    run,
  },
];
