import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { createClock } from '../world/clock.ts';
import { assertOnce, type DueDigest, setDue } from '../world/due-digest.ts';
import { CUT, PASS } from '../world/gate.ts';
import { createJumpingClock } from '../world/jumping-clock.ts';

const MINUTE_MS = 60_000;
const SPEED = 20;

/** The bot's clock is off from Slack's, and the answers to the digest and to its first reply are lost. */
function offFromSlack(minutes: number, long: boolean): Case {
  const words = `${Math.abs(minutes)} min ${minutes > 0 ? 'ahead of' : 'behind'} Slack's`;
  return {
    name: `the bot's clock is ${words}, and the answers to two posts are lost`,
    required: 'the digest and each reply is there exactly once, and was posted once',
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
  assert.equal(posts, digest.posted().length, 'posts that Slack took, and messages that are left');
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `${posts} posts, ${digest.posted().length} messages` };
}

/** Clocks that do not agree. */
export const CLOCKS_APART: readonly Case[] = [offFromSlack(10, false), offFromSlack(-10, true)];
