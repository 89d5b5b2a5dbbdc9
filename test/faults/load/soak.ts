import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed, startAsked } from '../world/asked.ts';
import { act, assertAllWent } from './acting.ts';
import { assertFlat, sampling } from './sample.ts';

const CUT_EVERY_MS = 30_000;
/** After so long it is back: what a connection lived counts as waited, so that it hardly waits. */
const AWAY_MS = 2_000;
/** Node's heap is still growing to its size in the first minutes. */
const WARMING = 4 / 3;
const SOAK_PER_SECOND = 4;

/** A bot that is used for so long, while its connection is cut now and then. */
export function soak(name: string, ms: number, long: boolean): Case {
  return {
    name: `in use for ${name}, the socket cut every ${CUT_EVERY_MS / 1000} s`,
    required: `memory and handles flat: in the last quarter at most ${long ? 'a tenth' : 'a third'} more memory and four more handles than in the second; healthy`,
    long,
    limitMs: ms + 3 * 60_000,
    run: (context) => run(context, ms, long ? undefined : WARMING),
  };
}

async function run(context: CaseContext, ms: number, rssShare?: number): Promise<Result> {
  const { signal } = context;
  const asked = await startAsked(context);
  const sampled = sampling(asked.bot.pid ?? 0);
  const stretches = Math.round(ms / (CUT_EVERY_MS + AWAY_MS));
  let acts = 0;
  let lost = 0;
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const pace = { perSecond: SOAK_PER_SECOND, ms: CUT_EVERY_MS, signal };
    const { acts: more, failures } = await act(asked.slack, pace);
    acts += more;
    lost += failures.length;
    asked.slack.socket.cut();
    await sleep(AWAY_MS);
  }
  const flat = assertFlat(await sampled(), rssShare);
  // Each stretch is answered before the socket is cut, and the next begins when the bot is back.
  assert.equal(lost, 0, `${lost} of ${acts} acts got no answer; ${flat}`);
  // The WebSocket says of each cut that it is one.
  assertAllWent(asked.bot, 'slack_sdk');
  await asked.help();
  await assertUnharmed(asked.bot);
  const figure = `${acts} acts, none lost over ${stretches} cuts, ${flat}`;
  return { outcome: 'held', figure };
}
