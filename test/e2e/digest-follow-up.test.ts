import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxNorthflank } from '../../sandbox/northflank.ts';
import { deleteMessage, findMessage } from '../../sandbox/slack/messages.ts';
import { IDS, messageOf, sees } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { patientDelay } from '../fakes/patient-delay.ts';

const ORDERS = { projectId: 'shop-prod', addonId: 'orders-db' };
const CUSTOMERS = { projectId: 'shop-prod', addonId: 'customers-db' };

let folder: string;
let clock: Date;
let sandbox: Sandbox;
let northflank: SandboxNorthflank;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'follow-up-test-'));
  clock = at('08:30:00');
  await start();
  clock = at('09:00:05');
  await sandbox.bot.lookAtDigests();
  // By then a run whose status could not be read at nine has ended.
  await followUpAt('09:10:05');
});
afterEach(async () => {
  await sandbox.close();
  if (sandbox.northflank === undefined) await northflank.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(slack?: Sandbox['slack']): Promise<void> {
  sandbox = await startSandbox({
    now: () => clock,
    log: SILENT,
    delay: patientDelay,
    slack,
    // After a restart the account is the one that was there before.
    realAccount: slack && { apiToken: 'sandbox-northflank-token', apiUrl: northflank.url },
    environment: { DATABASE_URL: `sqlite:${join(folder, 'backups.db')}` },
  });
  if (sandbox.northflank) northflank = sandbox.northflank;
}

function at(time: string): Date {
  return new Date(`2026-11-21T${time}Z`);
}

/** Lets the bot look again, at a moment. */
async function followUpAt(time: string): Promise<void> {
  clock = at(time);
  await sandbox.bot.followUpDigests();
}

function digest() {
  const [message, ...others] = sandbox.slack
    .timeline(IDS.backups)
    .filter(({ threadTs }) => threadTs === undefined);
  if (message === undefined || others.length > 0) throw new Error('not one digest');
  return message;
}

function replies(): string[] {
  const { ts } = digest();
  return sandbox.slack
    .timeline(IDS.backups)
    .filter(({ threadTs }) => threadTs === ts)
    .map(({ text }) => text);
}

/** What a person in UTC reads. */
function read(): string {
  return JSON.stringify(digest().blocks).replaceAll(/<!date[^|]*\|2026-11-21 (.{5}) UTC>/g, '$1');
}

/** How often messages of the channel were changed. */
function edits(): number {
  return sandbox.slack
    .events()
    .filter((event) => event.type === 'message' && event.change === 'updated').length;
}

describe('a digest through the day', () => {
  it('says in its place what was fixed since, when, and how long it took', async () => {
    const { ts } = digest();
    clock = at('10:12:00');
    northflank.account.addBackup(ORDERS, { status: 'completed', minutes: 12 });

    await followUpAt('10:15:00');

    expect(digest().ts).toBe(ts);
    expect(read()).toContain(
      'fixed since 09:00: *Shop prod / Orders DB* good again at 10:12 (failed 3 times, 3 d 7 h without a good copy)',
    );
    expect(read()).not.toContain('FAILED  *Shop prod / Orders DB*');
    expect(read()).toContain('updated, 15 of 15 read at 10:15');
    expect(replies()).toHaveLength(5);
  });

  it('tells what broke in the message and in one short reply that leads to its backups', async () => {
    clock = at('10:12:00');
    northflank.account.addBackup(CUSTOMERS, { type: 'snapshot' });

    await followUpAt('10:15:00');
    await followUpAt('10:25:00');

    expect(read()).toContain('FAILED  *Shop prod / Customers DB* · new since 09:00');
    expect(replies()).toHaveLength(6);
    expect(replies().at(-1)).toMatch(
      /^New since .*: shop-prod\/customers-db failed, the run of 10:07/,
    );

    const reply = sandbox.slack
      .timeline(IDS.backups)
      .findLast(({ text }) => text.startsWith('New'));
    if (reply === undefined) throw new Error('no reply');
    const shown = await sandbox.slack
      .user(IDS.viewer)
      .click(reply, { label: 'Show' }, { until: sees.words('Backups of') });
    expect(messageOf(shown).text).toContain('Customers DB');
  });

  it('is not touched while nothing changes but ages', async () => {
    const before = edits();

    await followUpAt('09:20:00');
    await followUpAt('09:30:00');
    await followUpAt('09:40:00');

    expect(edits()).toBe(before);
  });

  it('is edited at most once in five minutes', async () => {
    const before = edits();
    clock = at('10:12:00');
    northflank.account.addBackup(ORDERS, { status: 'completed' });
    await followUpAt('10:15:00');
    northflank.account.addBackup(CUSTOMERS, { type: 'snapshot' });

    await followUpAt('10:19:59');
    expect(edits()).toBe(before + 1);

    await followUpAt('10:21:00');
    expect(edits()).toBe(before + 2);
  });

  it('gives no all-clear while Northflank is away, and keeps what it knew', async () => {
    const before = read();
    northflank.faults.down = true;

    await followUpAt('10:15:00');

    expect(read()).toContain(
      'Cannot tell* since 10:15 whether this still holds: Northflank is not answering. What follows was read at 09:10.',
    );
    expect(read()).toContain('FAILED  *Shop prod / Orders DB*');
    expect(digest().text).not.toMatch(/15 of 15 fresh/);

    northflank.faults.down = false;
    await followUpAt('10:25:00');
    expect(read()).not.toContain('whether this still holds');
    expect(read().length).toBeGreaterThan(before.length - 200);
  });

  it('asks Northflank once for all channels, and not before five minutes have passed', async () => {
    const asked = northflank.requests().length;
    await followUpAt('09:12:00');
    expect(northflank.requests()).toHaveLength(asked);

    await followUpAt('09:20:00');
    expect(northflank.requests().length - asked).toBeLessThan(30);
  });

  it('goes on after a restart, and repeats nothing', async () => {
    clock = at('10:12:00');
    northflank.account.addBackup(CUSTOMERS, { type: 'snapshot' });
    await followUpAt('10:15:00');
    const { slack } = sandbox;
    await sandbox.bot.stop();

    await start(slack);
    await followUpAt('10:30:00');
    expect(replies()).toHaveLength(6);

    northflank.account.addBackup(CUSTOMERS, { type: 'snapshot', status: 'completed' });
    await followUpAt('10:40:00');
    expect(read()).toContain('fixed since 09:00: *Shop prod / Customers DB*');
    expect(replies()).toHaveLength(6);
  });

  it('is let go once a person deleted it', async () => {
    const posted = sandbox.slack.timeline(IDS.backups).length;
    const { workspace } = sandbox.slack;
    const message = findMessage(workspace, IDS.backups, digest().ts);
    if (message) deleteMessage(workspace, message);
    northflank.account.addBackup(CUSTOMERS, { type: 'snapshot' });

    await followUpAt('10:15:00');
    await followUpAt('10:25:00');

    expect(sandbox.slack.timeline(IDS.backups)).toHaveLength(posted - 1);
  });
});
