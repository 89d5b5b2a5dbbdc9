import assert from 'node:assert/strict';
import { IDS, sees } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { type DueDigest, setDue } from '../world/due-digest.ts';
import { createJumpingClock } from '../world/jumping-clock.ts';

const MINUTE_MS = 60_000;

/** All is well when a digest is sent; then two addons fail, and one is sent by a clock that was set back. */
async function digestAfterwards(context: CaseContext): Promise<Result> {
  const clock = createJumpingClock(context, new Date('2026-10-06T07:00:00Z'), 20);
  const due = await setDue(context, {
    clock,
    time: '09:00',
    bot: { preload: clock.preload },
  });
  const bad = [...due.account.failing];
  due.account.failing.clear();
  const bot = due.start();
  await bot.logged('started');
  assert.match(await sendNow(due), /4 of 4 fresh/);
  clock.jump(-20 * MINUTE_MS);
  for (const addon of bad) due.account.failing.add(addon);
  const second = await sendNow(due);
  assert.match(second, new RegExp(`${bad.length} failed`));
  await assertUnharmed(bot);
  return { outcome: 'held', figure: /\d+ failed, \d+ fresh/.exec(second)?.[0] ?? second };
}

/** Sends a digest and gives its first line. */
async function sendNow({ slack, posted }: DueDigest): Promise<string> {
  const said = { until: sees.words('✔ Posted in') };
  await slack.user(IDS.admin).command('/backups', 'digest now', said);
  return posted().findLast(({ threadTs }) => threadTs === undefined)?.text ?? '';
}

/** What the bot says of backups once its clock was set back. */
export const SET_BACK: readonly Case[] = [
  {
    name: 'the clock goes back 20 min after a digest with nothing bad, and two addons fail',
    required: 'a digest that is asked for then names them',
    run: digestAfterwards,
  },
];
