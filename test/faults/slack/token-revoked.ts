import assert from 'node:assert/strict';
import { IDS, sees } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed, HELP, wordsOf } from '../world/asked.ts';
import { createClock } from '../world/clock.ts';
import { readDeliveries } from '../world/deliveries.ts';
import { assertOnce, type DueDigest, setDue } from '../world/due-digest.ts';
import { PASS } from '../world/gate.ts';

const SPEED = 60;
const MINUTE_MS = 60_000;
/** Each wait is twice as long as the last: tries come after 0, 15, 45, 105, 225, 465 and 945 s. */
const WATCHED_MS = 12 * MINUTE_MS;
const MOST_TRIES = 6;

/** What an admin types meanwhile, and what they are to read. */
const TYPED: readonly [string, RegExp][] = [
  ['help', HELP],
  ['status', /2 failed, 2 fresh/],
  ['doctor', /Slack refused it \(token_revoked\).*\bSLACK_BOT_TOKEN\b/s],
  ['digest', /did not open .*Nothing was changed/],
];

/** A bot with a digest whose first post finds the token revoked, as all calls do from then on. */
async function revokeInDigest(context: CaseContext) {
  const due: { digest?: DueDigest } = {};
  let tries = 0;
  const digest = await setDue(context, {
    clock: createClock(SPEED),
    interfere: ({ call, phase }) => {
      if (call !== 'chat.postMessage' || phase !== 'headers') return PASS;
      if (tries === 0) due.digest?.slack.set({ tokenRevoked: true });
      tries += 1;
      return PASS;
    },
  });
  due.digest = digest;
  return { digest, tries: () => tries };
}

async function run(context: CaseContext): Promise<Result> {
  const { digest, tries } = await revokeInDigest(context);
  const bot = digest.start();
  await bot.logged('started');
  await digest.clock.wait(WATCHED_MS, context.signal);

  const triedInVain = tries();
  assert.ok(triedInVain > 1 && triedInVain <= MOST_TRIES, `${triedInVain} tries`);
  assert.deepEqual(digest.posted(), []);
  const [delivery] = await readDeliveries(digest.databaseUrl);
  assert.equal(delivery?.reason, 'Slack answered token_revoked');
  const admin = digest.slack.user(IDS.admin);
  for (const [typed, words] of TYPED) {
    assert.match(wordsOf(await admin.command('/backups', typed, { until: sees.message })), words);
  }
  await assertUnharmed(bot);

  bot.kill('SIGTERM');
  assert.equal(await bot.exited, 0, 'it does not end in order');
  digest.slack.set({ tokenRevoked: false });
  await digest.start().logged('started');
  assertOnce(digest, await digest.settled());
  return { outcome: 'held', figure: `${triedInVain} tries in 12 min of its clock` };
}

/** Nothing but a new token, and so another start, mends that. */
export const TOKEN_REVOKED: readonly Case[] = [
  {
    name: 'digest: the bot token is revoked, until the bot is started with a good one',
    required:
      'tries get rarer; questions are answered and the doctor names the token; then the digest is there exactly once',
    long: true,
    run,
  },
];
