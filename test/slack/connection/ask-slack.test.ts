import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listenLocally } from '../../../sandbox/local-server.ts';
import { IDS, type SandboxSlack, startSlack } from '../../../sandbox/slack.ts';
import { readManifestFile } from '../../../sandbox/surroundings.ts';
import { createSlackQuestions } from '../../../src/slack/connection/ask-slack.ts';
import { createSlackLogger } from '../../../src/slack/connection/slack-logger.ts';
import { makeCertificate } from '../../certificate.ts';
import { SILENT } from '../../fakes/log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const APP_TOKEN = `xapp-1-${IDS.app}-fake`;

let slack: SandboxSlack;

beforeEach(async () => {
  const manifest = readManifestFile();
  slack = await startSlack({
    now: () => NOW,
    botToken: 'xoxb-fake',
    appToken: APP_TOKEN,
    manifest,
  });
});
afterEach(() => slack.close());

function ask({ botToken = 'xoxb-fake', apiUrl = slack.apiUrl } = {}) {
  return createSlackQuestions({
    botToken,
    apiUrl,
    logger: createSlackLogger(SILENT),
    now: () => NOW,
  });
}

/** A server that gives one answer to everything. */
async function serve(status: number, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
}

describe('asking Slack', () => {
  it('tells whose the token is, with its scopes', async () => {
    const answer = await ask().whoAmI();

    expect(answer).toMatchObject({
      kind: 'answer',
      value: { workspace: 'Sandbox', botName: 'backups' },
    });
    expect(JSON.stringify(answer)).toContain('"commands","chat:write"');
  });

  it('tells that Socket Mode would let the bot in, and connects nothing', async () => {
    expect(await ask().canConnect(APP_TOKEN)).toEqual({ kind: 'answer', value: undefined });
    expect(await ask().canConnect('xapp-other')).toEqual({ kind: 'refused', code: 'invalid_auth' });
    expect(slack.socket.count).toBe(0);
  });

  it('tells of a channel whether the bot is in it', async () => {
    expect(await ask().channel(IDS.backups)).toEqual({
      kind: 'answer',
      value: { name: 'backups', isMember: true, isArchived: false },
    });
    expect(await ask().channel(IDS.general)).toMatchObject({ value: { isMember: false } });
    expect(await ask().channel('C0NOWHERE')).toEqual({
      kind: 'refused',
      code: 'channel_not_found',
    });
  });

  it('tells of people and usergroups whether they may act', async () => {
    expect(await ask().user(IDS.otherBot)).toEqual({
      kind: 'answer',
      value: { isDeactivated: false, isBot: true },
    });
    const groups = await ask().usergroups();
    expect(groups.kind === 'answer' && groups.value.get(IDS.oncall)).toEqual({ isEnabled: true });
  });

  it('keeps what the server’s clock said', async () => {
    const questions = ask();
    expect(questions.serverTime()).toBeUndefined();

    await questions.whoAmI();

    expect(questions.serverTime()).toMatchObject({ heardAt: NOW });
  });
});

describe('a Slack that does not answer well', () => {
  it('refuses in its own word', async () => {
    expect(await ask({ botToken: 'xoxb-canary' }).whoAmI()).toEqual({
      kind: 'refused',
      code: 'invalid_auth',
    });
  });

  it.each([
    [{ kind: 'http', status: 503 }, 'Slack answered with status 503'],
    [{ kind: 'rate_limited', retryAfterSeconds: 30 }, 'Slack has been asked too much'],
    [{ kind: 'error', error: 'internal_error' }, 'Slack has trouble (internal_error)'],
    [{ kind: 'cut' }, 'no whole answer of Slack came'],
  ] as const)('is silent after %o', async (fault, words) => {
    slack.faults.add('auth.test', fault);

    expect(await ask().whoAmI()).toEqual({
      kind: 'silent',
      reason: expect.stringContaining(words),
    });
  });

  it('is not Slack when what it sends is no JSON, of which nothing is repeated', async () => {
    const apiUrl = await serve(200, '<html>canary</html>');

    expect(await ask({ apiUrl }).whoAmI()).toEqual({
      kind: 'unreachable',
      reason: 'what answers is not Slack',
    });
  });

  it.each([
    { what: 'its holder has signed', held: makeCertificate('127.0.0.1', new Date()) },
    { what: 'nobody known has signed', held: makeCertificate('127.0.0.1', new Date(), 'somebody') },
  ])('is not there behind a certificate that $what', async ({ held }) => {
    const server = createTlsServer(held);
    const port = await listenLocally(server, 0);
    onTestFinished(() => void server.close());

    expect(await ask({ apiUrl: `https://127.0.0.1:${port}/api/` }).whoAmI()).toEqual({
      kind: 'unreachable',
      reason: 'its certificate is not trusted here',
    });
  });

  it('is not there when nobody listens', async () => {
    expect(await ask({ apiUrl: 'http://127.0.0.1:4/api/' }).whoAmI()).toEqual({
      kind: 'unreachable',
      reason: 'nobody takes connections there',
    });
  });
});
