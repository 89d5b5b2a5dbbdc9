import assert from 'node:assert/strict';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { SILENT } from '../../fakes/log.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { ACTS, type Act, type Way } from './acts.ts';
import { type Answer, type Counter, openCounter } from './ask.ts';
import { ASKERS, type Asker, type Role, UNLISTED } from './people.ts';

/** Up to 80 acts, one after the other. */
const LIMIT_MS = 4 * 60_000;

/** One act of each role and each kind, for the short set. */
const QUICK = new Set([
  'destinations',
  'look at the digest’s settings',
  'save the digest’s settings',
  'snooze an addon',
  'send the form that adds a destination',
]);

/** Who may do what. */
export const cases: readonly Case[] = [
  ...ACTS.map(
    (act): Case => ({
      name: act.name,
      required: `granted to whoever is ${act.needs} and to nobody else, wherever it is asked for; told which role is missing and not what exists, each denial in the audit`,
      limitMs: LIMIT_MS,
      long: !QUICK.has(act.name),
      run: (context) => everybodyTries(context, act),
    }),
  ),
  {
    name: 'everything, by a member whom no list holds',
    required: 'refused everywhere with the role that is missing, where VIEWERS is a list',
    limitMs: LIMIT_MS,
    run: nobodyListed,
  },
];

async function everybodyTries(context: CaseContext, act: Act): Promise<Result> {
  const counter = await openCounter(context);
  const tally = { granted: 0, refused: 0, 'turned away': 0 };
  for (const way of act.ways) {
    for (const asker of ASKERS) {
      for (const { kind } of await tryIn(counter, act, asker, way)) tally[kind] += 1;
    }
  }
  await assertAudited(counter, tally.refused);
  const parts = Object.entries(tally).map(([kind, count]) => `${count} ${kind}`);
  return { outcome: 'held', figure: parts.join(', ') };
}

async function nobodyListed(context: CaseContext): Promise<Result> {
  const counter = await openCounter(context, { VIEWERS: 'U0SOMEBODY' });
  let tries = 0;
  for (const act of ACTS) {
    for (const way of act.ways) tries += (await tryIn(counter, act, UNLISTED, way)).length;
  }
  await assertAudited(counter, tries);
  return { outcome: 'held', figure: `${tries} refused` };
}

/** Asks for what is there and, where that makes sense, for what is not: whoever may not learns nothing. */
async function tryIn(counter: Counter, act: Act, asker: Asker, way: Way): Promise<Answer[]> {
  const answer = await counter.ask(asker, way, act.shows);
  judge(act, asker, way, answer);
  if (answer.kind !== 'refused' || !('missing' in way) || way.missing === undefined)
    return [answer];
  const other: Way =
    way.surface === 'command' ? { ...way, text: way.missing } : { ...way, value: way.missing };
  const elsewhere = await counter.ask(asker, other, act.shows);
  assert.deepEqual(elsewhere, answer, 'what does not exist is refused otherwise than what does');
  return [answer, elsewhere];
}

function judge(act: Act, asker: Asker, { surface }: Way, { kind, said }: Answer): void {
  const where = `${asker.name}, ${act.name}, by ${surface}`;
  const isTurnedAway = asker.turnedAwayAt.includes(surface);
  const may = asker.roles.includes(act.needs);
  const expected = isTurnedAway ? 'turned away' : may ? 'granted' : 'refused';
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

/** Ends the bot and reads what it wrote down. */
async function assertAudited({ bot, databaseUrl }: Counter, denials: number): Promise<void> {
  bot.kill('SIGTERM');
  await bot.exited;
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
