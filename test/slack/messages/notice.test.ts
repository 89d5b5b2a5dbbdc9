import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_BACKUPS, parseShowFilter } from '../../../src/domain/history/show-filter.ts';
import { readAddonPageValue } from '../../../src/slack/button-values.ts';
import {
  buildAddonChoice,
  buildAddonNotFound,
  buildNotice,
} from '../../../src/slack/messages/notice.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { buttonsOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

const PROD = { projectId: 'shop-prod', addonId: 'orders-db', name: 'Orders DB' };
const STAGING = { projectId: 'shop-staging', addonId: 'orders-db' };

const FAILED = parseShowFilter('failed 7d');

describe('a notice', () => {
  it('is one sentence', () => {
    expect(buildNotice('Nothing changed.')).toEqual({
      text: 'Nothing changed.',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: 'Nothing changed.' }, expand: true },
      ],
    });
  });
});

describe('several fitting addons', () => {
  it('become buttons, and the text names them too', () => {
    const message = buildAddonChoice('orders-db', [PROD, STAGING], FAILED);

    expect(message.text).toBe(
      '2 addons fit `orders-db`. Which one? `shop-prod/orders-db`, `shop-staging/orders-db`',
    );
    expect(buttonsOf(message).map(({ text }) => text)).toEqual([
      'shop-prod / Orders DB',
      'shop-staging / orders-db',
    ]);
  });

  it('lead to what was asked of the addon', () => {
    for (const message of [
      buildAddonChoice('orders-db', [PROD], FAILED),
      buildAddonNotFound('ordrs', [PROD], { unread: false, filter: FAILED }),
    ]) {
      const [button] = buttonsOf(message);

      expect(button?.actionId).toBe('show_addon_page:0');
      expect(readAddonPageValue(button?.value)).toEqual({
        ref: { projectId: 'shop-prod', addonId: 'orders-db' },
        view: { filter: FAILED, page: 0 },
      });
    }
  });

  it('beyond ten are counted', () => {
    const many = Array.from({ length: 25 }, (_, index) => ({ ...PROD, projectId: `p${index}` }));
    const message = buildAddonChoice('orders-db', many, ALL_BACKUPS);

    expect(buttonsOf(message)).toHaveLength(10);
    expect(wordsOf(message)).toContain('and 15 more: type `/backups show project/addon`');
  });
});

describe('an addon that was not found', () => {
  it('is answered with the nearest ones', () => {
    const message = buildAddonNotFound('ordrs', [PROD], { unread: false, filter: FAILED });

    expect(message.text).toBe('No addon is called `ordrs`. Did you mean: `shop-prod/orders-db`');
  });

  it('is not called missing while projects could not be read', () => {
    expect(buildAddonNotFound('ordrs', [], { unread: true, filter: ALL_BACKUPS }).text).toBe(
      '◌ Cannot tell whether `ordrs` exists: not every project could be read. ' +
        'Type `/backups show` alone to pick one from the list.',
    );
  });

  it('leads to the list of all where none is near', () => {
    const message = buildAddonNotFound('ordrs', [], { unread: false, filter: ALL_BACKUPS });

    expect(buttonsOf(message)).toMatchObject([{ text: 'Pick an addon', value: 'show' }]);
  });

  it('is a message that Slack takes, whatever was typed and found', () => {
    const addon = fc.record({ projectId: hostileText, addonId: hostileText, name: hostileText });
    const filter = ALL_BACKUPS;
    fc.assert(
      fc.property(hostileText, fc.array(addon, { maxLength: 30 }), (typed, addons) => {
        expect(refusals(buildAddonChoice(typed, addons, filter))).toEqual([]);
        expect(refusals(buildAddonNotFound(typed, addons, { unread: true, filter }))).toEqual([]);
      }),
    );
  });
});
