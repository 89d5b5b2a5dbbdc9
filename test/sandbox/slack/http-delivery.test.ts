import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signatureHeaders } from '../../../sandbox/slack/http-delivery.ts';
import { IDS, messageOf, type SandboxSlack, sees, viewOf } from '../../../sandbox/slack.ts';
import type { ManualTime } from '../manual-timers.ts';
import { startWorkspace, TOKENS } from '../sandbox-app.ts';

const SECRET = 'fake-signing-secret';

let slack: SandboxSlack;
let time: ManualTime;
let server: Server;

beforeEach(async () => {
  ({ slack, time } = await startWorkspace());
  // The framework compares the signature's time with the machine's clock.
  vi.useFakeTimers({ toFake: ['Date'], now: time.now() });
});

afterEach(async () => {
  vi.useRealTimers();
  await slack.close();
  server.closeAllConnections();
  server.close();
});

/** Starts an unmodified Bolt app in HTTP mode and lets the workspace deliver to it. */
async function join(listen: (app: App) => void, signingSecret = SECRET): Promise<void> {
  const receiver = new HTTPReceiver({ signingSecret: SECRET, logLevel: LogLevel.ERROR });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  listen(new App({ token: TOKENS.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR }));
  server = createServer(receiver.requestListener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  slack.useHttp({ url: `http://127.0.0.1:${port}/slack/events`, signingSecret });
}

describe('delivery by signed requests', () => {
  it('carries commands, actions, options, submissions and events', async () => {
    const plain = (text: string) => ({ type: 'plain_text' as const, text });
    const element = { type: 'external_select', action_id: 'addon', min_query_length: 0 };
    const blocks = [{ type: 'input', block_id: 'pick', label: plain('Addon'), element }];
    await join((app) => {
      app.command('/backups', async ({ ack, respond, command }) => {
        await ack();
        const go = { type: 'button' as const, action_id: 'go', text: plain('Go') };
        await respond({
          text: `heard ${command.text}`,
          blocks: [{ type: 'actions', elements: [go] }],
        });
      });
      app.action('go', async ({ ack, client, body }) => {
        await ack();
        const trigger_id = 'trigger_id' in body ? body.trigger_id : '';
        const view = {
          type: 'modal' as const,
          title: plain('Pick'),
          submit: plain('Show'),
          blocks,
        };
        await client.views.open({ trigger_id, view: { ...view, callback_id: 'form' } });
      });
      app.options('addon', async ({ ack }) =>
        ack({ options: [{ text: plain('orders-db'), value: 'o' }] }),
      );
      app.view('form', async ({ ack, view }) => {
        const value = view.state.values['pick']?.['addon']?.selected_option?.value;
        await ack({ response_action: 'errors', errors: { pick: `not ${value}` } });
      });
      app.event('app_home_opened', async ({ client, event }) => {
        const home = [{ type: 'divider' as const }];
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: home } });
      });
    });
    const ada = slack.user(IDS.admin);

    const message = messageOf(await ada.command('/backups', 'a & b'));
    const opened = await ada.click(message, 'Go');
    const [offered = {}] = await ada.suggest(opened, 'addon', '');
    const refused = await ada.submit(opened, { pick: offered }, { until: sees.errors });
    const home = await ada.openHome();

    expect(message.text).toBe('heard a &amp; b');
    expect(viewOf(refused).errors).toEqual({ pick: 'not o' });
    expect(viewOf(home).type).toBe('home');
  });

  it('shows the answer that came with the acknowledgement', async () => {
    await join((app) => app.command('/backups', async ({ ack }) => ack('at once')));

    const seen = await slack.user(IDS.admin).command('/backups');

    expect(messageOf(seen).text).toBe('at once');
  });

  it.each([
    { name: 'a wrong secret', secret: 'another-secret', minutes: 0 },
    { name: 'a signature of six minutes ago', secret: SECRET, minutes: 6 },
  ])('fails with $name', async ({ secret, minutes }) => {
    await join((app) => app.command('/backups', async ({ ack }) => ack('never')), secret);
    vi.setSystemTime(time.now().getTime() + minutes * 60_000);

    expect(await slack.user(IDS.admin).command('/backups')).toMatchObject({
      type: 'notice',
      error: 'dispatch_failed',
    });
  });

  it('fails when nobody listens', async () => {
    await join(() => {});
    server.close();
    await once(server, 'close');

    expect(await slack.user(IDS.admin).command('/backups')).toMatchObject({
      error: 'dispatch_failed',
    });
  });
});

describe('signatureHeaders', () => {
  it('sign the time and the very bytes of the body', () => {
    const now = () => new Date(1_531_420_618_000);

    // The worked example of Slack's page on verifying requests.
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';

    expect(
      signatureHeaders(body, { signingSecret: '8f742231b10e8888abcd99yyyzzz85a5', now }),
    ).toEqual({
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    });
  });
});
