import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type SandboxNorthflank, startNorthflank } from '../sandbox/northflank.ts';
import { IDS, messageOf, type SandboxSlack, sees, startSlack } from '../sandbox/slack.ts';
import { openStorage } from '../src/storage/open-storage.ts';
import { type Child, killChildren, startNode } from './child-process.ts';
import { isAnswer } from './e2e/is-answer.ts';
import { SILENT } from './fakes/log.ts';

const APP_TOKEN = `xapp-1-${IDS.app}-fake`;

let slack: SandboxSlack;
let northflank: SandboxNorthflank;
let folder: string;

beforeEach(async () => {
  const now = (): Date => new Date();
  slack = await startSlack({ now, botToken: 'xoxb-fake', appToken: APP_TOKEN });
  northflank = await startNorthflank({ token: 'nf-fake', now });
  folder = mkdtempSync(join(tmpdir(), 'backups-main-'));
});
afterEach(async () => {
  killChildren();
  await slack.close();
  await northflank.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the bot as production does. */
function bot(environment: Record<string, string> = {}, flags: readonly string[] = []): Child {
  return startNode(['src/main.ts', ...flags], {
    env: {
      SLACK_BOT_TOKEN: 'xoxb-fake',
      SLACK_APP_TOKEN: APP_TOKEN,
      SLACK_API_URL: slack.apiUrl,
      NORTHFLANK_API_TOKEN: 'nf-fake',
      NORTHFLANK_API_URL: northflank.url,
      DATABASE_URL: `sqlite:${join(folder, 'backups.db')}`,
      PORT: '0',
      ...environment,
    },
  });
}

/** A digest for the channel that has been due for a minute, and was wanted since yesterday. */
async function subscribeSinceYesterday(): Promise<void> {
  const now = Date.now();
  const storage = await openStorage(`sqlite:${join(folder, 'backups.db')}`, {
    now: () => new Date(now),
    log: SILENT,
  });
  const wish = {
    channelId: IDS.backups,
    time: new Date(now - 60_000).toISOString().slice(11, 16),
    timeZone: 'UTC',
    days: [0, 1, 2, 3, 4, 5, 6],
  };
  await storage.subscriptions.ensureFromEnvironment(wish, new Date(now - 24 * 3_600_000));
  await storage.close();
}

/** The first lines of the digests in the channel, without their threads. */
function digests(): string[] {
  return slack
    .timeline(IDS.backups)
    .filter(({ threadTs }) => threadTs === undefined)
    .map(({ text }) => text);
}

/** The events of the log, in order. */
function events(child: Child): string[] {
  return child.stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { event: string }).event);
}

describe('the process', () => {
  it('answers what it was asked before it was told to stop, then ends with 0', async () => {
    const child = bot();
    await child.wrote('stderr', '"event":"started"');
    northflank.faults.slowMs = 300;
    const answer = slack
      .user(IDS.viewer)
      .command('/backups', 'destinations', { until: sees.words('Frankfurt'), within: 10_000 });
    await child.wrote('stderr', '"event":"act"');

    child.kill('SIGTERM');

    expect(messageOf(await answer).text).toContain('5 backup destinations');
    expect(await child.exited).toBe(0);
    expect(child.stdout).toBe('');
    const steps = ['slack_connected', 'started', 'act', 'stopped'];
    expect(events(child).filter((event) => steps.includes(event))).toEqual(steps);
    expect(slack.socket.count).toBe(0);
  });

  it('can be stopped while it still waits for Slack', async () => {
    slack.faults.add('auth.test', { kind: 'http', status: 503 });
    const child = bot();
    await child.wrote('stderr', '"event":"slack_away"');

    child.kill('SIGINT');

    expect(await child.exited).toBe(0);
    expect(events(child)).not.toContain('started');
  });
});

describe('the process, told to stop in the middle of a digest', { timeout: 60_000 }, () => {
  it('ends with 0 once what was on its way is written down, and the next one repeats nothing', async () => {
    await subscribeSinceYesterday();
    slack.faults.add('chat.postMessage', { kind: 'slow', ms: 700 }, 1);
    const first = bot();
    await vi.waitFor(() => expect(digests()).toHaveLength(1), { timeout: 30_000 });

    first.kill('SIGTERM');

    expect(await first.exited).toBe(0);
    expect(events(first).at(-1)).toBe('stopped');
    const second = bot();
    await second.wrote('stderr', '"event":"digest_finished"');
    expect(digests()).toEqual([expect.not.stringContaining('Possible repeat')]);
    second.kill('SIGTERM');
    expect(await second.exited).toBe(0);
  });

  it('ends with 0 before anything is posted, and the next one posts it', async () => {
    await subscribeSinceYesterday();
    northflank.faults.slowMs = 300;
    const first = bot({ LOG_LEVEL: 'debug' });
    await first.wrote('stderr', '"event":"northflank_request"');

    first.kill('SIGTERM');

    expect(await first.exited).toBe(0);
    expect(digests()).toEqual([]);
    northflank.faults.slowMs = 0;
    const second = bot();
    await second.wrote('stderr', '"event":"digest_finished"');
    expect(digests()).toHaveLength(1);
  });

  it('posts the one that it was started for before it ends', async () => {
    northflank.faults.slowMs = 100;
    const child = bot({ DIGEST_CHANNEL: IDS.backups, LOG_LEVEL: 'debug' }, ['--digest-now']);
    await child.wrote('stderr', '"event":"northflank_request"');

    child.kill('SIGTERM');

    expect(await child.exited).toBe(0);
    expect(digests()).toHaveLength(1);
  });
});

