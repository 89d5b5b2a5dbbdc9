import type { App, types } from '@slack/bolt';
import { createSandboxClock } from '../../../sandbox/clock.ts';
import { tapLog } from '../../../sandbox/log-tap.ts';
import { type SandboxPage, startPage } from '../../../sandbox/page.ts';
import { IDS } from '../../../sandbox/slack.ts';
import { SILENT } from '../../fakes/log.ts';
import { type Joined, joinWorkspace } from '../sandbox-app.ts';

/** A workspace with an app that shows one of everything, and its page. */
export interface Gallery extends Joined {
  served: SandboxPage;
  /** What was pressed or chosen, oldest first: `action_id` and the answer. */
  used: string[];
  /** Serves the page once more, after it was closed. */
  serve: (port: number) => Promise<void>;
  close: () => Promise<void>;
}

const SECONDS = Date.parse('2026-11-21T06:00:00Z') / 1000;

/** Starts both. The workspace's clock stands still; its own timers move when told to. */
export async function startGallery(): Promise<Gallery> {
  const used: string[] = [];
  const joined = await joinWorkspace((app) => listen(app, used));
  const clock = createSandboxClock({ start: joined.time.now(), elapsed: () => 0 });
  const serve = (port?: number): Promise<SandboxPage> =>
    startPage({
      port,
      slack: joined.slack,
      northflank: undefined,
      clock,
      log: tapLog(SILENT, clock.now),
      idle: () => Promise.resolve(),
      nextDigestAt: () => Promise.resolve(undefined),
      catchUp: () => Promise.resolve(),
      takesMessages: true,
      commands: [{ name: '/show', description: 'Shows things', usageHint: '', verbs: [] }],
    });
  let served = await serve();
  return {
    ...joined,
    served,
    used,
    serve: async (port) => {
      served = await serve(port);
    },
    close: async () => {
      await served.close();
      await joined.stop();
    },
  };
}

function listen(app: App, used: string[]): void {
  app.command('/show', async ({ ack, command, respond, client }) => {
    if (command.text === 'nothing') return;
    await ack();
    if (command.text === 'form') {
      await client.views.open({ trigger_id: command.trigger_id, view: form('Form one') });
    } else if (command.text === 'thread') {
      const { ts = '' } = await client.chat.postMessage({ channel: IDS.backups, text: 'Parent' });
      await client.chat.postMessage({ channel: IDS.backups, thread_ts: ts, text: 'First answer' });
    } else {
      const blocks = BLOCKS[command.text] ?? [];
      await respond({ response_type: 'ephemeral', text: command.text, blocks });
    }
  });
  app.action(/.*/, async ({ ack, action, body, client }) => {
    const answer = 'selected_option' in action ? action.selected_option?.value : undefined;
    const id = 'action_id' in action ? action.action_id : '';
    used.push([id, answer].filter(Boolean).join(' '));
    if (id === 'silent') return;
    await ack();
    if (id === 'push' && 'trigger_id' in body) {
      await client.views.push({ trigger_id: body.trigger_id, view: form('Form two') });
    }
  });
  app.options('ask', async ({ ack, options }) => {
    const found = ['alpha', 'beta', 'gamma'].filter((name) => name.includes(options.value));
    await ack({ options: found.map((name) => option(name, name)) });
  });
  app.view('form', async ({ ack, view }) => {
    const { value } = view.state.values['name']?.['input'] ?? {};
    used.push(`sent ${JSON.stringify(view.state.values)}`);
    if (value === 'silent') return;
    await ack(
      value === 'bad' ? { response_action: 'errors', errors: { name: 'Not this one' } } : undefined,
    );
  });
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text };
}

function option(text: string, value: string): types.PlainTextOption {
  return { text: plain(text), value };
}

const OPTIONS = [option('One', '1'), option('Two', '2'), option('Three', '3')];

