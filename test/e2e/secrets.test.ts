import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxNorthflank, startNorthflank } from '../../sandbox/northflank.ts';
import { IDS, type SandboxSlack, type SlackEvent, sees, startSlack } from '../../sandbox/slack.ts';
import { startBot } from '../../src/bot.ts';
import { parseConfig } from '../../src/config.ts';
import type { Log } from '../../src/domain/log.ts';
import { createPinoLog } from '../../src/telemetry/pino-log.ts';
import { recordedLog } from '../fakes/recorded-log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
/**
 * The part of each secret that must appear nowhere. It follows a character that ends what the log's
 * redactor takes for a token, so that the redactor cannot hide a leak from this test.
 */
const CANARY = 'canary7Q';
const SECRETS = {
  SLACK_BOT_TOKEN: `xoxb-1.${CANARY}-bot`,
  SLACK_APP_TOKEN: `xapp-1-${IDS.app}-1.${CANARY}-app`,
  SLACK_SIGNING_SECRET: `${CANARY}-signing`,
  NORTHFLANK_API_TOKEN: `nf.${CANARY}-northflank`,
};

let slack: SandboxSlack;
let northflank: SandboxNorthflank;
let folder: string;
let lines: string[];
let log: Log;
let unredacted: ReturnType<typeof recordedLog>;

beforeEach(async () => {
  slack = await startSlack({
    now: () => NOW,
    botToken: SECRETS.SLACK_BOT_TOKEN,
    appToken: SECRETS.SLACK_APP_TOKEN,
  });
  northflank = await startNorthflank({ token: SECRETS.NORTHFLANK_API_TOKEN, now: () => NOW });
  folder = mkdtempSync(join(tmpdir(), 'backups-secrets-'));
  lines = [];
  unredacted = recordedLog();
  const written = createPinoLog('debug', { write: (line) => void lines.push(line) });
  const both =
    (level: keyof Log): Log[keyof Log] =>
    (event, fields) => {
      unredacted[level](event, fields);
      written[level](event, fields);
    };
  log = { debug: both('debug'), info: both('info'), warn: both('warn'), error: both('error') };
});
afterEach(async () => {
  await slack.close();
  await northflank.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(environment: Record<string, string> = {}) {
  const keys = join(folder, 'keys.json');
  const pair = { accessKey: 'AKIAFAKEFAKEFAKEFAKE', secretKey: `${CANARY}/secretKey/0123456789` };
  writeFileSync(keys, JSON.stringify({ archive: pair }));
  const config = parseConfig({
    ...SECRETS,
    SLACK_API_URL: slack.apiUrl,
    NORTHFLANK_API_URL: northflank.url,
    DATABASE_URL: 'sqlite::memory:',
    DESTINATION_KEYS: keys,
    ADMINS: IDS.admin,
    PORT: '0',
    ...environment,
  });
  return startBot(config, {
    now: () => NOW,
    log,
    host: '127.0.0.1',
    wait: () => Promise.resolve(),
  });
}

/** What the bot wrote, showed or sent; not what Slack itself sent it. */
function fromBot(): readonly SlackEvent[] {
  return slack.events().filter(({ type }) => type !== 'sent');
}

function expectNoCanary(more: readonly unknown[]): void {
  expect(lines.join('')).not.toContain(CANARY);
  expect(JSON.stringify(unredacted.lines)).not.toContain(CANARY);
  // Whoever has a response URL can write in the bot's name.
  expect(JSON.stringify(unredacted.lines)).not.toContain('/response/');
  expect(JSON.stringify(fromBot())).not.toContain(CANARY);
  expect(JSON.stringify(more)).not.toContain(CANARY);
}

describe('the secrets of the environment', () => {
  it('appear nowhere, whatever fails', async () => {
    const bot = await start();
    const base = `http://127.0.0.1:${bot.port}`;
    const admin = slack.user(IDS.admin);
    const ask = async (text: string): Promise<void> => {
      await admin.command('/backups', text, { until: sees.ack });
      await bot.idle(AbortSignal.timeout(10_000));
    };

    await ask('destinations');
    await ask('show shop-prod/orders-db');
    for (const fault of ['unreachable', 'down', 'rateLimited', 'tokenRevoked'] as const) {
      northflank.faults[fault] = true;
      await ask('destinations');
      await ask('status');
      northflank.faults[fault] = false;
    }
    const failures = [
      { kind: 'error', error: 'invalid_auth' },
      { kind: 'http', status: 500 },
      { kind: 'rate_limited', retryAfterSeconds: 1 },
      { kind: 'cut' },
    ] as const;
    for (const failure of failures) {
      for (const method of ['views.open', 'response_url']) slack.faults.add(method, failure, 2);
      await ask('add-destination');
      await ask('destinations');
      slack.faults.clear();
    }
    const metrics = await (await fetch(`${base}/metrics`)).text();
    const ready = await (await fetch(`${base}/readyz`)).text();
    slack.faults.add('apps.connections.open', { kind: 'error', error: 'invalid_auth' });
    const retried = slack.waitFor(
      (event) => event.type === 'api' && event.method === 'apps.connections.open',
      5_000,
    );
    slack.socket.cut();
    await retried;
    await bot.stop();

    expect(metrics).toContain('backups_');
    expect(lines.length).toBeGreaterThan(20);
    expectNoCanary([metrics, ready]);
  });

  it('stay out of the store and of Slack when a kept key is used', async () => {
    const path = join(folder, 'backups.db');
    const bot = await start({ DATABASE_URL: `sqlite:${path}` });
    const admin = slack.user(IDS.admin);
    const form = await admin.command('/backups', 'add-destination', { until: sees.modal });

    await admin.submit(
      form,
      {
        name: 'Kept key',
        bucket: 'denied-bucket',
        region: 'us-west-2',
        endpoint: 's3.us-west-2.amazonaws.com',
        prefix: 'kept/',
        key_entry: 'archive',
      },
      { until: sees.ack },
    );
    await bot.idle(AbortSignal.timeout(10_000));
    await bot.stop();

    expect(northflank.requests().filter(({ method }) => method === 'POST')).toHaveLength(1);
    expectNoCanary([contentOf(path), contentOf(`${path}-wal`)]);
  });

  it.each([
    ['the bot token', 'auth.test', {}],
    ['the app token', 'apps.connections.open', {}],
    ['the database', '-', { DATABASE_URL: `postgres://bot:${CANARY}@127.0.0.1:9/backups` }],
  ])('stay out of the error when %s is refused', async (_, method, environment) => {
    slack.faults.add(method, { kind: 'error', error: 'invalid_auth' });

    const error = await start(environment).then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(Error);
    expectNoCanary([(error as Error).message, (error as Error).stack]);
  });
});

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