describe('the heartbeat of the process', () => {
  it('goes to the address in the file, which is never logged', async () => {
    const beaten = Promise.withResolvers<string>();
    const service = createServer((request, response) => {
      beaten.resolve(`${request.method} ${request.url}`);
      response.end('OK');
    });
    onTestFinished(() => {
      service.close();
    });
    await new Promise<void>((resolve) => {
      service.listen(0, '127.0.0.1', resolve);
    });
    const file = join(folder, 'heartbeat-url');
    writeFileSync(
      file,
      `http://127.0.0.1:${(service.address() as AddressInfo).port}/ping/canary\n`,
    );

    const child = bot({ HEARTBEAT_URL_FILE: file, LOG_LEVEL: 'debug' });

    expect(await beaten.promise).toBe('GET /ping/canary');
    child.kill('SIGTERM');
    expect(await child.exited).toBe(0);
    expect(child.stderr).not.toContain('canary');
  });
});

describe('a start that cannot be', () => {
  it('names every mistake of the environment, one a line, and no value', async () => {
    const child = bot({
      SLACK_BOT_TOKEN: 'canary-1',
      NORTHFLANK_API_TOKEN: '',
      PORT: 'canary-2',
      DIGEST_CHANEL: 'canary-3',
    });

    expect(await child.exited).toBe(1);
    expect(child.stderr.split('\n')).toEqual([
      'The environment has mistakes:',
      '  DIGEST_CHANEL: unknown, did you mean DIGEST_CHANNEL?',
      '  SLACK_BOT_TOKEN: expected a token that starts with xoxb-',
      '  NORTHFLANK_API_TOKEN: is required',
      '  PORT: expected a port number',
      '',
    ]);
  });

  it('says which token Slack refused', async () => {
    const child = bot({ SLACK_APP_TOKEN: 'xapp-canary' });

    expect(await child.exited).toBe(1);
    expect(child.stderr.split('\n').at(-2)).toMatch(
      /^Slack refused SLACK_APP_TOKEN \(invalid_auth\)\. [^.]*\.$/,
    );
    expect(child.stderr).not.toContain('canary');
  });
});

describe('one job instead of running on', () => {
  it('posts a digest now and ends', async () => {
    const child = bot({ DIGEST_CHANNEL: IDS.backups, DIGEST_TIME: '00:00' }, ['--digest-now']);

    expect(await child.exited).toBe(0);
    const posted = slack.timeline(IDS.backups).filter(({ threadTs }) => threadTs === undefined);
    expect(posted.map(({ text }) => text)[0]).toMatch(/^Backups on .*failed/);
  });

  it('says why a digest did not arrive', async () => {
    slack.faults.add('chat.postMessage', { kind: 'error', error: 'not_in_channel' });
    const child = bot({ DIGEST_CHANNEL: IDS.backups }, ['--digest-now']);

    expect(await child.exited).toBe(1);
    expect(child.stderr.split('\n').at(-2)).toContain('The bot is not in the channel');
  });

  it('prints the audit as lines of JSON, beside a bot that runs and after it', async () => {
    const first = bot();
    await first.wrote('stderr', '"event":"started"');
    await slack
      .user(IDS.viewer)
      .command('/backups', 'add-destination', { until: isAnswer, within: 10_000 });
    const beside = bot({}, ['--export-audit']);
    expect(await beside.exited).toBe(0);
    first.kill('SIGTERM');
    await first.exited;

    const child = bot({}, ['--export-audit']);

    expect(await child.exited).toBe(0);
    expect(
      child.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{ userId: IDS.viewer, deed: 'add-destination', state: 'denied' }]);
    expect(beside.stdout).toBe(child.stdout);
  });

  it('prints a long audit to its end, however slowly it is read', async () => {
    const url = `sqlite:${join(folder, 'backups.db')}`;
    const storage = await openStorage(url, { now: () => new Date(), log: SILENT });
    const subject = 'x'.repeat(4_000);
    for (let row = 1; row <= 500; row += 1) {
      const entry = { userId: 'U1', deed: 'add-destination', state: 'done', subject } as const;
      await storage.audit.append({ ...entry, reference: String(row) }, new Date());
    }
    await storage.close();

    const child = bot({}, ['--export-audit']);

    expect(await child.exited).toBe(0);
    expect(child.stdout.match(/"seq":\d+/g)).toHaveLength(500);
    expect(child.stdout.endsWith('}\n')).toBe(true);
  });

  it('prints no audit where there is none, and leaves what it cannot read as it is', async () => {
    const absent = bot({}, ['--export-audit']);
    expect(await absent.exited).toBe(1);
    expect(absent.stderr).toContain('no bot has run on this store');

    writeFileSync(join(folder, 'backups.db'), Buffer.alloc(8192, 7));
    const damaged = bot({}, ['--export-audit']);
    expect(await damaged.exited).toBe(1);
    expect(damaged.stderr).toContain('The store is damaged');
    expect(readdirSync(folder)).toEqual(['backups.db']);
  });

  it('names the flags there are when it is given another', async () => {
    const child = bot({}, ['--digest-later']);

    expect(await child.exited).toBe(1);
    expect(child.stderr).toContain(
      'There is no --digest-later. There is --check, --digest-now, --export-audit.',
    );
  });
});
