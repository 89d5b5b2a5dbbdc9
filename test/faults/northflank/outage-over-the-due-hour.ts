import assert from 'node:assert/strict';
import type { ShownMessage } from '../../../sandbox/slack.ts';
import type { CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { createClock } from '../world/clock.ts';
import { assertOnce, type DueDigest, setDue } from '../world/due-digest.ts';
import { PASS } from '../world/gate.ts';
import { answering, startHttpGate } from '../world/http-gate.ts';

/** What was posted is looked at again every five minutes. */
const SPEED = 60;

/**
 * Northflank answers nothing while a digest is due: it comes all the same, and claims nothing. Once
 * Northflank answers again, the same message tells what there is to tell.
 */
export async function outageOverTheDueHour(context: CaseContext): Promise<Result> {
  let isOver = false;
  const due = await setDue(context, { clock: createClock(SPEED) });
  const gate = await startHttpGate(context, {
    upstream: () => due.account.url,
    interfere: ({ phase }) => (phase === 'request' && !isOver ? answering(503) : PASS),
  });
  due.account.failing.clear();
  const from = due.clock.now().getTime();
  const bot = due.start({ northflankUrl: gate.url });
  assertOnce(due, await due.settled(), 0);
  const came = secondsSince(due, from);
  const blind = wordsOf(due.posted()[0]);
  assert.match(blind, /no addon could be read/, blind);
  assert.match(blind, /Northflank is not answering/, blind);
  assert.doesNotMatch(blind, /✔|\d+ fresh|all is well/i, blind);
  await assertUnharmed(bot);

  isOver = true;
  const end = due.clock.now().getTime();
  while (!/4 of 4 fresh/.test(wordsOf(due.posted()[0]))) {
    context.signal.throwIfAborted();
    await due.clock.wait(5_000, context.signal);
  }
  const edited = secondsSince(due, end);
  assert.doesNotMatch(wordsOf(due.posted()[0]), /could be read|cannot tell/i);
  assertOnce(due, await due.settled(), 0);
  await assertUnharmed(bot);
  return {
    outcome: 'held',
    figure: `came after ${came} s of its clock, true ${edited} s after the outage`,
  };
}

function secondsSince({ clock }: DueDigest, from: number): string {
  return ((clock.now().getTime() - from) / 1_000).toFixed(0);
}

function wordsOf(message: ShownMessage | undefined): string {
  return JSON.stringify([message?.text, message?.blocks]);
}
