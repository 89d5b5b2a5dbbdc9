import { parseEnv } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { startNorthflank } from '../../sandbox/northflank.ts';
import { parseConfig } from '../../src/config.ts';
import { type ChildOptions, killChildren, startNode } from '../child-process.ts';

const NOW = '2026-11-21T10:00:00Z';

afterEach(killChildren);

/** `npm run sandbox -- …`, without npm around it. */
function sandbox(args: readonly string[], options?: ChildOptions) {
  return startNode(['sandbox/main.ts', ...args], options);
}

describe('sandbox --say', () => {
  it('writes the answer, and nothing else, to standard output', async () => {
    const child = sandbox(['--now', NOW, '--say', '/backups destinations']);

    expect(await child.exited).toBe(0);
    expect(child.stdout).toMatch(
      /^◌ 5 backup destinations: what 1 of them holds could not be read\n/,
    );
    expect(child.stdout).toContain('Frankfurt primary');
    expect(child.stdout).not.toContain('"event"');
    expect(child.stderr).toBe('');
  });

  it('answers, with the log on standard error, while Northflank is away', async () => {
    const env = { NORTHFLANK_API_TOKEN: 'nf-fake', NORTHFLANK_API_URL: 'http://127.0.0.1:9' };
    const child = sandbox(['--say', '/backups destinations'], { env });

    expect(await child.exited).toBe(0);
    expect(child.stdout).toMatch(/^Northflank is not answering/);
    expect(child.stderr).toContain('"event":"northflank_failed"');
  });

  it('ends with 1, and Slack’s own words on standard error, when no answer came', async () => {
    const child = sandbox(['--say', '/weather tomorrow']);

    expect(await child.exited).toBe(1);
    expect(child.stdout).toBe('');
    expect(child.stderr).toContain('/weather is not a valid command.');
  });

  it('shows the account of the environment instead of the emulated one', async () => {
    const token = 'nf-fake-of-another-account';
    const account = await startNorthflank({ token, now: () => new Date(NOW), teamId: 'other' });
    account.account.addBackup(
      { projectId: 'shop-prod', addonId: 'orders-db' },
      { name: 'only in the other account', status: 'completed', bytes: 123_000_000_000 },
    );
    const env = {
      NORTHFLANK_API_TOKEN: token,
      NORTHFLANK_API_URL: account.url,
      NORTHFLANK_TEAM_ID: 'other',
    };

    const child = sandbox(['--now', NOW, '--say', '/backups show shop-prod/orders-db'], { env });

    expect(await child.exited).toBe(0);
    expect(child.stdout).toContain('123 GB');
    expect(account.requests().length).toBeGreaterThan(0);
    await account.close();
  });
});

describe('sandbox without a terminal', () => {
  it('runs until it is told to stop, and ends with 0', async () => {
    const child = sandbox(['--port', '0'], { input: '/backups help\n' });
    await child.wrote('stdout', 'The sandbox is at http://127.0.0.1:');

    child.kill('SIGTERM');

    expect(await child.exited).toBe(0);
    expect(child.stdout).not.toContain('What you can ask');
    expect(child.stderr).toContain('"event":"stopped"');
  });
});

describe('sandbox --without-bot', () => {
  it('writes what a bot needs to join, keeps real time, and ends with 0 when told to stop', async () => {
    const child = sandbox(['--without-bot', '--port', '0']);
    await child.wrote('stdout', 'DIGEST_CHANNEL=');
    const page = /^# The workspace is at (?<page>\S+)$/m.exec(child.stdout)?.groups?.['page'] ?? '';

    const jump = await fetch(new URL('/controls', page), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(page).origin },
      body: JSON.stringify({ kind: 'jump', to: 'hour' }),
    });

    expect(jump.status).toBe(409);
    expect(await jump.json()).toMatchObject({ error: expect.stringContaining('real time') });
    const config = parseConfig(parseEnv(child.stdout));
    expect(config.slack.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/$/);
    expect(config.northflank.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    child.kill('SIGTERM');
    expect(await child.exited).toBe(0);
  });
});
