import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { type Asked, assertUnharmed, startAsked } from '../world/asked.ts';
import type { Readiness } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { PASS } from '../world/gate.ts';
import { answering } from '../world/http-gate.ts';

const SPEED = 40;
/** How long Slack may be away before that counts, by the bot's clock. */
const GRACE_MS = 120_000;
/** The same in real time, and what a busy machine adds. */
const AWAY_MS = GRACE_MS / SPEED + 3_000;
/** Waits for the next connection are in real time, and were up to 8 s by then. */
const BACK_MS = 15_000;
const WHY = 'Slack is not connected';

async function run(context: CaseContext): Promise<Result> {
  const clock = createClock(SPEED);
  let isAway = false;
  const asked = await startAsked(context, {
    clock,
    interfere: ({ call, phase }) =>
      isAway && call === 'apps.connections.open' && phase === 'request' ? answering(503) : PASS,
  });
  isAway = true;
  const from = clock.now().getTime();
  asked.slack.socket.cut();
  const unready = await readinessOnce(asked, AWAY_MS, ({ problems }) => problems.includes(WHY));
  const after = clock.now().getTime() - from;
  assert.equal(unready.status, 503);
  assert.ok(after > GRACE_MS, `not ready after ${inSeconds(after)} of its clock`);
  await assertUnharmed(asked.bot);

  isAway = false;
  const back = await readinessOnce(asked, BACK_MS, ({ status }) => status === 200);
  assert.deepEqual(back.problems, []);
  await asked.help();
  await assertUnharmed(asked.bot);
  return { outcome: 'held', figure: `not ready after ${inSeconds(after)} of its clock` };
}

/** Looks again and again until readiness is such. @throws when that takes longer. */
async function readinessOnce(
  { bot }: Asked,
  limitMs: number,
  isSuch: (readiness: Readiness) => boolean,
): Promise<Readiness> {
  const until = performance.now() + limitMs;
  for (;;) {
    const readiness = await bot.readiness();
    if (isSuch(readiness)) return readiness;
    const now = `${readiness.status} with ${JSON.stringify(readiness.problems)}`;
    assert.ok(performance.now() < until, `still ${now} after ${inSeconds(limitMs)}`);
    await sleep(20);
  }
}

/** Whoever looks at the bot's readiness learns that Slack cannot reach it. */
export const WITHOUT_SOCKET: readonly Case[] = [
  {
    name: 'socket: none to be had for two minutes',
    required: `/readyz says "${WHY}" with 503 after 120 s, not sooner, and 200 when it is back; /healthz stays 200`,
    run,
  },
];