function form(title: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    title: plain(title),
    submit: plain('Send'),
    close: plain('Not now'),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: 'All *inputs* of this page.' } },
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'push', text: plain('Open another') }],
      },
      input('name', 'Name', { type: 'plain_text_input', action_id: 'input', max_length: 50 }),
      input('notes', 'Notes', { type: 'plain_text_input', action_id: 'input', multiline: true }),
      input('link', 'Address', { type: 'url_text_input', action_id: 'input' }),
      input('count', 'Count', {
        type: 'number_input',
        action_id: 'input',
        is_decimal_allowed: false,
      }),
      input('pick', 'Pick', { type: 'static_select', action_id: 'input', options: OPTIONS }),
      input('many', 'Many', { type: 'multi_static_select', action_id: 'input', options: OPTIONS }),
      input('ask', 'Ask', { type: 'external_select', action_id: 'ask', min_query_length: 1 }),
      input('who', 'Who', { type: 'users_select', action_id: 'input' }),
      input('boxes', 'Boxes', { type: 'checkboxes', action_id: 'input', options: OPTIONS }),
      input('radio', 'Radio', { type: 'radio_buttons', action_id: 'input', options: OPTIONS }),
      input('day', 'Day', { type: 'datepicker', action_id: 'input' }),
      input('time', 'Time', { type: 'timepicker', action_id: 'input' }),
      input('moment', 'Moment', { type: 'datetimepicker', action_id: 'input' }),
    ],
  };
}

function input(
  blockId: string,
  label: string,
  element: types.InputBlock['element'],
): types.InputBlock {
  const optional = blockId !== 'name';
  return { type: 'input', block_id: blockId, label: plain(label), optional, element };
}

const TEXTS: types.KnownBlock[] = [
  { type: 'header', text: plain('A header :warning:') },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: `*bold* _italic_ ~struck~ \`code\` <https://example.com|a link> <@${IDS.admin}> <#${IDS.backups}> <!date^${SECONDS}^{date_short_pretty} {time}|fallback>\n> quoted\n\`\`\`fenced\`\`\``,
    },
    fields: [
      { type: 'mrkdwn', text: '*Left*\n1' },
      { type: 'mrkdwn', text: '*Right*\n2' },
    ],
  },
  { type: 'divider' },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'rich ' },
          { type: 'text', text: 'bold', style: { bold: true } },
          { type: 'date', timestamp: SECONDS, format: ' {time}', fallback: 'then' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'point' }] }],
      },
    ],
  },
  { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A picture from elsewhere' },
  { type: 'context', elements: [{ type: 'mrkdwn', text: 'small words' }] },
];

const ACTIONS: types.KnownBlock[] = [
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'plain', text: plain('Plain') },
      { type: 'button', action_id: 'silent', text: plain('Silent') },
      {
        type: 'button',
        action_id: 'sure',
        style: 'danger',
        text: plain('Delete'),
        confirm: {
          title: plain('Really?'),
          text: plain('It will be gone.'),
          confirm: plain('Delete it'),
          deny: plain('Keep it'),
        },
      },
      {
        type: 'static_select',
        action_id: 'pick',
        placeholder: plain('Pick one'),
        options: OPTIONS,
      },
      { type: 'overflow', action_id: 'more', options: OPTIONS },
    ],
  },
];

const TABLE: types.AnyBlock = {
  type: 'data_table',
  caption: 'Twelve rows',
  page_size: 5,
  rows: [
    [
      { type: 'raw_text', text: 'Name' },
      { type: 'raw_text', text: 'Size' },
    ],
    ...Array.from({ length: 12 }, (_, index) => [
      { type: 'raw_text' as const, text: `row ${index + 1}` },
      { type: 'raw_number' as const, value: 100 - index * 7, text: `${100 - index * 7} MB` },
    ]),
  ],
};

const points = (values: number[]) =>
  values.map((value, index) => ({ label: `d${index + 1}`, value }));
const axes = { categories: ['d1', 'd2', 'd3', 'd4'], x_label: 'Day', y_label: 'GB' };

const CHARTS: types.AnyBlock[] = [
  chart('Sizes', {
    type: 'bar',
    series: [
      { name: 'dumps', data: points([3, 4, 4.5, 6]) },
      { name: 'snapshots', data: points([1, 2, 2, 3]) },
    ],
    axis_config: axes,
  }),
  chart('Shares', {
    type: 'pie',
    segments: [
      { label: 'fresh', value: 30 },
      { label: 'late', value: 5 },
      { label: 'failed', value: 2 },
    ],
  }),
];

/** A chart: newer than the types that Bolt brings. */
function chart(title: string, figures: object): types.AnyBlock {
  const block: types.Block & { title: string; chart: object } = {
    type: 'data_visualization',
    title,
    chart: figures,
  };
  return block;
}

const BLOCKS: Record<string, types.AnyBlock[]> = {
  texts: TEXTS,
  actions: ACTIONS,
  table: [TABLE],
  charts: CHARTS,
  unknown: [
    {
      type: 'container',
      title: plain('A container'),
      child_blocks: [{ type: 'divider' }],
    },
  ],
};
