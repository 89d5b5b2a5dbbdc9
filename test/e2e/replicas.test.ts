import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { tapLog } from '../../sandbox/log-tap.ts';
import { IDS, type ShownMessage, sees } from '../../sandbox/slack.ts';
import { type SandboxWithoutBot, startWithoutBot } from '../../sandbox/without-bot.ts';
import { type Child, killChildren, startNode } from '../child-process.ts';
import { SILENT } from '../fakes/log.ts';
import { describeOnPostgres, temporarySchema } from '../storage/databases.ts';

const HOUR_MS = 3_600_000;
/** Addons of the emulated account that a digest explains in its thread, at the least. */
const REPLIES = 4;

let folder: string;
let sandbox: SandboxWithoutBot;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backups-replicas-'));
  sandbox = await startWithoutBot(tapLog(SILENT, () => new Date()));
  writeFileSync(join(folder, 'sandbox.env'), sandbox.environmentFile);
});
afterEach(async () => {
  killChildren();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a bot as the README does it, and waits until it is connected. */
async function bot(environment: Record<string, string>): Promise<Child> {
  const child = startNode([`--env-file=${join(folder, 'sandbox.env')}`, 'src/main.ts'], {
    env: { PORT: '0', ...environment },
  });
  await child.wrote('stderr', '"event":"started"');
  return child;
}

async function stop(child: Child): Promise<void> {
  child.kill('SIGTERM');
  expect(await child.exited).toBe(0);
}

/** Resolves once the person has an answer with these words. */
async function ask(command: string, words: string): Promise<void> {
  const until = sees.words(words);
  await sandbox.slack.user(IDS.viewer).command('/backups', command, { until, within: 15_000 });
}

/** The digest's channel, oldest first. */
function posted(): ShownMessage[] {
  return sandbox.slack.timeline(IDS.backups);
}

/** Resolves when this many messages have been posted to the digest's channel. */
function posts(count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const unsubscribe = sandbox.slack.subscribe(() => {
    if (posted().length >= count) resolve();
  });
  onTestFinished(unsubscribe);
  return promise;
}

await describeOnPostgres('two bots on one database', (server) => {
  it('both answer, post one digest between them, and do without each other', async () => {
    const { name, url } = await temporarySchema(server);
    const halfAnHourAgo = new Date(Date.now() - HOUR_MS / 2).toISOString();
    const environment = { DATABASE_URL: url, DIGEST_TIME: halfAnHourAgo.slice(11, 16) };
    await stop(await bot(environment));
    expect(posted()).toEqual([]);
    // As if the channel had wanted its digest before the hour struck, with no bot running then.
    await server.query(`update ${name}.subscriptions set updated_at = updated_at - ${HOUR_MS}`);

    const digest = posts(1 + REPLIES);
    const [first, second] = await Promise.all([bot(environment), bot(environment)]);
    expect(sandbox.slack.socket.count).toBe(2);
    await ask('destinations', 'Frankfurt primary');
    await ask('destinations', 'Frankfurt primary');
    await digest;

    const acts = [first, second].map(({ stderr }) => stderr.match(/"event":"act"/g)?.length);
    expect(acts).toEqual([1, 1]);
    await stop(first);
    await ask('help', 'What you can ask');
    await ask('help', 'What you can ask');
    await stop(second);
    const [main, ...replies] = posted();
    expect(main?.text).toMatch(/^Backups on .*: .*failed/);
    expect(replies.length).toBeGreaterThanOrEqual(REPLIES);
    expect(replies.filter(({ threadTs }) => threadTs !== main?.ts)).toEqual([]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(replies.length);
  }, 60_000);
});
