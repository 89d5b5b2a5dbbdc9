import assert from 'node:assert/strict';
import type { CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { createClock } from '../world/clock.ts';
import { assertOnce, type DueDigest, setDue } from '../world/due-digest.ts';
import { PASS } from '../world/gate.ts';
import { answering, startHttpGate } from '../world/http-gate.ts';

/** What was posted is looked at again every five minutes. */
const SPEED = 60;
const EMPTY = JSON.stringify({
  data: { projects: [] },
  pagination: { hasNextPage: false, count: 0 },
});

/** After the digest has told of two failures, Northflank lists no project for a while, with a 200. */
export async function projectsGone(context: CaseContext): Promise<Result> {
  let areGone = false;
  const due = await setDue(context, { clock: createClock(SPEED) });
  const gate = await startHttpGate(context, {
    upstream: () => due.account.url,
    interfere: ({ phase, call }) =>
      areGone && phase === 'request' && call === 'GET /v1/projects' ? answering(200, EMPTY) : PASS,
  });
  const bot = due.start({ northflankUrl: gate.url });
  assertOnce(due, await due.settled());
  assert.match(mainOf(due), /2 failed/);

  areGone = true;
  await until(context, due, /^(?!.*2 failed)/);
  const empty = mainOf(due);
  assert.match(empty, /no addon matches what this digest covers, 2 no longer listed/);
  assert.match(empty, /is no longer listed by Northflank; it was FAILED/);
  assert.doesNotMatch(empty, /✔|fresh|fixed|recovered|good again|well/i, empty);

  areGone = false;
  await until(context, due, /2 failed/);
  assertOnce(due, await due.settled());
  await assertUnharmed(bot);
  return { outcome: 'held', figure: 'no addon, then 2 failed again; 2 replies as before' };
}

async function until({ signal }: CaseContext, due: DueDigest, words: RegExp): Promise<void> {
  while (!words.test(mainOf(due))) {
    signal.throwIfAborted();
    await due.clock.wait(5_000, signal);
  }
}

function mainOf(due: DueDigest): string {
  const [main] = due.posted();
  return JSON.stringify([main?.text, main?.blocks]);
}
