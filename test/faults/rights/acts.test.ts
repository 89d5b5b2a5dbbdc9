import { describe, expect, it } from 'vitest';
import { ACTION, CALLBACK } from '../../../src/slack/ids.ts';
import { ACTS } from './acts.ts';
import { MENU_IDS } from './menus.ts';

const ways = ACTS.flatMap((act) => act.ways);

describe('who may do what', () => {
  it('is tried with every button and menu', () => {
    const tried = ways.flatMap((way) => ('actionId' in way ? [way.actionId] : []));

    // The menu of zones offers what is in every almanac.
    expect(new Set([...tried, ...MENU_IDS, ACTION.digestZone])).toEqual(
      new Set(Object.values(ACTION)),
    );
  });

  it('is tried with every form', () => {
    const tried = ways.flatMap((way) => ('callbackId' in way ? [way.callbackId] : []));

    expect(new Set(tried)).toEqual(new Set(Object.values(CALLBACK)));
  });
});
