import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
    const message = buildAddonChoice('orders-db', [PROD, STAGING]);

    expect(message.text).toBe(
      '2 addons fit `orders-db`. Which one? `shop-prod/orders-db`, `shop-staging/orders-db`',
    );
    expect(buttonsOf(message).map(({ text, value }) => [text, value])).toEqual([
      ['shop-prod / Orders DB', 'shop-prod/orders-db'],
      ['shop-staging / orders-db', 'shop-staging/orders-db'],
    ]);
  });

  it('beyond ten are counted', () => {
    const many = Array.from({ length: 25 }, (_, index) => ({ ...PROD, projectId: `p${index}` }));
    const message = buildAddonChoice('orders-db', many);

    expect(buttonsOf(message)).toHaveLength(10);
    expect(wordsOf(message)).toContain('and 15 more: type `/backups show project/addon`');
  });
});

describe('an addon that was not found', () => {
  it('is answered with the nearest ones', () => {
    const message = buildAddonNotFound('ordrs', [PROD], false);

    expect(message.text).toBe('No addon is called `ordrs`. Did you mean: `shop-prod/orders-db`');
  });

  it('is not called missing while projects could not be read', () => {
    expect(buildAddonNotFound('ordrs', [], true).text).toBe(
      '◌ Cannot tell whether `ordrs` exists: not every project could be read. ' +
        'Type `/backups show` alone to pick one from the list.',
    );
  });

  it('is a message that Slack takes, whatever was typed and found', () => {
    const addon = fc.record({ projectId: hostileText, addonId: hostileText, name: hostileText });
    fc.assert(
      fc.property(hostileText, fc.array(addon, { maxLength: 30 }), (typed, addons) => {
        expect(refusals(buildAddonChoice(typed, addons))).toEqual([]);
        expect(refusals(buildAddonNotFound(typed, addons, true))).toEqual([]);
      }),
    );
  });
});
