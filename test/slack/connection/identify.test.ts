import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDS, type SandboxSlack, startSlack } from '../../../sandbox/slack.ts';
import { createSlackClients } from '../../../src/slack/connection/clients.ts';
import { type IdentifyOptions, identify } from '../../../src/slack/connection/identify.ts';
import { createSlackLogger } from '../../../src/slack/connection/slack-logger.ts';
import { SILENT } from '../../fakes/log.ts';

const APP_TOKEN = 'xapp-1-A0BACKUPS1-1-fake';

let slack: SandboxSlack;
let waits: number[];

beforeEach(async () => {
  waits = [];
  slack = await startSlack({
    now: () => new Date(),
    botToken: 'xoxb-fake',
    appToken: APP_TOKEN,
  });
});
afterEach(() => slack.close());

function ask({
  botToken = 'xoxb-fake',
  httpMode = false,
  ...options
}: IdentifyOptions & { botToken?: string; httpMode?: boolean } = {}) {
  const { interactive } = createSlackClients(
    { botToken, apiUrl: slack.apiUrl },
    { logger: createSlackLogger(SILENT), log: SILENT, now: () => new Date() },
  );
  const wait = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  return identify(interactive, httpMode ? undefined : APP_TOKEN, SILENT, { wait, ...options });
}

describe('identify', () => {
  it('learns the team and the bot from Slack, and the app from its token', async () => {
    expect(await ask()).toEqual({
      teamId: IDS.team,
      enterpriseId: undefined,
      appId: 'A0BACKUPS1',
      botUserId: IDS.bot,
      botId: IDS.botProfile,
    });
    expect(waits).toEqual([]);
  });

  it('does without the app’s id in HTTP mode', async () => {
    expect((await ask({ httpMode: true })).appId).toBeUndefined();
  });

  it.each([
    { name: 'answers 503', fault: { kind: 'http', status: 503 } as const },
    { name: 'cuts the connection', fault: { kind: 'cut' } as const },
    { name: 'limits the rate', fault: { kind: 'rate_limited', retryAfterSeconds: 1 } as const },
    { name: 'is out of order', fault: { kind: 'error', error: 'fatal_error' } as const },
  ])('asks again, ever more slowly, while Slack $name', async ({ fault }) => {
    slack.faults.add('auth.test', fault, 7);

    expect((await ask()).teamId).toBe(IDS.team);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it.each(['invalid_auth', 'account_inactive', 'token_revoked'])(
    'gives up at once on %s, in a sentence without the token',
    async (word) => {
      slack.faults.add('auth.test', { kind: 'error', error: word });

      await expect(ask()).rejects.toThrow(
        `Slack refused SLACK_BOT_TOKEN (${word}). Install the app again and copy its bot token.`,
      );
      expect(waits).toEqual([]);
    },
  );

  it('refuses a token that Slack does not know', async () => {
    await expect(ask({ botToken: 'xoxb-other' })).rejects.toThrow(/refused .* \(invalid_auth\)/);
  });

  it('stops waiting when it is told to', async () => {
    slack.faults.add('auth.test', { kind: 'http', status: 503 });
    const stop = new AbortController();
    const asking = ask({ signal: stop.signal, wait: undefined });
    await slack.waitFor((event) => event.type === 'api', 5_000, 0);

    stop.abort(new Error('stopped by SIGTERM'));

    await expect(asking).rejects.toThrow(/abort/i);
  });
});
