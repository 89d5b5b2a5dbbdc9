import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { ACTS, type Act, type Way } from './acts.ts';
import { type Answer, type Counter, openCounter } from './ask.ts';
import { assertAudited, judge, mayDo } from './judge.ts';
import { byGroups, withoutAnswer } from './look-ups.ts';
import { everybodyTypes } from './menus.ts';
import { ASKERS, type Asker, UNLISTED } from './people.ts';

/** Up to 80 acts, one after the other. */
const LIMIT_MS = 4 * 60_000;

/** One act of each role and each kind, for the short set. */
const QUICK = new Set([
  'destinations',
  'look at the digest’s settings',
  'save the digest’s settings',
  'turn the digest off',
  'send the form that adds a destination',
]);

/** Who may do what. */
export const cases: readonly Case[] = [
  ...ACTS.map(
    (act): Case => ({
      name: act.name,
      required: `granted to whoever is ${act.needs} and to nobody else, wherever it is asked for; told which role is missing and not what exists, each denial in the audit; nothing comes of what is refused`,
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
  {
    name: 'type into a menu',
    required:
      'names of addons, projects and groups are offered to whoever is viewer and to nobody else',
    run: everybodyTypes,
  },
  {
    name: 'roles by usergroup, and taken out of the group',
    required:
      'granted to whoever is in the group and to nobody else; what changes something is refused at once after that',
    long: true,
    run: byGroups,
  },
  {
    name: 'Slack does not say who is a member or in a group',
    required:
      'refused with that reason, each denial in the audit; whoever is listed by id is granted all the same',
    run: withoutAnswer,
  },
];

async function everybodyTries(context: CaseContext, act: Act): Promise<Result> {
  const counter = await openCounter(context);
  await prepare(counter, act);
  const tally = { granted: 0, refused: 0, 'turned away': 0 };
  const before = counter.effects();
  // Those who may not come first: there is all that their acts could change, and nobody else changes it.
  for (const may of [false, true]) {
    for (const way of act.ways) {
      for (const asker of ASKERS.filter((each) => mayDo(each, act) === may)) {
        for (const { kind } of await tryIn(counter, act, asker, way)) tally[kind] += 1;
      }
    }
  }
  // Where that were not seen, neither would it be of those who may not.
  if (act.changes === true) assert.notDeepEqual(counter.effects(), before, 'nothing was changed');
  await assertAudited(counter, act.onTab === true ? 0 : tally.refused);
  const parts = Object.entries(tally).map(([kind, count]) => `${count} ${kind}`);
  return { outcome: 'held', figure: parts.join(', ') };
}

/** Makes what an act is to change; nothing where all is there from the start. */
async function prepare({ ask }: Counter, { first = [] }: Act): Promise<void> {
  const admin = ASKERS.find(({ roles }) => roles.includes('admin'));
  assert.ok(admin !== undefined);
  for (const { text, shows } of first) {
    const { kind } = await ask(admin, { surface: 'command', text }, shows);
    assert.equal(kind, 'granted', text);
  }
}

async function nobodyListed(context: CaseContext): Promise<Result> {
  const counter = await openCounter(context, { VIEWERS: 'U0SOMEBODY' });
  const tries = { audited: 0, onTab: 0 };
  for (const act of ACTS) {
    for (const way of act.ways) {
      const answers = await tryIn(counter, act, UNLISTED, way);
      tries[act.onTab === true ? 'onTab' : 'audited'] += answers.length;
    }
  }
  await assertAudited(counter, tries.audited);
  return { outcome: 'held', figure: `${tries.audited + tries.onTab} refused` };
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
