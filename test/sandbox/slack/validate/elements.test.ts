import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../sandbox/slack/json.ts';
import { checkBlocks } from '../../../../sandbox/slack/validate.ts';
import {
  actions,
  button,
  input,
  mrkdwn,
  NEW,
  option,
  options,
  plain,
  pointers,
  x,
} from '../block-samples.ts';

describe('checkBlocks for what stands in blocks', () => {
  it.each<[string, Json]>([
    [
      'a button with everything',
      actions(
        button({
          action_id: 'a',
          value: x(2000),
          style: 'danger',
          url: 'https://example.com',
          accessibility_label: 'Show it',
          confirm: {
            title: plain('Sure?'),
            text: mrkdwn('It is gone then'),
            confirm: plain('Delete'),
            deny: plain('Keep'),
            style: 'danger',
          },
        }),
      ),
    ],
    ['an overflow of five', actions({ type: 'overflow', options: options(5) })],
    [
      'a select of a hundred',
      actions({ type: 'static_select', options: options(100), placeholder: plain('Pick') }),
    ],
    ['ten boxes', actions({ type: 'checkboxes', options: options(10) })],
  ])('takes %s in a message', (_name, block) => {
    expect(checkBlocks([block], 'message', NEW)).toEqual([]);
  });

  it.each<[string, Json, string]>([
    [
      'a button with mrkdwn',
      actions({ type: 'button', text: mrkdwn('a') }),
      '/blocks/0/elements/0/text/type',
    ],
    [
      'a button text of 76 characters',
      actions({ type: 'button', text: plain(x(76)) }),
      '/blocks/0/elements/0/text/text',
    ],
    [
      'a button value of 2,001 characters',
      actions(button({ value: x(2001) })),
      '/blocks/0/elements/0/value',
    ],
    [
      'an address that runs code',
      actions(button({ url: 'javascript:alert(1)' })),
      '/blocks/0/elements/0/url',
    ],
    [
      'a style that does not exist',
      actions(button({ style: 'default' })),
      '/blocks/0/elements/0/style',
    ],
    [
      'an action id of 256 characters',
      actions(button({ action_id: x(256) })),
      '/blocks/0/elements/0/action_id',
    ],
    [
      'a confirm without text',
      actions(button({ confirm: { title: plain('Sure?') } })),
      '/blocks/0/elements/0/confirm/text',
    ],
    [
      'a confirm button of 31 characters',
      actions(button({ confirm: { text: plain('a'), confirm: plain(x(31)) } })),
      '/blocks/0/elements/0/confirm/confirm/text',
    ],
    [
      'six entries in an overflow',
      actions({ type: 'overflow', options: options(6) }),
      '/blocks/0/elements/0/options',
    ],
    [
      'an overflow without entries',
      actions({ type: 'overflow', options: [] }),
      '/blocks/0/elements/0/options',
    ],
    [
      '101 options',
      actions({ type: 'static_select', options: options(101) }),
      '/blocks/0/elements/0/options',
    ],
    [
      'a select with options and groups',
      actions({
        type: 'static_select',
        options: options(1),
        option_groups: [{ label: plain('g'), options: options(1) }],
      }),
      '/blocks/0/elements/0',
    ],
    [
      'a select that starts with something else',
      actions({ type: 'static_select', options: options(2), initial_option: option('other') }),
      '/blocks/0/elements/0',
    ],
    [
      'eleven boxes',
      actions({ type: 'checkboxes', options: options(11) }),
      '/blocks/0/elements/0/options',
    ],
    [
      'an option value of 76 characters',
      actions({ type: 'overflow', options: [{ text: plain('a'), value: x(76) }] }),
      '/blocks/0/elements/0/options/0/value',
    ],
    [
      'an option without a value',
      actions({ type: 'overflow', options: [{ text: plain('a') }] }),
      '/blocks/0/elements/0/options/0/value',
    ],
    [
      'a placeholder of 151 characters',
      actions({ type: 'static_select', options: options(1), placeholder: plain(x(151)) }),
      '/blocks/0/elements/0/placeholder/text',
    ],
    [
      'a text input outside of an input block',
      actions({ type: 'plain_text_input' }),
      '/blocks/0/elements/0/type',
    ],
    ['a button in an input block', input(button()), '/blocks/0/element/type'],
    [
      'a text input longer than 3,000',
      input({ type: 'plain_text_input', max_length: 3001 }),
      '/blocks/0/element/max_length',
    ],
    [
      'an initial value beyond the own limit',
      input({ type: 'plain_text_input', max_length: 3, initial_value: 'long' }),
      '/blocks/0/element/initial_value',
    ],
    [
      'a number input without is_decimal_allowed',
      input({ type: 'number_input' }),
      '/blocks/0/element/is_decimal_allowed',
    ],
    [
      'a number input with a number',
      input({ type: 'number_input', is_decimal_allowed: false, min_value: 1 }),
      '/blocks/0/element/min_value',
    ],
    [
      'a date that is none',
      input({ type: 'datepicker', initial_date: 'today' }),
      '/blocks/0/element/initial_date',
    ],
    [
      'a time with seconds',
      input({ type: 'timepicker', initial_time: '08:30:00' }),
      '/blocks/0/element/initial_time',
    ],
  ])('refuses %s in a message, and points to it', (_name, block, pointer) => {
    expect(pointers([block])).toContain(pointer);
  });
});
