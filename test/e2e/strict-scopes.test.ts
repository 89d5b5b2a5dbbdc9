import { createEmulator, type Emulator } from 'emulate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { type SandboxNorthflank, startNorthflank } from '../../sandbox/northflank.ts';
import { signatureHeaders } from '../../sandbox/slack/http-delivery.ts';
import { type Json, jsonList, jsonOf } from '../../sandbox/slack/json.ts';
import { IDS, messageOf } from '../../sandbox/slack.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { type Bot, startBot } from '../../src/bot.ts';
import { parseConfig } from '../../src/config.ts';
import { type RecordedLog, recordedLog } from '../fakes/recorded-log.ts';
import { isAnswer } from './is-answer.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const SECRET = 'fake-signing-secret';
const BOT_TOKEN = 'xoxb-fake-bot';
/** Sees everything: the test's own eyes, not the bot's. */
const EYES = 'xoxp-fake-eyes';
/** The workspace that comes with the emulator, and its one person. */
const TEAM = 'T000000001';
const PERSON = 'U000000001';
const CHANNEL = 'C000000001';
const APP = 'A0BACKUPS1';
const BOT_USER = 'U0BACKUPBT';
const SCOPES = manifest.oauth_config.scopes.bot;

let slack: Emulator | undefined;
let northflank: SandboxNorthflank;
let bot: Bot | undefined;
let log: RecordedLog;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  log = recordedLog();
  northflank = await startNorthflank({ token: 'nf-fake', now: () => NOW });
});
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
  await slack?.close();
  slack = undefined;
  await northflank.close();
  vi.useRealTimers();
});

/** Starts an independent Slack that grants exactly these scopes, and the bot in HTTP mode on it. */
async function start(scopes: readonly string[], roles: Record<string, string> = {}): Promise<void> {
  slack = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        oauth_apps: [
          {
            client_id: 'fake-client',
            client_secret: 'fake-client-secret',
            app_id: APP,
            name: 'Backups',
            redirect_uris: [],
            scopes,
            bot_id: 'B0BACKUPS1',
            bot_user_id: BOT_USER,
            bot_name: 'backups',
          },
        ],
        tokens: [
          { token: BOT_TOKEN, type: 'bot', user_id: BOT_USER, app_id: APP, scopes },
          {
            token: EYES,
            user_id: BOT_USER,
            app_id: APP,
            scopes: ['im:read', 'im:history', 'channels:history'],
          },
        ],
      },
    },
  });
  const config = parseConfig({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: `${slack?.url}/api/`,
    NORTHFLANK_API_TOKEN: 'nf-fake',
    NORTHFLANK_API_URL: northflank.url,
    DATABASE_URL: 'sqlite::memory:',
    PORT: '0',
    ...roles,
  });
  bot = await startBot(config, {
    now: () => NOW,
    log,
    host: '127.0.0.1',
    wait: () => Promise.resolve(),
  });
}

/** Calls Slack itself. */
async function call(method: string, args: Json, token = EYES): Promise<Json> {
  const response = await fetch(`${slack?.url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return jsonOf(await response.json());
}

/** Posts to the bot as Slack does, and waits until the bot is done. */
async function deliver(fields: Record<string, string>): Promise<void> {
  const body = new URLSearchParams(fields).toString();
  const response = await fetch(`http://127.0.0.1:${bot?.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...signatureHeaders(body, { signingSecret: SECRET, now: () => NOW }),
    },
    body,
  });
  expect(response.status).toBe(200);
  await response.text();
  await bot?.idle(AbortSignal.timeout(5_000));
}

/** Types a command; the answer goes to a webhook of the same host, where a response URL would be. */
async function command(text: string): Promise<void> {
  const { trigger_id: triggerId } = await call('views.generateTriggerId', { user_id: PERSON });
  await deliver({
    command: '/backups',
    text,
    team_id: TEAM,
    channel_id: CHANNEL,
    user_id: PERSON,
    api_app_id: APP,
    trigger_id: String(triggerId),
    response_url: `${slack?.url}/services/${TEAM}/B000000001/X000000001`,
  });
}

async function textsIn(channel: unknown): Promise<string[]> {
  const { messages } = await call('conversations.history', { channel });
  return jsonList(messages).map((message) => String(message['text']));
}

