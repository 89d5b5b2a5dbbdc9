import { createHmac } from 'node:crypto';
import { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../src/domain/log.ts';
import { type HttpServer, startHttpServer } from '../../../src/http-server.ts';
import { createHttpReceiver, SLACK_PATH } from '../../../src/slack/connection/http-receiver.ts';
import { createSlackLogger } from '../../../src/slack/connection/slack-logger.ts';

const SECRET = 'fake-signing-secret';
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
const BODY = new URLSearchParams({
  command: '/backups',
  text: 'help',
  team_id: 'T1',
  user_id: 'U1',
  channel_id: 'C1',
  trigger_id: '1.2',
  response_url: 'https://hooks.slack.com/fake',
}).toString();

let server: HttpServer;
let seen: string[];

beforeEach(async () => {
  seen = [];
  const logger = createSlackLogger(SILENT);
  // Bolt reads the real clock for the past side, so the test must follow it.
  const receiver = createHttpReceiver({
    signingSecret: SECRET,
    logger,
    log: SILENT,
    now: () => new Date(),
  });
  const app = new App({
    receiver,
    logger,
    authorize: () => Promise.resolve({ botToken: 'xoxb-fake' }),
    deferInitialization: true,
  });
  await app.init();
  app.command('/backups', async ({ ack, command }) => {
    await ack();
    seen.push(command.text);
  });
  server = await startHttpServer(
    0,
    {
      health: async () => [],
      readiness: async () => [],
      metrics: async () => ({ contentType: '', body: '' }),
    },
    { [SLACK_PATH]: (request, response) => receiver.handle(request, response) },
    '127.0.0.1',
  );
});

afterEach(() => server.close());

function signature(timestamp: number, body: string, secret = SECRET): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

async function deliver(options: {
  timestamp?: number;
  body?: string;
  /** What the signature is made of; default the sound body. */
  signed?: string;
  signedWith?: string;
  contentType?: string;
  path?: string;
}): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000) + (options.timestamp ?? 0);
  const response = await fetch(`http://127.0.0.1:${server.port}${options.path ?? SLACK_PATH}`, {
    method: 'POST',
    headers: {
      'content-type': options.contentType ?? FORM,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature(timestamp, options.signed ?? BODY, options.signedWith),
    },
    body: options.body ?? BODY,
  });
  await response.text();
  return response.status;
}

describe('createHttpReceiver', () => {
  it('takes a signed command', async () => {
    expect(await deliver({})).toBe(200);
    expect(seen).toEqual(['help']);
  });

  it('takes a form type to which a proxy added a charset', async () => {
    expect(await deliver({ contentType: `${FORM}; charset=utf-8` })).toBe(200);
    expect(seen).toEqual(['help']);
  });

  it.each([
    ['a foreign signature', { signedWith: 'other-fake-secret' }, 401],
    ['a body changed on the way', { body: `${BODY}&text=other` }, 401],
    ['a request of ten minutes ago', { timestamp: -600 }, 401],
    ['a request from the future', { timestamp: 3_600 }, 401],
    ['a body beyond the limit', { body: 'x'.repeat(1_100_000) }, 413],
    ['null before it is signed', { body: 'null', contentType: JSON_TYPE }, 401],
    ['another path', { path: '/slack/other' }, 405],
  ])('refuses %s', async (_, options, status) => {
    expect(await deliver(options)).toBe(status);
    expect(seen).toEqual([]);
  });

  it.each(['null', '[]', '1', 'true', '"text"', '{"type":'])(
    'refuses a signed body of %s at once, as JSON and as an interaction',
    async (json) => {
      const form = new URLSearchParams({ payload: json }).toString();

      expect(await deliver({ body: json, signed: json, contentType: JSON_TYPE })).toBe(400);
      expect(await deliver({ body: form, signed: form })).toBe(400);
    },
  );

  it.each([
    ['an event that is no object', { type: 'event_callback', team_id: 'T1', event: 'told' }],
    ['an interaction of nobody', { type: 'block_actions', team: { id: 'T1' }, actions: [{}] }],
    ['actions that are no list', { type: 'block_actions', user: { id: 'U1' }, actions: 1 }],
    ['a form without its view', { type: 'view_submission', user: { id: 'U1' } }],
  ])('refuses a signed body with %s', async (_, payload) => {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

    expect(await deliver({ body, signed: body })).toBe(400);
  });
});
