import { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDS, messageOf, type SandboxSlack, sees, startSlack } from '../../../sandbox/slack.ts';
import { clientOptions } from '../../../src/slack/connection/clients.ts';
import { createSlackLogger } from '../../../src/slack/connection/slack-logger.ts';
import {
  createSocketReceiver,
  type SocketOptions,
  type SocketReceiver,
} from '../../../src/slack/connection/socket-receiver.ts';
import { type RecordedLog, recordedLog } from '../../fakes/recorded-log.ts';
import { type ManualTime, manualTime } from '../../sandbox/manual-timers.ts';

const TOKENS = { botToken: 'xoxb-fake', appToken: 'xapp-fake' };
/** Waits are short, so that no test waits; limits are long, so that a busy machine breaks none. */
const TIMING = {
  greetingMs: 10_000,
  pongMs: 10_000,
  firstWaitMs: 10,
  longestWaitMs: 40,
  stableMs: 0,
  leaveMs: 50,
};
/** Longest wait for a connection: far above what a quiet machine needs. */
const WITHIN_MS = 15_000;

let slack: SandboxSlack;
/** What Slack itself waits for comes when a test says so. */
let slackTime: ManualTime;
let receiver: SocketReceiver;
let app: App;
let log: RecordedLog;
let strays: unknown[];

const keepStray = (reason: unknown): void => void strays.push(reason);

beforeEach(async () => {
  strays = [];
  process.on('unhandledRejection', keepStray);
  log = recordedLog();
  slackTime = manualTime(new Date());
  slack = await startSlack({ now: () => new Date(), timers: slackTime.timers, ...TOKENS });
});

afterEach(async () => {
  process.off('unhandledRejection', keepStray);
  await receiver.stop();
  await slack.close();
});

/** A Bolt app with our receiver and one command that echoes. */
async function join(options: Partial<SocketOptions> = {}): Promise<void> {
  const logger = createSlackLogger(log);
  receiver = createSocketReceiver({
    appToken: TOKENS.appToken,
    slackApiUrl: slack.apiUrl,
    logger,
    log,
    now: () => new Date(),
    timing: TIMING,
    ...options,
  });
  app = new App({
    receiver,
    logger,
    clientOptions: clientOptions(slack.apiUrl, logger),
    authorize: () => Promise.resolve({ botToken: TOKENS.botToken }),
    deferInitialization: true,
  });
  await app.init();
  app.command('/backups', async ({ ack, command }) => ack(`heard ${command.text}`));
  await app.start();
}

async function say(text: string): Promise<string> {
  return messageOf(await slack.user(IDS.viewer).command('/backups', text)).text;
}

/** The next time that a connection opens, or closes, so that `open` of them are left. */
function connections(open: number, since?: number) {
  return slack.waitFor(
    (event) => event.type === 'connection' && event.open === open,
    WITHIN_MS,
    since,
  );
}

const seq = (): number => slack.events().at(-1)?.seq ?? 0;

