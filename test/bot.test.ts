import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDS, type SandboxSlack, startSlack } from '../sandbox/slack.ts';
import { startBot } from '../src/bot.ts';
import { type Config, parseConfig } from '../src/config.ts';
import { isAnswer } from './e2e/is-answer.ts';
import { SILENT } from './fakes/log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const OPTIONS = { now: () => NOW, log: SILENT, host: '127.0.0.1' };

let slack: SandboxSlack;
let folder: string;
let config: Config;

beforeEach(async () => {
  const appToken = `xapp-1-${IDS.app}-fake`;
  slack = await startSlack({ now: () => NOW, botToken: 'xoxb-fake', appToken });
  folder = mkdtempSync(join(tmpdir(), 'backups-bot-'));
  config = parseConfig({
    SLACK_BOT_TOKEN: 'xoxb-fake',
    SLACK_APP_TOKEN: appToken,
    SLACK_API_URL: slack.apiUrl,
    NORTHFLANK_API_TOKEN: 'nf-fake',
    ADMINS: `*,${IDS.admin}`,
    NORTHFLANK_API_URL: 'http://127.0.0.1:9',
    DATABASE_URL: `sqlite:${join(folder, 'backups.db')}`,
    PORT: String(await freePort()),
  });
});
afterEach(async () => {
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function look(path: string): Promise<{ status: number; problems: string[] }> {
  const response = await fetch(`http://127.0.0.1:${config.port}${path}`);
  const { problems } = (await response.json()) as { problems: string[] };
  return { status: response.status, problems };
}

describe('startBot', () => {
  it('is healthy but not ready until Slack has answered', async () => {
    slack.faults.add('auth.test', { kind: 'http', status: 503 });
    const stop = new AbortController();
    const starting = startBot(config, { ...OPTIONS, signal: stop.signal });
    await slack.waitFor((event) => event.type === 'api', 5_000, 0);

    expect(await look('/healthz')).toEqual({ status: 200, problems: [] });
    expect(await look('/readyz')).toEqual({ status: 503, problems: ['The bot is still starting'] });

    stop.abort();
    await expect(starting).rejects.toThrow(/abort/i);
  });

  it('leaves neither port nor store occupied when it cannot start', async () => {
    slack.faults.add('auth.test', { kind: 'error', error: 'invalid_auth' }, 1);
    await expect(startBot(config, OPTIONS)).rejects.toThrow('Slack refused SLACK_BOT_TOKEN');
    slack.faults.add('apps.connections.open', { kind: 'error', error: 'invalid_auth' }, 1);
    await expect(startBot(config, OPTIONS)).rejects.toThrow('Slack refused SLACK_APP_TOKEN');

    const bot = await startBot(config, OPTIONS);

    expect(await look('/readyz')).toEqual({ status: 200, problems: [] });
    await bot.stop();
    await expect(look('/healthz')).rejects.toThrow('fetch failed');
  });

  it('tells an admin once that it began anew in the place of a damaged database', async () => {
    writeFileSync(join(folder, 'backups.db'), 'a wreck '.repeat(200));
    for (let starts = 0; starts < 2; starts += 1) {
      const bot = await startBot(config, OPTIONS);
      expect(await look('/readyz')).toEqual({ status: 200, problems: [] });
      await bot.stop();
    }

    const letters = slack.timeline(slack.user(IDS.admin).directMessages);
    expect(letters.map(({ text }) => text)).toEqual([
      expect.stringMatching(/My database was damaged .*`\/backups doctor` names it/s),
    ]);
  });

  it('tells an admin of it at a later start where Slack asked to wait', async () => {
    writeFileSync(join(folder, 'backups.db'), 'a wreck '.repeat(200));
    slack.faults.add('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 1 }, 1);
    for (let starts = 0; starts < 2; starts += 1) await (await startBot(config, OPTIONS)).stop();

    expect(slack.timeline(slack.user(IDS.admin).directMessages)).toHaveLength(1);
  });

  it('is healthy but not ready while it still answers what it was asked before it was stopped', async () => {
    const bot = await startBot(config, OPTIONS);
    slack.faults.add('response_url', { kind: 'slow', ms: 500 }, 1);
    await slack.user(IDS.viewer).command('/backups', 'help', { until: isAnswer });

    const stopped = bot.stop();

    expect(await look('/healthz')).toEqual({ status: 200, problems: [] });
    expect(await look('/readyz')).toEqual({ status: 503, problems: ['The bot is stopping'] });
    await stopped;
    await expect(look('/healthz')).rejects.toThrow('fetch failed');
  });
});
