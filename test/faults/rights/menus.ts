import assert from 'node:assert/strict';
import { ACTION, CALLBACK } from '../../../src/slack/ids.ts';
import type { CaseContext, Result } from '../case.ts';
import { type Counter, openCounter, originOf, viewOf } from './ask.ts';
import { ASKERS, type Asker } from './people.ts';

/** A menu that asks the bot while somebody types, with something that it offers to whoever may look. */
interface Menu {
  actionId: string;
  typed: string;
  offers: RegExp;
}

/** The menu of zones is none of them: what it offers is in every almanac. */
const MENUS: readonly Menu[] = [
  { actionId: ACTION.pickAddon, typed: 'cust', offers: /customers-db/ },
  { actionId: ACTION.digestScope, typed: 'shop', offers: /shop-prod/ },
  { actionId: ACTION.digestGroup, typed: '', offers: /db-admins/ },
  { actionId: ACTION.digestGroup, typed: 'S0ONCALL01', offers: /oncall/ },
];

/** Ids of the menus that are tried. */
export const MENU_IDS: readonly string[] = MENUS.map(({ actionId }) => actionId);

/** Everybody types into every menu: whoever may look is offered names, and nobody else is. */
export async function everybodyTypes(context: CaseContext): Promise<Result> {
  const counter = await openCounter(context);
  let [offered, kept] = [0, 0];
  for (const menu of MENUS) {
    for (const asker of ASKERS) {
      const options = await typeInto(counter, asker, menu, `${asker.userId}x${offered + kept}`);
      const where = `${asker.name} at ${menu.actionId}: ${options}`;
      if (asker.roles.includes('viewer')) {
        assert.match(options, menu.offers, where);
        offered += 1;
      } else {
        assert.doesNotMatch(options, /customers|shop|db-admins|oncall/i, where);
        kept += 1;
      }
    }
  }
  return { outcome: 'held', figure: `${offered} offered, ${kept} not` };
}

/** @returns what is offered, as JSON. */
async function typeInto(
  { slack }: Counter,
  asker: Asker,
  { actionId, typed }: Menu,
  mark: string,
): Promise<string> {
  const view = viewOf('modal', mark, CALLBACK.digestSettings, { values: {} });
  const reply = await slack.deliver('interactive', {
    type: 'block_suggestion',
    ...originOf(asker, mark),
    block_id: 'b',
    action_id: actionId,
    value: typed,
    container: { type: 'view', view_id: mark },
    view,
  });
  assert.ok(reply.ok, `${asker.name} at ${actionId} was not answered`);
  return JSON.stringify(reply.payload);
}
