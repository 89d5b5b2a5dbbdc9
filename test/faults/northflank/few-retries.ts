import assert from 'node:assert/strict';
import { LargeAccount } from '../../fakes/large-account.ts';
import type { CaseContext, Result } from '../case.ts';
import { assertUnharmed, startAsked, wordsOf } from '../world/asked.ts';
import { PASS } from '../world/gate.ts';
import { answering } from '../world/http-gate.ts';
import { answerOf } from './large-account.ts';

/** So few that the breaker stays closed, and far more than may be tried again. */
const FAILS_EACH = 3;
/** What may be tried again: so much of what is asked, and so many in any case. */
const SHARE = 0.1;
const ALWAYS = 10;
/** The whole account is read in some seconds, and a busy machine takes longer. */
const READ_MS = 60_000;

/** Reads the whole account while every third answer is a 503. */
export async function fewRetries(context: CaseContext): Promise<Result> {
  const account = new LargeAccount(() => new Date());
  const asked = new Map<string, number>();
  let [requests, failures] = [0, 0];
  const { bot, type, shown } = await startAsked(context, {
    interfereNorthflank: ({ phase, call }) => {
      if (phase !== 'request') return PASS;
      requests += 1;
      asked.set(call, (asked.get(call) ?? 0) + 1);
      if (requests % FAILS_EACH > 0) return answerOf(account, call);
      failures += 1;
      return answering(503);
    },
  });
  const answer = wordsOf(await shown(type('status'), /of 400 addons read|cannot tell/, READ_MS));
  assert.match(answer, /cannot tell/, answer.slice(0, 400));
  const retries = requests - asked.size;
  const allowed = Math.max(ALWAYS, Math.ceil(SHARE * asked.size));
  const figure = `${retries} of ${requests} requests were retries, after ${failures} failures`;
  assert.ok(failures > 2 * allowed, `too few failures to matter: ${figure}`);
  assert.ok(retries <= allowed, figure);
  await assertUnharmed(bot);
  return { outcome: 'held', figure };
}
