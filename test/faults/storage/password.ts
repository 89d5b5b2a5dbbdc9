import assert from 'node:assert/strict';
import type { CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { assertUnharmed, startAsked } from '../world/asked.ts';
import { ask, createDatabase } from '../world/databases.ts';
import { startPasswordDoor } from '../world/password-door.ts';
import { endThoseOfTheBot } from './postgres.ts';
import { ANSWER_MS, RECOVERY_MS, refuse, untilHealth } from './trouble.ts';

const GIVEN = 'hunter2-given';
/** More at once than a bot has connections, so that it wants new ones. */
const AT_ONCE = 12;

/**
 * The password is changed on the server while a bot runs with the one before: its connections live on and
 * no new one comes about; then they are cut; then the password that it has holds again.
 */
export async function passwordRotated(context: CaseContext): Promise<Result> {
  const direct = await createDatabase(context);
  const door = await startPasswordDoor(context, direct, GIVEN);
  const asked = await startAsked(context, { databaseUrl: door.url });
  const helpAll = () => Promise.all(Array.from({ length: AT_ONCE }, () => asked.help(ANSWER_MS)));
  await helpAll();

  door.rotate('hunter2-other');
  await assert.rejects(ask(door.url, 'select 1'), { code: '28P01' });
  const living = await helpAll();
  await endThoseOfTheBot(direct);
  const cut = await helpAll();
  await untilHealth(asked.bot, 503, RECOVERY_MS);
  assert.ok(door.refused() > 0, 'the bot never tried to come in');
  await asked.shown(asked.type('doctor'), /Database: .*it refuses the user or the password/);
  await refuse(context, door.url, /store.*: it refuses the user or the password/);

  door.rotate(GIVEN);
  const recovered = await untilHealth(asked.bot, 200, RECOVERY_MS);
  await helpAll();
  await assertUnharmed(asked.bot);
  assert.doesNotMatch(asked.bot.stderr, /hunter2/, 'the log holds the password');
  const slowest = Math.max(...living, ...cut);
  return {
    outcome: 'held',
    figure: `answered in ${inSeconds(slowest)} at most, healthy again in ${inSeconds(recovered)}`,
  };
}