/** What the bot wrote to the person alone. */
async function privateTexts(): Promise<string[]> {
  const { channels } = await call('conversations.list', { types: 'im' });
  const [direct] = jsonList(channels);
  return direct === undefined ? [] : textsIn(direct['id']);
}

/** The emulator's own page of the modals that are open. */
async function openModals(): Promise<string> {
  return (await fetch(`${slack?.url}/?tab=views`)).text();
}

async function submitForm(): Promise<void> {
  const typed = {
    name: 'Strictly scoped',
    type: 's3',
    bucket: 'strict-bucket',
    region: 'us-west-2',
    endpoint: 's3.us-west-2.amazonaws.com',
    prefix: 'strict/',
    access_key: 'AKIAFAKEFAKEFAKEFAKE',
    secret_key: 'fakeSecretKeyThatOpensNothing0123456789',
  };
  const values = Object.fromEntries(
    Object.entries(typed).map(([field, value]) => [
      field,
      { input: field === 'type' ? { selected_option: { value } } : { value } },
    ]),
  );
  const payload = {
    type: 'view_submission',
    team: { id: TEAM },
    user: { id: PERSON, team_id: TEAM },
    api_app_id: APP,
    view: {
      id: 'V1',
      hash: '1.1',
      type: 'modal',
      callback_id: 'add_destination',
      state: { values },
    },
  };
  await deliver({ payload: JSON.stringify(payload) });
}

/** What the bot logged of scopes that it lacks, at the level that production shows. */
function missing(): string[] {
  return log.lines
    .filter(({ level }) => level !== 'debug')
    .map(({ fields }) => JSON.stringify(fields))
    .filter((fields) => fields.includes('missing_scope'));
}

describe('the bot with exactly the scopes of the manifest', () => {
  beforeEach(() => start(SCOPES, { ADMINS: PERSON }));

  it('answers a command', async () => {
    await command('destinations');

    expect(await textsIn(CHANNEL)).toEqual([expect.stringContaining('5 backup destinations')]);
  });

  it('opens a modal', async () => {
    await command('add-destination');

    expect(await openModals()).toContain('Slack cannot hide what you type here');
    expect(missing()).toEqual([]);
  });

  it('writes to the person', async () => {
    await submitForm();

    expect(await privateTexts()).toEqual([expect.stringContaining('Added *Strictly scoped*')]);
    expect(missing()).toEqual([]);
  });
});

describe('a member who is on no list', () => {
  it('is let in after a look at their profile', async () => {
    await start(SCOPES);

    await command('destinations');

    expect(await textsIn(CHANNEL)).toEqual([expect.stringContaining('5 backup destinations')]);
    expect(missing()).toEqual([]);
  });
});

describe('a scope that the manifest forgot', () => {
  const without = (scope: string) => SCOPES.filter((granted) => granted !== scope);

  it('users:read lets nobody in who is on no list, and the log says why', async () => {
    await start(without('users:read'));

    await command('destinations');

    expect((await textsIn(CHANNEL))[0]).toContain('cannot tell whether you may do this');
    expect(missing()).not.toEqual([]);
  });

  it('chat:write leaves the person without a message, and the log says why', async () => {
    await start(without('chat:write'), { ADMINS: PERSON });

    await submitForm();

    expect(await privateTexts()).toEqual([]);
    expect(missing()).not.toEqual([]);
  });
});

describe('usergroups:read, which only our own workspace knows', () => {
  it('is needed where a role is given to a group, and the log says so', async () => {
    const environment = { VIEWERS: IDS.oncall, OPERATORS: '' };
    const sandbox = await startSandbox({ now: () => NOW, log, environment });
    const { workspace } = sandbox.slack;
    const scopes = new Set(SCOPES.filter((scope) => scope !== 'usergroups:read'));
    workspace.manifest = { ...workspace.manifest, scopes };

    const answer = await sandbox.slack
      .user(IDS.operator)
      .command('/backups', 'destinations', { until: isAnswer });
    await sandbox.close();

    expect(messageOf(answer).text).toContain('cannot tell whether you may do this');
    expect(missing()).toHaveLength(1);
  });
});
