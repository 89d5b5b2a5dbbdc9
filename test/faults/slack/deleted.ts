import assert from 'node:assert/strict';
import { deleteMessage } from '../../../sandbox/slack/messages.ts';
import { IDS } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { type DueDigest, setDue } from '../world/due-digest.ts';
import { CUT, PASS } from '../world/gate.ts';

/** Long enough for another try, and for the next look whether the digest is still true. */
const WATCHED_MS = 4 * 60_000;

/** A person deletes the digest as soon as Slack has taken so many of its messages. */
function deleted(name: string, nth: number, isLost: boolean, long: boolean): Case {
  return {
    name: `digest: a person deletes it ${name}`,
    required: 'nothing is posted in its place, the store says so, and the bot lives on',
    long,
    run: (context) => run(context, nth, isLost),
  };
}

async function run(context: CaseContext, nth: number, isLost: boolean): Promise<Result> {
  const due: { digest?: DueDigest } = {};
  let posts = 0;
  const digest = await setDue(context, {
    interfere: ({ call, phase }) => {
      if (call !== 'chat.postMessage' || phase !== 'done') return PASS;
      posts += 1;
      if (posts !== nth) return PASS;
      const main = due.digest?.posted().find(({ threadTs }) => threadTs === undefined);
      assert.ok(main !== undefined && due.digest !== undefined, 'there is nothing to delete');
      deleteMessage(due.digest.slack.workspace, main);
      return isLost ? CUT : PASS;
    },
  });
  due.digest = digest;
  const bot = digest.start();
  await bot.logged('started');
  const [delivery] = await digest.settled();
  await digest.clock.wait(WATCHED_MS, context.signal);
  assert.equal(delivery?.state, 'sent');
  assert.match(delivery.reason ?? '', /deleted|replies are missing/);
  const mains = digest.slack
    .events()
    .flatMap((event) =>
      event.type === 'message' && event.change === 'posted' ? [event.message] : [],
    )
    .filter(({ author, threadTs }) => author === IDS.bot && threadTs === undefined);
  assert.equal(mains.length, 1, `${mains.length} digests were posted`);
  await assertUnharmed(bot);
  return { outcome: 'held', figure: delivery.reason ?? '' };
}

/** What a person has deleted stays so. */
export const DELETED: readonly Case[] = [
  deleted('before its replies are posted', 1, false, false),
  deleted('while the answer to a reply is lost', 2, true, true),
];
