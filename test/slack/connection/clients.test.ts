import { inspect } from 'node:util';
import { WebAPIPlatformError } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxSlack, startSlack } from '../../../sandbox/slack.ts';
import { createSlackClients, type SlackClients } from '../../../src/slack/connection/clients.ts';
import { createSlackLogger } from '../../../src/slack/connection/slack-logger.ts';
import { SILENT } from '../../fakes/log.ts';
import { type RecordedLog, recordedLog } from '../../fakes/recorded-log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let slack: SandboxSlack;
let log: RecordedLog;
let clients: SlackClients;

beforeAll(async () => {
  slack = await startSlack({ now: () => NOW, botToken: 'xoxb-fake', appToken: 'xapp-fake' });
});
afterAll(() => slack.close());
beforeEach(() => {
  slack.faults.clear();
  log = recordedLog();
  clients = createSlackClients('xoxb-fake', slack.apiUrl, createSlackLogger(SILENT), log);
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
