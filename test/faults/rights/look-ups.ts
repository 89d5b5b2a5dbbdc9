import assert from 'node:assert/strict';
import { IDS } from '../../../sandbox/slack.ts';
import type { CaseContext, Result } from '../case.ts';

import { CUT, PASS } from '../world/gate.ts';
import { answering, type HttpDeed } from '../world/http-gate.ts';
import { ACTS, type Act, type Way } from './acts.ts';
import { openCounter } from './ask.ts';
import { assertAudited, judge } from './judge.ts';
import { ASKERS, type Asker, GROUPED } from './people.ts';

/** One act of each role. */
const TRIED = ['destinations', 'snooze an addon', 'ask the doctor'];

/** Each with one way of its own, since whoever is asked about is the same for all. */
function tried(): { act: Act; way: Way }[] {
  return ACTS.filter(({ name }) => TRIED.includes(name)).flatMap((act) =>
    act.ways.slice(0, 1).map((way) => ({ act, way })),
  );
}

/** Every list names a group and no person. */
const GROUPS = { VIEWERS: IDS.oncall, OPERATORS: IDS.oncall, ADMINS: IDS.dbAdmins };

/** Roles by groups, then one person is taken out of theirs. */
export async function byGroups(context: CaseContext): Promise<Result> {
  const counter = await openCounter(context, GROUPS);
  const tally = { granted: 0, refused: 0, 'turned away': 0 };
  for (const { act, way } of tried()) {
    for (const asker of GROUPED) {
      const answer = await counter.ask(asker, way, act.shows);
      judge(act, asker, way, answer);
      tally[answer.kind] += 1;
    }
  }
  counter.slack.workspace.userGroups.get(IDS.oncall)?.members.splice(0);
  for (const { act, way } of tried().filter(({ act: { needs } }) => needs === 'operator')) {
    const asker = personOf(GROUPED, IDS.operator);
    const { kind, said } = await counter.ask(asker, way, act.shows);
    assert.equal(kind, 'refused', `${act.name} after leaving the group: ${said.slice(0, 300)}`);
    tally.refused += 1;
  }
  await assertAudited(counter, tally.refused);
  return { outcome: 'held', figure: `${tally.granted} granted, ${tally.refused} refused` };
}

/** Ways in which Slack does not tell. */
const SILENCES: readonly HttpDeed[] = [
  answering(200, JSON.stringify({ ok: false, error: 'missing_scope' })),
  answering(500),
  CUT,
];

/** Somebody whom only `*` or a group would grant it, and somebody who is listed by id. */
export async function withoutAnswer(context: CaseContext): Promise<Result> {
  let deed: HttpDeed = PASS;
  const environment = { OPERATORS: IDS.oncall };
  const counter = await openCounter(context, environment, ({ call, phase }) =>
    phase === 'request' && ['users.info', 'usergroups.users.list'].includes(call) ? deed : PASS,
  );
  const tally = { granted: 0, refused: 0 };
  for (const silence of SILENCES) {
    deed = silence;
    for (const { act, way } of tried()) {
      for (const userId of [IDS.operator, IDS.admin]) {
        const { kind, said } = await counter.ask(personOf(ASKERS, userId), way, act.shows);
        // Nobody has to be asked whether an id is the one that `ADMINS` lists, or is not there.
        const isUnclear = userId === IDS.operator && act.needs !== 'admin';
        const where = `${userId}, ${act.name}: ${said.slice(0, 300)}`;
        assert.equal(kind, userId === IDS.admin ? 'granted' : 'refused', where);
        if (isUnclear) assert.match(said, /^Slack did not say .* Nothing was changed/, where);
        tally[userId === IDS.admin ? 'granted' : 'refused'] += 1;
      }
    }
  }
  await assertAudited(counter, tally.refused);
  return { outcome: 'held', figure: `${tally.granted} granted, ${tally.refused} refused` };
}

function personOf(askers: readonly Asker[], userId: string): Asker {
  const found = askers.find((asker) => asker.userId === userId);
  assert.ok(found !== undefined);
  return found;
}
