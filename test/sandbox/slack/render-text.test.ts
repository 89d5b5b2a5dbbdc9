import { describe, expect, it } from 'vitest';
import type { ShownMessage, ShownView } from '../../../sandbox/slack/events.ts';
import type { Json } from '../../../sandbox/slack/json.ts';
import { columnsOf } from '../../../sandbox/slack/render/table.ts';
import { renderText } from '../../../sandbox/slack/render-text.ts';

const NOW = new Date('2026-11-21T06:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const names: Record<string, string> = { U1: 'ada', C1: 'backups', S1: 'oncall' };
const READER = { now: NOW, timeZone: 'Europe/Berlin', nameOf: (id: string) => names[id] };

const plain = (text: string): Json => ({ type: 'plain_text', text });
const mrkdwn = (text: string): Json => ({ type: 'mrkdwn', text });
const section = (text: string): Json => ({ type: 'section', text: mrkdwn(text) });

function message(blocks: Json[], text = 'fallback'): ShownMessage {
  return { channel: 'C1', ts: '1.000001', author: 'U9', text, blocks };
}

function view(blocks: Json[], extra: Partial<ShownView> = {}): ShownView {
  return {
    id: 'V1',
    type: 'modal',
    user: 'U1',
    hash: 'h',
    rootId: 'V1',
    externalId: '',
    callbackId: '',
    privateMetadata: '',
    title: 'Add destination',
    submit: 'Add',
    clearOnClose: false,
    notifyOnClose: false,
    blocks,
    values: {},
    errors: {},
    ...extra,
  };
}

const render = (...blocks: Json[]): string => renderText(message(blocks), READER);

describe('renderText of mrkdwn', () => {
  it.each([
    ['*bold* and _italic_ and ~gone~', 'bold and italic and gone'],
    ['*_both_*', 'both'],
    ['snake_case_name and 2*3*4', 'snake_case_name and 2*3*4'],
    ['`shop-prod/*orders*`', 'shop-prod/*orders*'],
    ['```\nline *one*\nline two\n```', 'line *one*\nline two'],
    ['\u200d*not bold\u200d*', '*not bold*'],
    ['&lt;!channel&gt; &amp;amp;', '<!channel> &amp;'],
    ['<https://example.com|the page>', 'the page (https://example.com)'],
    ['<https://example.com>', 'https://example.com'],
    ['<@U1> in <#C1> and <#C2|ops>', '@ada in #backups and #ops'],
    ['<@U404>', '@U404'],
    ['<!here> <!channel> <!subteam^S1>', '@here @channel @oncall'],
    ['*<@U1>*', '@ada'],
    ['a * b * c', 'a * b * c'],
    [':warning: at :03:30: `:x:`', '⚠️ at :03:30: :x:'],
  ])('shows %j as %j', (text, shown) => {
    expect(render(section(text))).toBe(shown);
  });

  it.each([
    ['{date_num} {time}', '2026-11-21 07:00'],
    ['{date_short_pretty} {time_secs}', 'today 07:00:00'],
    ['{date_slash}', '21/11/2026'],
    ['{date_long}', 'Saturday, November 21, 2026'],
    ['{date_long_full}', 'November 21, 2026'],
    ['{date_short}', 'Nov 21, 2026'],
    ['{date}', 'November 21'],
    ['{ago}', 'less than a minute ago'],
    ['{unknown}', '{unknown}'],
  ])('fills %s in the zone of the reader', (format, shown) => {
    expect(render(section(`<!date^${SECONDS}^${format}|fallback>`))).toBe(shown);
  });

  it.each([
    [-86_400, 'yesterday'],
    [86_400, 'tomorrow'],
    [-2 * 86_400, 'Nov 19, 2026'],
    // 23:30 UTC of the day before is 00:30 in Berlin.
    [-6.5 * 3600, 'today'],
  ])('says how a moment %i s away is called', (away, shown) => {
    expect(render(section(`<!date^${SECONDS + away}^{date_short_pretty}|x>`))).toBe(shown);
  });

  it('shows the fallback of a date that is none', () => {
    expect(render(section('<!date^soon^{date}|2026-11-21 06:00 UTC>'))).toBe(
      '2026-11-21 06:00 UTC',
    );
  });
});

describe('renderText of blocks', () => {
  it('shows the text of a message without blocks', () => {
    expect(renderText(message([], '*37 of 40* fresh'), READER)).toBe('37 of 40 fresh');
  });

  it('shows buttons, menus and selects in their line', () => {
    const option = (text: string): Json => ({ text: plain(text), value: text });
    const row = {
      ...section('orders-db'),
      accessory: { type: 'overflow', options: [option('Show'), option('Mute')] },
    };
    const actions = {
      type: 'actions',
      elements: [
        { type: 'button', text: plain('Refresh') },
        {
          type: 'static_select',
          placeholder: plain('Filter'),
          options: [option('failed'), option('7d')],
        },
        { type: 'external_select', placeholder: plain('Find an addon') },
      ],
    };

    expect(render(row, actions)).toBe(
      'orders-db   ⋯(Show|Mute)\n[Refresh] ▾ Filter (failed | 7d) ▾ Find an addon',
    );
  });

  it('shows a header, fields and a context', () => {
    const fields = {
      type: 'section',
      fields: [mrkdwn('*Bucket*\nacme-db'), mrkdwn('eu-central-1')],
    };
    const context = { type: 'context', elements: [mrkdwn('as of <!date^1^{date}|x>'), plain('b')] };

    expect(
      render({ type: 'header', text: plain('Backups') }, fields, { type: 'divider' }, context),
    ).toBe('Backups\n═══════\nBucket: acme-db\neu-central-1\n────────\nas of January 1  b');
  });

  it('aligns a data table, numbers at the right, dates in the zone of the reader', () => {
    const raw = (text: string): Json => ({ type: 'raw_text', text });
    const size = (value: number, text: string): Json => ({ type: 'raw_number', value, text });
    const at = (seconds: number): Json => ({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [{ type: 'date', timestamp: seconds, format: '{date_short_pretty} {time}' }],
        },
      ],
    });

    const table = {
      type: 'data_table',
      caption: 'Backups of orders-db',
      rows: [
        [raw('Started'), raw('Size'), raw('Status')],
        [at(SECONDS), size(1, '900 MB'), raw('✔ completed')],
        [at(SECONDS - 86_400), size(2, '1.2 GB'), raw('✖ failed')],
      ],
    };

    expect(render(table)).toBe(
      [
        'Backups of orders-db',
        'Started            Size  Status',
        '───────────────  ──────  ───────────',
        'today 07:00      900 MB  ✔ completed',
        'yesterday 07:00  1.2 GB  ✖ failed',
      ].join('\n'),
    );
  });

  it('shows a chart as one line for each label', () => {
    const series = (name: string, ...values: number[]): Json => ({
      name,
      data: values.map((value, index) => ({ label: ['Mon', 'Tue'][index], value })),
    });
    const axes = { categories: ['Mon', 'Tue'], y_label: 'GB' };
    const chart = {
      type: 'data_visualization',
      title: 'Sizes',
      chart: {
        type: 'line',
        series: [series('dump', 1, 2), series('snapshot', 3, 4)],
        axis_config: axes,
      },
    };
    const pie = {
      type: 'data_visualization',
      title: 'Verdicts',
      chart: { type: 'pie', segments: [{ label: 'fresh', value: 37 }] },
    };

    expect(render(chart, pie)).toBe(
      'Sizes (GB)\n  Mon: dump 1, snapshot 3\n  Tue: dump 2, snapshot 4\n\nVerdicts\n  fresh: 37',
    );
  });

  it('shows rich text: lists, quotes, code and mentions', () => {
    const line = (...elements: Json[]): Json => ({ type: 'rich_text_section', elements });
    const text = (value: string): Json => ({ type: 'text', text: value });
    const block = {
      type: 'rich_text',
      elements: [
        line(text('Hello '), { type: 'user', user_id: 'U1' }, { type: 'emoji', name: 'wave' }),
        {
          type: 'rich_text_list',
          style: 'ordered',
          elements: [line(text('one')), line(text('two'))],
        },
        { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [line(text('in'))] },
        { type: 'rich_text_quote', elements: [text('said\nso')] },
        { type: 'rich_text_preformatted', elements: [text('a\n  b')] },
      ],
    };

    expect(render(block)).toBe('Hello @ada👋\n1. one\n2. two\n  • in\n> said\n> so\na\n  b');
  });

  it('shows the JSON of a block that it does not know, never nothing', () => {
    expect(render({ type: 'hologram', depth: 3 })).toBe(
      JSON.stringify({ type: 'hologram', depth: 3 }, undefined, 2),
    );
  });

  it('shows what stands in containers and cards', () => {
    const container = {
      type: 'container',
      title: plain('shop-prod'),
      child_blocks: [section('orders-db'), { type: 'divider' }],
    };
    const card = {
      type: 'card',
      title: mrkdwn('*orders-db*'),
      body: mrkdwn('fresh'),
      actions: [{ type: 'button', text: plain('Show') }],
    };

    expect(render(container, card)).toBe(
      'shop-prod\n  orders-db\n  ────────\norders-db\nfresh\n[Show]',
    );
  });
});