describe('createSocketReceiver', () => {
  it('is connected once it has started', async () => {
    await join();

    expect(receiver.disconnectedSince()).toBeUndefined();
    expect(await say('one')).toBe('heard one');
  });

  it('lives through an event without an inner event, and answers the next command', async () => {
    await join();

    void slack.deliver('events_api', { type: 'app_rate_limited', team_id: IDS.team });

    expect(await say('after')).toBe('heard after');
    expect(log.lines.map(({ event }) => event)).toContain('slack_odd_frame');
    expect(strays).toEqual([]);
  });

  it.each(['refresh_requested', 'warning'] as const)(
    'has the next connection before it leaves the old one (%s)',
    async (reason) => {
      await join();
      const before = seq();

      slack.socket.requestDisconnect(reason);

      await connections(2, before);
      expect(await say('meanwhile')).toBe('heard meanwhile');
      await connections(1, before);
      expect(await say('later')).toBe('heard later');
      expect(strays).toEqual([]);
    },
  );

  it('still acknowledges on the connection that it was asked to leave', async () => {
    await join();
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      app.command('/slow', async ({ ack }) => {
        resolve();
        await new Promise<void>((release) => {
          answer = release;
        });
        await ack('in time');
      });
    });

    const seen = slack.user(IDS.viewer).command('/slow');
    await asked;
    const before = seq();
    slack.socket.requestDisconnect('warning');
    await connections(2, before);
    answer();

    expect(messageOf(await seen).text).toBe('in time');
  });

  it('comes back after two failed attempts', async () => {
    await join();
    const before = seq();
    slack.faults.add('apps.connections.open', { kind: 'http', status: 500 }, 2);

    slack.socket.cut();

    await connections(0, before);
    await connections(1, seq());
    expect(await say('back')).toBe('heard back');
    expect(log.lines.filter(({ event }) => event === 'slack_connect_failed')).toHaveLength(2);
    expect(strays).toEqual([]);
  });

  it('comes back at once where connections live as long as it would wait, however often', async () => {
    let ms = Date.now();
    const minute = 60_000;
    const timing = { ...TIMING, firstWaitMs: minute, longestWaitMs: minute, stableMs: 2 * minute };
    await join({ timing, now: () => new Date(ms) });

    for (const time of ['first', 'second', 'third']) {
      const before = seq();
      ms += minute;
      slack.socket.cut();
      await connections(0, before);
      await connections(1, seq());

      expect(await say(time)).toBe(`heard ${time}`);
    }
  });

  it('has one connection, not many, after an outage of many attempts', async () => {
    await join();
    slack.faults.add('apps.connections.open', { kind: 'cut' }, 15);
    const before = seq();

    slack.socket.cut();

    await slack.waitFor(
      (event) => event.type === 'connection' && event.change === 'opened',
      WITHIN_MS,
      before,
    );
    expect(await say('back')).toBe('heard back');
    expect(slack.socket.count).toBe(1);
    expect(receiver.disconnectedSince()).toBeUndefined();
    expect(strays).toEqual([]);
  });

  it('builds a connection anew on which nothing comes through any more', async () => {
    await join({ timing: { ...TIMING, pongMs: 500 } });
    const before = seq();

    slack.socket.silence();

    await slack.waitFor(
      (event) => event.type === 'connection' && event.change === 'opened',
      WITHIN_MS,
      before,
    );
    // Slack still thinks that the old one lives, and gives it every other command.
    const commands = ['one', 'two'].map((text) =>
      slack.user(IDS.viewer).command('/backups', text, { until: sees.message }),
    );
    expect(messageOf(await Promise.any(commands)).text).toContain('heard');
    expect(strays).toEqual([]);
  });

  it('gives up an attempt that takes too long, and leaves it when it stands after all', async () => {
    slack.faults.add('apps.connections.open', { kind: 'slow', ms: 1 }, 1);
    await join({ timing: { ...TIMING, greetingMs: 1_000 } });
    expect(receiver.disconnectedSince()).toBeInstanceOf(Date);

    const second = await connections(1, 0);
    expect(await say('second')).toBe('heard second');
    slackTime.advance(1);
    const late = await connections(2, second.seq);
    await connections(1, late.seq);

    expect(await say('still')).toBe('heard still');
    expect(strays).toEqual([]);
  });

  it('says since when it is away', async () => {
    await join();
    slack.faults.add('apps.connections.open', { kind: 'http', status: 503 });
    const before = seq();

    slack.socket.cut();
    await connections(0, before);
    await slack.waitFor((event) => event.type === 'api' && event.status === 503, WITHIN_MS, before);

    expect(receiver.disconnectedSince()).toBeInstanceOf(Date);
  });

  it('keeps the rules of the app’s own clients: no call is repeated', async () => {
    await join();
    slack.faults.add('chat.postMessage', { kind: 'http', status: 500 });
    app.command('/post', async ({ ack, client }) => {
      await ack();
      await client.chat
        .postMessage({ channel: IDS.backups, text: 'x' })
        .catch(() => app.client.chat.postMessage({ token: 'xoxb-fake', channel: 'x', text: 'x' }))
        .catch(() => undefined);
      await client.auth.test();
    });

    await slack.user(IDS.viewer).command('/post', '', { until: sees.ack });
    await slack.waitFor(
      (event) => event.type === 'api' && event.method === 'auth.test',
      WITHIN_MS,
      0,
    );

    const posts = slack
      .events()
      .filter((event) => event.type === 'api' && event.method === 'chat.postMessage');
    expect(posts).toHaveLength(2);
  });

  it('refuses to start with a token that Slack refuses, in a sentence', async () => {
    await expect(join({ appToken: 'xapp-other' })).rejects.toThrow(
      'Slack refused SLACK_APP_TOKEN (invalid_auth).',
    );
  });

  it('connects no more once it is stopped', async () => {
    await join();
    const before = seq();

    await receiver.stop();

    await connections(0, before);
    expect(slack.socket.count).toBe(0);
  });
});
