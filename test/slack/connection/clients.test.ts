import { inspect } from 'node:util';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IDS, type SandboxSlack, startSlack } from '../../../sandbox/slack.ts';
import { createSlackClients, type SlackClients } from '../../../src/slack/connection/clients.ts';
import { createSlackLogger } from '../../../src/slack/connection/slack-logger.ts';
import { SILENT } from '../../fakes/log.ts';
import { type RecordedLog, recordedLog } from '../../fakes/recorded-log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let slack: SandboxSlack;
let log: RecordedLog;
let now: Date;
let clients: SlackClients;

beforeAll(async () => {
  slack = await startSlack({ now: () => NOW, botToken: 'xoxb-fake', appToken: 'xapp-fake' });
});
afterAll(() => slack.close());
beforeEach(() => {
  slack.faults.clear();
  log = recordedLog();
  now = NOW;
  clients = createSlackClients(
    { botToken: 'xoxb-fake', apiUrl: slack.apiUrl },
    { logger: createSlackLogger(SILENT), log, now: () => now },
  );
});

function logged(): unknown[] {
  return log.lines.map(({ event, fields: { method, outcome } }) => [event, method, outcome]);
}

describe('the clients', () => {
  it('log each call that Slack took', async () => {
    await clients.interactive.auth.test();
    await clients.delivery.auth.test();

    expect(logged()).toEqual([
      ['slack_call', 'auth.test', 'ok'],
      ['slack_call', 'auth.test', 'ok'],
    ]);
  });

  it('hear Slack’s clock in what it answers to either, and not in what may not be its answer', async () => {
    slack.faults.add('auth.test', { kind: 'http', status: 503 }, 1);
    await expect(clients.interactive.auth.test()).rejects.toBeInstanceOf(Error);
    expect(clients.serverTime()).toBeUndefined();
    now = new Date('2026-11-21T10:07:00Z');

    await clients.interactive.auth.test();
    expect(clients.serverTime()).toEqual({ said: NOW, heardAt: now });

    now = new Date('2026-11-21T10:09:00Z');
    await clients.delivery.auth.test();
    expect(clients.serverTime()).toEqual({ said: NOW, heardAt: now });
  });

  it.each([
    [{ kind: 'error', error: 'not_in_channel' }, 'not_in_channel'],
    [{ kind: 'rate_limited', retryAfterSeconds: 30 }, 'rate-limited'],
    [{ kind: 'http', status: 503 }, 'no-answer'],
    [{ kind: 'cut' }, 'no-answer'],
  ] as const)('log what became of a call, and fail as it did: %o', async (fault, outcome) => {
    slack.faults.add('auth.test', fault);

    await expect(clients.interactive.auth.test()).rejects.toBeInstanceOf(Error);

    expect(logged()).toEqual([['slack_call', 'auth.test', outcome]]);
  });

  it('keep no word of a refusal that is no word of Slack’s, which may repeat what was sent', async () => {
    slack.faults.add('auth.test', { kind: 'error', error: 'not a token: xoxb-1.canary' });

    const error = await clients.interactive.auth.test().catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(WebAPIPlatformError);
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
  });
});

describe('the delivery client, once Slack has said when to come back', () => {
  const MAIN = { channel: IDS.backups, text: 'words' };
  const OTHER = { channel: IDS.general, text: 'words' };
  const pass = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  const limit = (retryAfterSeconds: number) =>
    slack.faults.add('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds }, 1);
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => 'none',
      (error: unknown) => (error instanceof WebAPIRateLimitedError ? error.retryAfter : error),
    );
  const post = (message: typeof MAIN | typeof OTHER) => clients.delivery.chat.postMessage(message);

  it('asks it nothing before that, for whichever channel, and says how long it is yet', async () => {
    limit(900);

    expect(await refusal(post(MAIN))).toBe(900);
    pass(600_500);
    expect(await refusal(post(OTHER))).toBe(299.5);
    expect(logged()).toHaveLength(1);
    pass(299_500);
    expect(await refusal(post(OTHER))).toBe('none');
  });

  it('calls other methods all the same, and so does the client for people', async () => {
    limit(900);
    await refusal(post(MAIN));

    await clients.delivery.auth.test();
    await clients.interactive.chat.postMessage(MAIN);

    expect(logged()).toHaveLength(3);
  });

  it.each([0, -30])('asks again when it pleases after a word of %i s', async (seconds) => {
    limit(seconds);
    await refusal(post(MAIN));

    expect(await refusal(post(MAIN))).toBe('none');
  });

  it('takes no word for longer than 6 h', async () => {
    limit(10 ** 12);

    expect(await refusal(post(MAIN))).toBe(6 * 3_600);
    pass(6 * 3_600_000);
    expect(await refusal(post(MAIN))).toBe('none');
  });

  it('waits no longer for a clock that was set back', async () => {
    limit(900);
    await refusal(post(MAIN));
    pass(-3_600_000);

    expect(await refusal(post(MAIN))).toBe('none');
  });

  it('keeps the longer of two words', async () => {
    slack.faults.add('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 900 }, 1);
    slack.faults.add('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 5 }, 1);

    await Promise.all([refusal(post(MAIN)), refusal(post(OTHER))]);

    expect(await refusal(post(MAIN))).toBe(900);
  });
});