describe('renderText of a modal', () => {
  const name = {
    type: 'input',
    block_id: 'name',
    label: plain('Name'),
    hint: plain('Lower case'),
    element: { type: 'plain_text_input', action_id: 'typed', placeholder: plain('nightly-s3') },
  };

  it('shows labels, hints, placeholders and the buttons', () => {
    expect(renderText(view([name]), READER)).toBe(
      'Add destination\n═══════════════\nName\n  [nightly-s3]\n  Lower case\n\n[Cancel] [Add]',
    );
  });

  it('shows what was typed and what is wrong with it', () => {
    const values = { name: { typed: { type: 'plain_text_input', value: 'UPPER' } } };
    const shown = renderText(view([name], { values, errors: { name: 'Use lower case' } }), READER);

    expect(shown).toContain('Name\n  [UPPER]\n  Lower case\n  ✖ Use lower case');
  });

  it('shows chosen options and boxes', () => {
    const option = (text: string): Json => ({ text: plain(text), value: text });
    const options = [option('s3'), option('gcs')];
    const element = (type: string): Json => ({ type, action_id: 'a', options });
    const inputs = ['static_select', 'radio_buttons', 'checkboxes'].map((type) => ({
      type: 'input',
      block_id: type,
      optional: true,
      label: plain(type),
      element: element(type),
    }));
    const one = { selected_option: option('gcs') };
    const values = {
      static_select: { a: { type: 'static_select', ...one } },
      radio_buttons: { a: { type: 'radio_buttons', ...one } },
      checkboxes: { a: { type: 'checkboxes', selected_options: [option('s3')] } },
    };

    const shown = renderText(view(inputs, { values }), READER);

    expect(shown).toContain('static_select (optional)\n  ▾ gcs (s3 | gcs)');
    expect(shown).toContain('( ) s3  (•) gcs');
    expect(shown).toContain('[x] s3  [ ] gcs');
  });

  it('shows everybody who is chosen, by name where there is one', () => {
    const element = { type: 'multi_users_select', action_id: 'a' };
    const input = { type: 'input', block_id: 'who', label: plain('Who'), element };
    const values = { who: { a: { ...element, selected_users: ['U1', 'U404'] } } };

    expect(renderText(view([input], { values }), READER)).toContain('▾ ada, U404');
  });
});

describe('columnsOf', () => {
  it.each([
    ['abc', 3],
    ['✔', 1],
    ['🔴', 2],
    ['👩‍👩‍👧', 2],
    ['日本', 4],
    ['é', 1],
  ])('gives %s %i columns', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});
