import type { ViewOutput } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { parseShowFilter } from '../../../src/domain/history/show-filter.ts';
import { REMARK_CHOSEN } from '../../../src/slack/addons/options.ts';
import {
  buildPickAddonView,
  findPickErrors,
  readPickAddonView,
} from '../../../src/slack/views/pick-addon.ts';

/** What Slack sends of a choice; `chosen` may be anything, since nobody but Slack says what it is. */
function submitted(chosen: unknown): Pick<ViewOutput, 'private_metadata' | 'state'> {
  const values = { addon: { pick_addon: { type: 'external_select', selected_option: chosen } } };
  const { private_metadata = '' } = buildPickAddonView('t1', parseShowFilter('failed 7d'));
  return JSON.parse(JSON.stringify({ private_metadata, state: { values } }));
}

describe('the form that picks an addon', () => {
  it('gives back the choice and what went in', () => {
    expect(readPickAddonView(submitted({ value: 'shop/orders-db' }))).toEqual({
      chosen: 'shop/orders-db',
      ticket: 't1',
      filter: parseShowFilter('failed 7d'),
    });
  });

  it('tells at its field that a remark is no addon', () => {
    expect(findPickErrors(submitted({ value: '!more' }))).toEqual({ addon: REMARK_CHOSEN });
    expect(findPickErrors(submitted({ value: 'shop/orders-db' }))).toBeUndefined();
  });

  it.each([null, { value: 7 }, 'shop/orders-db'])('reads no choice from %j', (chosen) => {
    expect(findPickErrors(submitted(chosen))).toBeUndefined();
    expect(() => readPickAddonView(submitted(chosen))).toThrow(/without a choice/);
  });
});
