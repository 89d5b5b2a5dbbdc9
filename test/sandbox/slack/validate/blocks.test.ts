import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../sandbox/slack/json.ts';
import { checkBlocks, type Surface } from '../../../../sandbox/slack/validate.ts';
import {
  actions,
  bar,
  button,
  chart,
  dataTable,
  input,
  mrkdwn,
  NEW,
  number,
  option,
  options,
  plain,
  pointers,
  raw,
  rich,
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
    ['a table', table([raw('a'), raw('b')], [number(1), rich('x')])],
    [
      'a data table of a header and 100 rows',
      dataTable(Array.from({ length: 101 }, () => [raw('a')])),
    ],
    [
      'a data table with rich cells below its header',
      dataTable([[raw('a')], [rich('b')]], { page_size: 5, row_header_column_index: 0 }),
    ],
    ['a pie', chart({ type: 'pie', segments: [{ label: 'a', value: 0.5 }] })],
    [
      'a bar chart with negative values',
      chart(
        bar(
          ['a', 'b'],
          [
            {
              name: 's',
              data: [
                { label: 'b', value: -1 },
                { label: 'a', value: 2 },
              ],
            },
          ],
        ),
      ),
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
    ['101 rows', table(...Array.from({ length: 101 }, () => [raw('a')])), '/blocks/0/rows'],
    ['21 cells', table(Array.from({ length: 21 }, () => raw('a'))), '/blocks/0/rows/0'],
    ['an empty cell', table([raw('')]), '/blocks/0/rows/0/0/text'],
    ['a table of 10,001 characters', table([raw(x(10_001))]), '/blocks'],
    [
      'a data table without a caption',
      { type: 'data_table', rows: [[raw('a')], [raw('b')]] },
      '/blocks/0/caption',
    ],
    ['a data table of a header alone', dataTable([[raw('a')]]), '/blocks/0/rows'],
    [
      'a data table of 101 rows below its header',
      dataTable(Array.from({ length: 102 }, () => [raw('a')])),
      '/blocks/0/rows',
    ],
    [
      'a row shorter than the header',
      dataTable([[raw('a'), raw('b')], [raw('c')]]),
      '/blocks/0/rows/1',
    ],
    ['rich text in the header', dataTable([[rich('a')], [raw('b')]]), '/blocks/0/rows/0'],
    [
      'a row header that is no column',
      dataTable([[raw('a')], [raw('b')]], { row_header_column_index: 1 }),
      '/blocks/0/row_header_column_index',
    ],
    [
      'a page of 101 rows',
      dataTable([[raw('a')], [raw('b')]], { page_size: 101 }),
      '/blocks/0/page_size',
    ],
    ['a data table of 20,001 characters', dataTable([[raw('a')], [rich(x(20_000))]]), '/blocks'],
    [
      'a chart title of 51 characters',
      chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] }, x(51)),
      '/blocks/0/title',
    ],
    [
      'a segment of nothing',
      chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] }),
      '/blocks/0/chart/segments/0/value',
    ],
    [
      '13 segments',
      chart({
        type: 'pie',
        segments: Array.from({ length: 13 }, () => ({ label: 'a', value: 1 })),
      }),
      '/blocks/0/chart/segments',
    ],
    [
      'a label of 21 characters',
      chart({ type: 'pie', segments: [{ label: x(21), value: 1 }] }),
      '/blocks/0/chart/segments/0/label',
    ],
    [
      'a series without a point for a category',
      chart(bar(['a', 'b'], [{ name: 's', data: [{ label: 'a', value: 1 }] }])),
      '/blocks/0/chart/series/0',
    ],
    [
      'two points for one category',
      chart(
        bar(
          ['a'],
          [
            {
              name: 's',
              data: [
                { label: 'a', value: 1 },
                { label: 'a', value: 2 },
              ],
            },
          ],
        ),
      ),
      '/blocks/0/chart/series/0',
    ],
    [
      'two series of one name',
      chart(
        bar(
          ['a'],
          ['s', 's'].map((name) => ({ name, data: [{ label: 'a', value: 1 }] })),
        ),
      ),
      '/blocks/0/chart/series',
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

  it('takes two charts and no third', () => {
    const pie = chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] });

    expect(pointers([pie, pie])).toEqual([]);
    expect(pointers([pie, pie, pie])).toEqual(['/blocks']);
  });

  it('adds up the characters of all data tables of a message', () => {
    const half = dataTable([[raw('a')], [raw(x(10_000))]]);

    expect(pointers([half])).toEqual([]);
    expect(pointers([half, half])).toEqual(['/blocks']);
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
