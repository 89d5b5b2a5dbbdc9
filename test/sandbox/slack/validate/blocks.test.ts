import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../sandbox/slack/json.ts';
import { checkBlocks, type Surface } from '../../../../sandbox/slack/validate.ts';
import {
  actions,
  button,
  chart,
  dataTable,
  input,
  mrkdwn,
  NEW,
  plain,
  pointers,
  raw,
  section,
  table,
  x,
} from '../block-samples.ts';

describe('checkBlocks', () => {
  it.each<[string, Json]>([
    ['a section of 3,000 characters', section(x(3000))],
    ['a section with fields only', { type: 'section', fields: [mrkdwn('a')] }],
    ['a section that expands', { ...section('a'), expand: true }],
    ['a header of 150 characters', { type: 'header', text: plain(x(150)) }],
    ['a divider', { type: 'divider' }],
    [
      'a context with an image',
      {
        type: 'context',
        elements: [
          mrkdwn('a'),
          { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' },
        ],
      },
    ],
    [
      'an image',
      { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a', title: plain('A') },
    ],
    [
      'rich text of every kind',
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'date', timestamp: 1, format: '{date}', fallback: 'x' },
                  { type: 'link', url: 'https://example.com' },
                  { type: 'user', user_id: 'U1' },
                ],
              },
            ],
          },
        ],
      },
    ],
    ['markdown', { type: 'markdown', text: x(12_000) }],
    [
      'a container of ten',
      {
        type: 'container',
        title: plain('A'),
        child_blocks: Array.from({ length: 10 }, () => ({ type: 'divider' })),
      },
    ],
    ['a card', { type: 'card', title: mrkdwn('A'), actions: [button()] }],
  ])('takes %s in a message', (_name, block) => {
    expect(checkBlocks([block], 'message', NEW)).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ['an unknown block', { type: 'marquee' }, '/blocks/0/type'],
    ['a block that is named like a built-in property', { type: 'constructor' }, '/blocks/0/type'],
    ['an unknown property', { type: 'divider', colour: 'red' }, '/blocks/0/colour'],
    ['a section without text and fields', { type: 'section' }, '/blocks/0'],
    ['an empty text', section(''), '/blocks/0/text/text'],
    ['a section of 3,001 characters', section(x(3001)), '/blocks/0/text/text'],
    [
      'eleven fields',
      { type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('a')) },
      '/blocks/0/fields',
    ],
    [
      'a field of 2,001 characters',
      { type: 'section', fields: [mrkdwn(x(2001))] },
      '/blocks/0/fields/0/text',
    ],
    [
      'a text of an unknown kind',
      { type: 'section', text: { type: 'html', text: 'a' } },
      '/blocks/0/text/type',
    ],
    [
      'a text that is named like a built-in property',
      { type: 'section', text: { type: 'constructor', text: 'a' } },
      '/blocks/0/text/type',
    ],
    ['mrkdwn in a header', { type: 'header', text: mrkdwn('a') }, '/blocks/0/text/type'],
    ['a header of 151 characters', { type: 'header', text: plain(x(151)) }, '/blocks/0/text/text'],
    [
      'emoji in mrkdwn',
      { type: 'section', text: { ...mrkdwn('a'), emoji: true } },
      '/blocks/0/text/emoji',
    ],
    ['actions without elements', actions(), '/blocks/0/elements'],
    ['26 elements', actions(...Array.from({ length: 26 }, () => button())), '/blocks/0/elements'],
    [
      'the same action twice in a block',
      actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
      '/blocks/0/elements',
    ],
    [
      'an input without a label',
      { type: 'input', element: { type: 'plain_text_input' } },
      '/blocks/0/label',
    ],
    [
      'a label in mrkdwn',
      { ...input({ type: 'plain_text_input' }), label: mrkdwn('a') },
      '/blocks/0/label/type',
    ],
    [
      'a label of 2,001 characters',
      { ...input({ type: 'plain_text_input' }), label: plain(x(2001)) },
      '/blocks/0/label/text',
    ],
    [
      'an image without a description',
      { type: 'image', image_url: 'https://example.com/a.png' },
      '/blocks/0/alt_text',
    ],
    ['an image without an address', { type: 'image', alt_text: 'a' }, '/blocks/0'],
    [
      'eleven things in a context',
      { type: 'context', elements: Array.from({ length: 11 }, () => mrkdwn('a')) },
      '/blocks/0/elements',
    ],
    ['an alert', { type: 'alert', text: mrkdwn('a') }, '/blocks/0/type'],
    [
      'an unknown part of rich text',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'sparkle' }] }],
      },
      '/blocks/0/elements/0/elements/0/type',
    ],
    [
      'a container in a container',
      {
        type: 'container',
        title: plain('A'),
        child_blocks: [
          { type: 'container', title: plain('B'), child_blocks: [{ type: 'divider' }] },
        ],
      },
      '/blocks/0/child_blocks/0/type',
    ],
    [
      'a container without a title',
      { type: 'container', child_blocks: [{ type: 'divider' }] },
      '/blocks/0',
    ],
    ['a card with nothing in it', { type: 'card', subtitle: mrkdwn('a') }, '/blocks/0'],
  ])('refuses %s in a message, and points to it', (_name, block, pointer) => {
    expect(pointers([block])).toContain(pointer);
  });

  it.each<[number, Surface]>([
    [50, 'message'],
    [100, 'modal'],
    [100, 'home'],
  ])('takes at most %i blocks in a %s', (max, surface) => {
    const dividers = Array.from({ length: max }, () => ({ type: 'divider' }));

    expect(pointers(dividers, surface)).toEqual([]);
    expect(pointers([...dividers, { type: 'divider' }], surface)).toEqual(['/blocks']);
  });

  it('refuses the same block_id twice, and points to the second', () => {
    const repeated = { type: 'divider', block_id: 'a' };

    expect(pointers([repeated, repeated])).toEqual(['/blocks/1/block_id']);
  });

  it.each(['table', 'data_table', 'data_visualization', 'container', 'carousel', 'markdown'])(
    'refuses %s in a modal',
    (type) => {
      expect(pointers([{ type }], 'modal')).toEqual(['/blocks/0/type']);
    },
  );

  it('takes an alert in a modal and nowhere else', () => {
    const alert = { type: 'alert', text: mrkdwn('Northflank refused'), level: 'error' };

    expect(pointers([alert], 'modal')).toEqual([]);
    expect(pointers([alert], 'home')).toEqual(['/blocks/0/type']);
  });

  it.each([
    table([raw('a')]),
    dataTable([[raw('a')], [raw('b')]]),
    chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] }),
  ])('refuses $type in an old workspace', (block) => {
    expect(pointers([block], 'message', { oldWorkspace: true })).toEqual(['/blocks/0/type']);
  });

  it('says in an issue what was expected and what came', () => {
    expect(checkBlocks([section(x(3001))], 'message', NEW)).toEqual([
      {
        pointer: '/blocks/0/text/text',
        code: 'max_length',
        message: 'must be less than 3001 characters',
        constraint: { type: 'max_length', expected: ['3000'], got: '3001' },
        field: 'text',
      },
    ]);
  });
});
