import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { LargeAccount } from '../../fakes/large-account.ts';
import type { CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { assertUnharmed, startAsked, wordsOf } from '../world/asked.ts';
import { PASS } from '../world/gate.ts';
import { answerOf } from './large-account.ts';

/** Each answer comes in good time; all of them, eight at once, would take more than ten minutes. */
const EACH_MS = 9_000;
const LIMIT_MS = 5 * 60_000;
/** What the answers before the lists take, and the message with what is known. */
const AROUND_MS = 45_000;

/** Reads an account that answers so slowly that the whole takes longer than anybody is let wait. */
export async function slowAccount(context: CaseContext): Promise<Result> {
  const account = new LargeAccount(() => new Date());
  const { bot, type, shown } = await startAsked(context, {
    interfereNorthflank: async ({ phase, call }) => {
      if (phase !== 'request') return PASS;
      await sleep(EACH_MS, undefined, { signal: context.signal }).catch(() => undefined);
      return answerOf(account, call);
    },
  });
  const from = performance.now();
  const since = type('status');
  await shown(since, /read [1-9]\d* of 400 addons/, LIMIT_MS);
  const answer = wordsOf(await shown(since, /cannot tell/, LIMIT_MS + AROUND_MS));
  const tookMs = performance.now() - from;
  const [, unread = ''] = /cannot tell for (\d+)/.exec(answer) ?? [];
  const head = answer.slice(0, 600);
  assert.ok(Number(unread) > 0 && Number(unread) < 400, head);
  assert.match(answer, /took longer than 5 min/, head);
  assert.doesNotMatch(answer.slice(0, 200), /✔|all is well/i, head);
  assert.ok(tookMs <= LIMIT_MS + AROUND_MS, `only after ${inSeconds(tookMs)}`);
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `${unread} of 400 not known after ${inSeconds(tookMs)}` };
}
