import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import {
  findElement,
  IDS,
  messageOf,
  type SlackOptions,
  sees,
  viewOf,
} from '../../sandbox/slack.ts';
import { manualTime } from './manual-timers.ts';
import { type Joined, joinWorkspace } from './sandbox-app.ts';

let joined: Joined | undefined;

afterEach(async () => {
  await joined?.stop();
  joined = undefined;
});

async function join(listen: (app: App) => void, options?: Partial<SlackOptions>): Promise<Joined> {
  joined = await joinWorkspace(listen, options);
  return joined;
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (action_id: string, label: string, value = 'v') => ({
  type: 'button',
  action_id,
  text: plain(label),
  value,
});
const buttons = (...elements: object[]) => ({ type: 'actions', block_id: 'row', elements });

function form(title: string, blocks: object[] = [nameInput()]) {
  return {
    type: 'modal' as const,
    callback_id: 'form',
    title: plain(title),
    submit: plain('Add'),
    blocks: blocks as { type: string }[],
  };
}

function nameInput(extra: object = {}) {
  return {
    type: 'input',
    block_id: 'name',
    label: plain('Name'),
    element: { type: 'plain_text_input', action_id: 'typed', max_length: 10, ...extra },
  };
}

/** An app that opens a modal on `/backups` and leaves the rest to the test. */
function opensForm(app: App, view = form('New')): void {
  app.command('/backups', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view });
  });
}

describe('a slash command', () => {
  it('is answered for the person alone who typed it', async () => {
    const { slack } = await join((app) =>
      app.command('/backups', async ({ ack, respond, command }) => {
        await ack();
        await respond({ text: `${command.user_id} in ${command.channel_id}: ${command.text}` });
      }),
    );

    const seen = await slack
      .user(IDS.viewer)
      .command('/backups', ' help ', { channel: IDS.general });

    expect(messageOf(seen)).toMatchObject({
      text: `${IDS.viewer} in ${IDS.general}: help`,
      onlyFor: IDS.viewer,
      channel: IDS.general,
    });
    expect(slack.timeline(IDS.general, IDS.viewer)).toHaveLength(1);
    expect(slack.timeline(IDS.general, IDS.admin)).toEqual([]);
  });

  it.each([
    { response_type: 'ephemeral' as const, type: 'ephemeral' },
    { response_type: 'in_channel' as const, type: 'message' },
  ])(
    'can be answered within its acknowledgement, $response_type',
    async ({ response_type, type }) => {
      const { slack } = await join((app) =>
        app.command('/backups', async ({ ack }) => ack({ response_type, text: 'at once' })),
      );

      expect(await slack.user(IDS.admin).command('/backups')).toMatchObject({
        type,
        message: { text: 'at once' },
      });
    },
  );

  it('shows what Slack says when nobody acknowledges within three seconds', async () => {
    let late: (() => Promise<void>) | undefined;
    const { slack, time } = await join((app) =>
      app.command('/backups', async ({ ack }) => {
        late = () => ack('too late');
        time.advance(3000);
      }),
    );

    const seen = await slack.user(IDS.admin).command('/backups');
    await late?.();
    const ack = await slack.waitFor(sees.ack, 1000, seen.seq);

    expect(seen).toMatchObject({
      type: 'notice',
      error: 'operation_timeout',
      text: '/backups failed with the error "operation_timeout"',
    });
    expect(ack).toMatchObject({ late: true });
    expect(slack.timeline(IDS.backups, IDS.admin)).toEqual([]);
  });

  it('comes to the app as often as it is delivered, with the same payload', async () => {
    const triggers: string[] = [];
    const { slack } = await join((app) =>
      app.command('/backups', async ({ ack, command }) => {
        triggers.push(command.trigger_id);
        await ack();
      }),
    );
    const ada = slack.user(IDS.admin);

    const { seq } = await ada.command('/backups', '', { copies: 2, until: sees.ack });
    await slack.waitFor((event) => event.type === 'ack' && event.seq > seq, 1000, seq);
    const [sent] = slack.acks();
    slack.repeat(sent?.envelopeId ?? '');
    await slack.waitFor(() => slack.acks().length === 3, 1000);

    expect(triggers).toHaveLength(3);
    expect(new Set(triggers).size).toBe(1);
  });

  it('leads to its own answer, also when a person types many at once', async () => {
    const { slack } = await join((app) =>
      app.command('/backups', async ({ ack, respond, command }) => {
        await ack();
        await respond({ text: `answer ${command.text}` });
      }),
    );
    const ada = slack.user(IDS.admin);
    const numbers = Array.from({ length: 50 }, (_, number) => String(number));

    const seen = await Promise.all(numbers.map((number) => ada.command('/backups', number)));

    expect(seen.map((event) => messageOf(event).text)).toEqual(
      numbers.map((number) => `answer ${number}`),
    );
  });

  it('names another workspace, enterprise and app when the test says so', async () => {
    const origin = { teamId: 'T0FOREIGN1', enterpriseId: 'E0FOREIGN1', appId: 'A0FOREIGN1' };
    const { slack } = await join((app) => app.command('/backups', async ({ ack }) => ack()));

    await slack.user(IDS.admin).command('/backups', '', { origin, until: sees.ack });

    expect(slack.events().find(({ type }) => type === 'sent')).toMatchObject({
      payload: { team_id: 'T0FOREIGN1', enterprise_id: 'E0FOREIGN1', api_app_id: 'A0FOREIGN1' },
    });
  });

  it('is unknown when the manifest does not name it', async () => {
    const manifest = { features: { slash_commands: [{ command: '/backups' }] } };
    const { slack } = await join(() => {}, { manifest });

    expect(await slack.user(IDS.admin).command('/backup')).toMatchObject({
      text: '/backup is not a valid command.',
    });
  });

  it('measures every acknowledgement', async () => {
    let clock = 0;
    const { slack } = await join(
      (app) =>
        app.command('/backups', async ({ ack }) => {
          clock += 120;
          await ack();
        }),
      { elapsed: () => clock },
    );

    await slack.user(IDS.admin).command('/backups', '', { until: sees.ack });

    expect(slack.acks()).toMatchObject([{ kind: 'slash_commands', ms: 120, late: false }]);
  });

  it('tells what was refused meanwhile when nothing is seen', async () => {
    const patience = manualTime(new Date(0));
    const { slack } = await join(
      (app) =>
        app.command('/backups', async ({ ack, respond }) => {
          await ack();
          await respond({ text: 'a', blocks: [{ type: 'marquee' }] }).catch(() => undefined);
        }),
      { waitTimers: patience.timers },
    );

    const waiting = slack.user(IDS.admin).command('/backups', '', { within: 50 });
    await slack.waitFor(({ type }) => type === 'api', 1000);
    patience.advance(50);

    await expect(waiting).rejects.toThrow(
      'ada saw nothing within 50 ms of /backups; meanwhile refused: response_url: invalid_blocks ["unsupported type: marquee [json-pointer:/blocks/0/type]"]',
    );
  });
});

