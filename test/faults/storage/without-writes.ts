import assert from 'node:assert/strict';
import type { CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { assertOnce, setDue } from '../world/due-digest.ts';
import { PASS } from '../world/gate.ts';
import type { Absence } from './trouble.ts';

/** Takes a few tries of the bot to write down what it has posted. */
const AWAY_MS = 3_000;

/** Between the post of a digest and its record the store takes nothing for a while. */
export async function withoutWritesInPost(
  context: CaseContext,
  { databaseUrl, take, giveBack }: Pick<Absence, 'databaseUrl' | 'take' | 'giveBack'>,
): Promise<Result> {
  let isTaken = false;
  const due = await setDue(context, {
    databaseUrl,
    interfere: async ({ call, phase }) => {
      if (call !== 'chat.postMessage' || phase !== 'request' || isTaken) return PASS;
      isTaken = true;
      await take();
      setTimeout(() => void giveBack(), AWAY_MS);
      return PASS;
    },
  });
  const bot = due.start();
  await bot.logged('started');
  const deliveries = await due.settled();
  assert.ok(isTaken, 'the store was never taken away');
  const failed = bot.lines().filter(({ event }) => event === 'storage_failed');
  assert.ok(failed.length > 0, 'every write went well');
  assertOnce(due, deliveries);
  await assertUnharmed(bot);
  return { outcome: 'held', figure: '1 digest' };
}
