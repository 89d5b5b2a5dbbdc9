import assert from 'node:assert/strict';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { SILENT } from '../../fakes/log.ts';
import type { Act, Way } from './acts.ts';
import type { Answer, Counter } from './ask.ts';
import { type Asker, type Role, UNLISTED } from './people.ts';

/** Whether somebody's roles allow an act. */
export function mayDo({ roles }: Asker, { needs }: Act): boolean {
  return roles.includes(needs);
}

/** What somebody was answered is what their roles make of it; a refusal names the role, and nothing that exists. */
export function judge(act: Act, asker: Asker, { surface }: Way, { kind, said }: Answer): void {
  const where = `${asker.name}, ${act.name}, by ${surface}`;
  const isTurnedAway = asker.turnedAwayAt.includes(surface);
  const expected = isTurnedAway ? 'turned away' : mayDo(asker, act) ? 'granted' : 'refused';
  assert.equal(kind, expected, `${where}: ${said.slice(0, 300)}`);
  if (kind !== 'refused') return;
  const named: Role[] =
    asker === UNLISTED || asker.roles.length === 0 ? ['viewer', act.needs] : [act.needs];
  assert.ok(
    named.some((role) => said.includes(`*${role}*`)),
    `${where}: ${said}`,
  );
  assert.doesNotMatch(said, /customers|no-such|shop-prod|bucket/i, where);
}

/** Ends the bot and reads what it wrote down; nothing may have come of what was refused last. */
export async function assertAudited(
  { bot, databaseUrl, assertUnchanged }: Counter,
  denials: number,
): Promise<void> {
  bot.kill('SIGTERM');
  await bot.exited;
  assertUnchanged();
  const storage = await openStorage(databaseUrl, { now: () => new Date(), log: SILENT });
  let denied = 0;
  try {
    for await (const line of storage.audit.exportLines()) {
      if (line.includes('"denied"')) denied += 1;
    }
  } finally {
    await storage.close();
  }
  assert.equal(denied, denials, 'denials that were written down, and those that were told');
}