describe('a button', () => {
  it('replaces an ephemeral message in its place', async () => {
    const { slack } = await join((app) => {
      app.command('/backups', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'page 1', blocks: [buttons(button('older', 'Older', '2'))] });
      });
      app.action('older', async ({ ack, respond, action }) => {
        await ack();
        const page = 'value' in action ? action.value : '';
        await respond({ text: `page ${page}`, replace_original: true });
      });
    });
    const ada = slack.user(IDS.admin);

    const first = messageOf(await ada.command('/backups'));
    const second = await ada.click(first, 'Older');

    expect(second).toMatchObject({ change: 'updated', message: { ts: first.ts, text: 'page 2' } });
    expect(slack.timeline(IDS.backups, IDS.admin)).toHaveLength(1);
  });

  it('comes with the place, the person and the state, and no message when it was ephemeral', async () => {
    const bodies: unknown[] = [];
    const { slack } = await join((app) => {
      app.command('/backups', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'a', blocks: [buttons(button('go', 'Go'))] });
      });
      app.action('go', async ({ ack, body }) => {
        bodies.push(body);
        await ack();
      });
    });
    const ada = slack.user(IDS.admin);
    const message = messageOf(await ada.command('/backups'));

    await ada.click(message, 'go', { until: sees.ack });

    expect(bodies).toMatchObject([
      {
        type: 'block_actions',
        team: { id: IDS.team },
        user: { id: IDS.admin, team_id: IDS.team },
        channel: { id: IDS.backups, name: 'backups' },
        container: { type: 'message', message_ts: message.ts, is_ephemeral: true },
        actions: [{ type: 'button', action_id: 'go', block_id: 'row', value: 'v' }],
        api_app_id: IDS.app,
      },
    ]);
    expect(bodies[0]).not.toHaveProperty('message');
  });

  it('names the other workspace of somebody who came by Slack Connect', async () => {
    const { slack, app } = await join((listening) =>
      listening.action('go', async ({ ack, respond, body }) => {
        await ack();
        await respond({ text: `from ${body.user.team_id}` });
      }),
    );
    const posted = await app.client.chat.postMessage({
      channel: IDS.dbOncall,
      text: 'a',
      blocks: [buttons(button('go', 'Go'))],
    });
    const [message] = slack.timeline(IDS.dbOncall).filter(({ ts }) => ts === posted.ts);

    const seen = await slack.user(IDS.outsider).click(message ?? never(), 'Go');

    expect(messageOf(seen).text).toBe(`from ${IDS.otherTeam}`);
  });

  it.each([
    { choice: 'Nothing', problem: 'nothing fits "Nothing" among: go:0 "Show", go:1 "Show"' },
    { choice: 'Show', problem: '2 elements fit "Show" among: go:0 "Show", go:1 "Show"' },
  ])('cannot be pressed when it is not clear which: $choice', async ({ choice, problem }) => {
    const { slack, app } = await join(() => {});
    const row = buttons(button('go:0', 'Show', 'a'), button('go:1', 'Show', 'b'));
    await app.client.chat.postMessage({ channel: IDS.backups, text: 'a', blocks: [row] });
    const [message = never()] = slack.timeline(IDS.backups);

    expect(() => findElement(message, choice)).toThrow(problem);
    expect(findElement(message, { label: 'Show', value: 'b' }).element['action_id']).toBe('go:1');
    expect(findElement(message, { label: 'Show', index: 1 }).element['action_id']).toBe('go:1');
  });
});

describe('menus and selects', () => {
  it('send the picked entry by its label', async () => {
    const option = (text: string, value: string) => ({ text: plain(text), value });
    const picked: unknown[] = [];
    const { slack, app } = await join((listening) =>
      listening.action(/menu|filter/, async ({ ack, action, body }) => {
        if ('selected_option' in action) picked.push(action.selected_option?.value ?? '');
        picked.push('state' in body ? body.state : undefined);
        await ack();
      }),
    );
    const options = [option('Show', 's'), option('Mute', 'm')];
    const row = buttons(
      { type: 'overflow', action_id: 'menu', options },
      { type: 'static_select', action_id: 'filter', placeholder: plain('Filter'), options },
    );
    await app.client.chat.postMessage({ channel: IDS.backups, text: 'a', blocks: [row] });
    const [message = never()] = slack.timeline(IDS.backups);
    const ada = slack.user(IDS.admin);

    await ada.overflow(message, 'menu', 'Mute', { until: sees.ack });
    await ada.select(message, 'Filter', 'Show', { until: sees.ack });

    const state = (chosen: unknown) => ({
      values: { row: { filter: { type: 'static_select', selected_option: chosen } } },
    });
    expect(picked).toEqual(['m', state(null), 's', state(options[0])]);
    expect(() => ada.select(message, 'Filter', 'Delete')).toThrow(
      'no option "Delete" among: Show, Mute',
    );
  });

  it('ask the app for options while somebody types, and submit what was offered', async () => {
    const asked: string[] = [];
    const { slack } = await join((app) => {
      const element = { type: 'external_select', action_id: 'addon', min_query_length: 2 };
      opensForm(app, form('Pick', [{ ...nameInput(), element }]));
      app.options('addon', async ({ ack, options }) => {
        asked.push(options.value);
        await ack({ options: [{ text: plain('shop-prod/orders-db'), value: 'orders' }] });
      });
      app.view('form', async ({ ack, view, client, body }) => {
        await ack();
        const picked = view.state.values['name']?.['addon']?.selected_option?.value;
        await client.chat.postMessage({ channel: body.user.id, text: `picked ${picked}` });
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    const none = await ada.suggest(opened, 'addon', 'o');
    const [offered = never()] = await ada.suggest(opened, 'addon', 'ord');
    const seen = await ada.submit(opened, { name: offered }, { until: sees.message });

    expect(none).toEqual([]);
    expect(asked).toEqual(['ord']);
    expect(messageOf(seen).text).toBe('picked orders');
  });

  it('show nothing when the app offers more than a hundred options', async () => {
    const options = Array.from({ length: 101 }, (_, n) => ({
      text: plain(`a${n}`),
      value: `${n}`,
    }));
    const { slack } = await join((app) => {
      const element = { type: 'external_select', action_id: 'addon', min_query_length: 0 };
      opensForm(app, form('Pick', [{ ...nameInput(), element }]));
      app.options('addon', async ({ ack }) => ack({ options }));
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    await expect(ada.suggest(opened, 'addon', '')).rejects.toThrow('invalid_options');
  });
});

describe('a modal', () => {
  it('shows the errors of the app with everything typed still there, then closes', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      app.view('form', async ({ ack, view, client, body }) => {
        const name = view.state.values['name']?.['typed']?.value;
        if (name === 'taken') return ack({ response_action: 'errors', errors: { name: 'Taken' } });
        await ack();
        await client.chat.postMessage({ channel: body.user.id, text: `added ${name}` });
      });
    });
    const ada = slack.user(IDS.admin);

    const opened = await ada.command('/backups');
    const refused = viewOf(await ada.submit(opened, { name: 'taken' }));
    const seen = await ada.submit(refused, { name: 'new' }, { until: sees.message });

    expect(refused.errors).toEqual({ name: 'Taken' });
    expect(refused.values['name']?.['typed']).toEqual({ type: 'plain_text_input', value: 'taken' });
    expect(messageOf(seen)).toMatchObject({ text: 'added new', channel: ada.directMessages });
    expect(ada.modal).toEqual([]);
  });

  it.each([
    { typed: '', error: 'Please complete this required field.' },
    { typed: 'elevenchars', error: 'Must be at most 10 characters.' },
  ])('keeps from the app what Slack itself finds wrong: "$typed"', async ({ typed, error }) => {
    const { slack } = await join(opensForm);
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    const refused = await ada.submit(opened, { name: typed });

    expect(viewOf(refused).errors).toEqual({ name: error });
    expect(slack.events().filter(({ type }) => type === 'sent')).toHaveLength(1);
  });

  it('can be updated, pushed onto, and cleared as a whole', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      app.view('form', async ({ ack, view }) => {
        const next = form('Next');
        const name = view.state.values['name']?.['typed']?.value;
        if (name === 'update') return ack({ response_action: 'update', view: next });
        if (name === 'push') return ack({ response_action: 'push', view: next });
        return ack({ response_action: 'clear' });
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    const updated = viewOf(await ada.submit(opened, { name: 'update' }));
    const pushed = viewOf(await ada.submit(updated, { name: 'push' }));
    const cleared = await ada.submit(pushed, { name: 'clear' });

    expect(updated).toMatchObject({ id: viewOf(opened).id, title: 'Next' });
    expect(updated.hash).not.toBe(viewOf(opened).hash);
    expect(pushed).toMatchObject({ previousId: updated.id, rootId: updated.id });
    expect(cleared).toMatchObject({ change: 'closed', view: undefined });
  });

  it('stacks three views and no fourth', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      app.view('form', async ({ ack }) => ack({ response_action: 'push', view: form('Next') }));
    });
    const ada = slack.user(IDS.admin);
    const first = await ada.command('/backups');
    const second = await ada.submit(first, { name: 'a' });
    const third = await ada.submit(second, { name: 'a' });

    const fourth = await ada.submit(third, { name: 'a' });
    const closed = await ada.closeView(viewOf(third));

    expect(fourth).toMatchObject({ type: 'notice', error: 'push_limit_reached' });
    expect(viewOf(closed).id).toBe(viewOf(second).id);
    expect(ada.modal).toHaveLength(2);
  });

  it('takes a view on top from a button inside it', async () => {
    const { slack } = await join((app) => {
      opensForm(app, form('New', [buttons(button('more', 'More'))]));
      app.action('more', async ({ ack, client, body }) => {
        await ack();
        const trigger_id = 'trigger_id' in body ? body.trigger_id : '';
        await client.views.push({ trigger_id, view: form('More') });
      });
    });
    const ada = slack.user(IDS.admin);

    const opened = await ada.command('/backups');
    const pushed = await ada.click(opened, 'More');

    expect(pushed).toMatchObject({ change: 'pushed', view: { title: 'More' } });
    expect(ada.modal.map(({ title }) => title)).toEqual(['New', 'More']);
  });

  it('keeps what was typed through an update when block and action keep their ids', async () => {
    const { slack } = await join((app) => {
      opensForm(app, form('New', [nameInput(), buttons(button('more', 'More'))]));
      app.action('more', async ({ ack, client, body }) => {
        await ack();
        const view = form('More', [nameInput(), { ...nameInput(), block_id: 'other' }]);
        const id = 'view' in body ? body.view?.id : undefined;
        await client.views.update({ view_id: id ?? '', view });
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    ada.fill(opened, { name: 'typed' });
    const updated = viewOf(await ada.click(opened, 'More'));

    expect(updated.values).toEqual({
      name: { typed: { type: 'plain_text_input', value: 'typed' } },
      other: { typed: { type: 'plain_text_input', value: null } },
    });
  });

  it('refuses errors for a block that is no input, as Slack does', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      app.view('form', async ({ ack }) =>
        ack({ response_action: 'errors', errors: { nowhere: 'Wrong' } }),
      );
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    expect(await ada.submit(opened, { name: 'a' })).toMatchObject({
      type: 'notice',
      error: 'invalid_errors',
    });
    expect(ada.modal).toHaveLength(1);
  });

  it('tells the app that it was closed when the view asks for it', async () => {
    const closed: unknown[] = [];
    const { slack } = await join((app) => {
      opensForm(app, Object.assign(form('New'), { notify_on_close: true }));
      app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
        closed.push(body);
        await ack();
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    await ada.closeView(opened, { until: sees.ack });

    expect(closed).toMatchObject([{ type: 'view_closed', is_cleared: false }]);
    expect(ada.modal).toEqual([]);
    expect(() => ada.fill(opened, { name: 'a' })).toThrow('the view "New" is not there any more');
  });

  it('goes as a whole when it clears on close', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      const next = Object.assign(form('Next'), { clear_on_close: true });
      app.view('form', async ({ ack }) => ack({ response_action: 'push', view: next }));
    });
    const ada = slack.user(IDS.admin);
    const pushed = await ada.submit(await ada.command('/backups'), { name: 'a' });

    await ada.closeView(pushed);

    expect(ada.modal).toEqual([]);
  });

  it('stays open with a notice when its submission is not acknowledged', async () => {
    const { slack, time } = await join((app) => {
      opensForm(app);
      app.view('form', async () => time.advance(3000));
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    expect(await ada.submit(opened, { name: 'a' })).toMatchObject({
      type: 'notice',
      error: 'operation_timeout',
    });
    expect(ada.modal).toHaveLength(1);
  });

  it('reports an input at once when it dispatches', async () => {
    const { slack } = await join((app) => {
      opensForm(app, form('New', [{ ...nameInput(), dispatch_action: true }]));
      app.action('typed', async ({ ack, action, respond: _none, client, body }) => {
        await ack();
        const value = 'value' in action ? action.value : '';
        await client.chat.postMessage({ channel: body.user.id, text: `typed ${value}` });
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    expect(messageOf(await ada.select(opened, 'typed', 'abc')).text).toBe('typed abc');
  });
});

describe('the home tab', () => {
  it('is published when somebody opens it, and its buttons carry the view', async () => {
    const { slack } = await join((app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        if (event.tab !== 'home') return;
        const blocks = [section(event.view ? 'again' : 'first'), buttons(button('go', 'Go'))];
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
      });
      app.action('go', async ({ ack, client, body }) => {
        await ack();
        const view = { type: 'home' as const, blocks: [section('pressed')] };
        const hash = 'view' in body ? body.view?.hash : undefined;
        await client.views.publish({ user_id: body.user.id, view, ...(hash && { hash }) });
      });
    });
    const ada = slack.user(IDS.admin);

    const first = viewOf(await ada.openHome());
    const again = viewOf(await ada.openHome());
    const pressed = viewOf(await ada.click(again, 'Go'));

    const words = (view: { blocks: unknown[] }) => JSON.stringify(view.blocks);
    expect([first, again, pressed].map(({ id }) => id)).toEqual([first.id, first.id, first.id]);
    expect(words(first)).toContain('first');
    expect(words(again)).toContain('again');
    expect(words(pressed)).toContain('pressed');
  });
});

describe('messages of people', () => {
  it('reach the app when they mention it or are written to it directly', async () => {
    const { slack } = await join((app) => {
      app.event('app_mention', async ({ event, say }) => {
        await say({ text: `mentioned: ${event.text}`, thread_ts: event.ts });
      });
      app.message(async ({ message, say }) => {
        await say(`direct: ${'text' in message ? message.text : ''}`);
      });
    });
    const ada = slack.user(IDS.admin);

    const question = ada.say(`<@${IDS.bot}> status`);
    const answer = messageOf(await slack.waitFor(sees.words('mentioned'), 1000));
    const direct = slack.waitFor(sees.words('direct'), 1000);
    ada.say('hello', { channel: ada.directMessages });

    expect(answer).toMatchObject({ threadTs: question.ts, author: IDS.bot });
    expect(messageOf(await direct).text).toBe('direct: hello');
  });

  it('do not reach an app that did not subscribe to them', async () => {
    const { slack } = await join(() => {}, { manifest: {} });
    const ada = slack.user(IDS.admin);

    ada.say(`<@${IDS.bot}> status`);
    ada.say('hello', { channel: ada.directMessages });

    expect(slack.events().filter(({ type }) => type === 'sent')).toEqual([]);
  });

  it('stay among people otherwise', async () => {
    const { slack } = await join(() => {});

    slack.user(IDS.admin).say('nobody asked the bot');

    expect(slack.events().filter(({ type }) => type === 'sent')).toEqual([]);
  });
});

function never(): never {
  throw new Error('expected something here');
}
