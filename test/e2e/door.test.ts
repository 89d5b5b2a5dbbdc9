import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IDS, messageOf, sees } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { isAnswer } from './is-answer.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backups-door-'));
  sandbox = await startSandbox({
    now: () => NOW,
    log: SILENT,
    environment: {
      VIEWERS: `${IDS.oncall},${IDS.viewer}`,
      DATABASE_URL: `sqlite:${join(folder, 'backups.db')}`,
    },
  });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How many messages the bot has shown so far. */
function shown(): number {
  return sandbox.slack.events().filter(sees.message).length;
}

describe('the door', () => {
  it.each([
    ['another workspace', { teamId: 'T0OTHER001' }],
    ['another enterprise', { teamId: '', enterpriseId: 'E0OTHER001' }],
    ['another app', { appId: 'A0OTHER001' }],
  ])('lets nothing in from %s', async (_, origin) => {
    const before = shown();

    await sandbox.slack.user(IDS.admin).command('/backups', 'help', { origin, until: sees.ack });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    expect(shown()).toBe(before);
  });

  it('does one thing once, however often Slack sends it', async () => {
    const before = shown();

    await sandbox.slack
      .user(IDS.viewer)
      .command('/backups', 'help', { copies: 4, until: isAnswer });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    expect(shown()).toBe(before + 1);
  });
});

describe('roles', () => {
  it('lets in a person by their usergroup', async () => {
    const answer = await sandbox.slack
      .user(IDS.operator)
      .command('/backups', 'destinations', { until: isAnswer });

    expect(messageOf(answer).text).toContain('backup destinations');
  });

  it('writes down that somebody was refused who may not even look', async () => {
    await sandbox.slack.user(IDS.guest).command('/backups', 'digest off', { until: sees.message });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    using database = new DatabaseSync(join(folder, 'backups.db'), { readOnly: true });
    const rows = database.prepare('select user_id, deed, state, rule from audit').all();
    expect(rows).toContainEqual({
      user_id: IDS.guest,
      deed: 'read',
      state: 'denied',
      rule: 'no list grants viewer',
    });
  });

  it('refuses a guest with their own id and without saying what exists', async () => {
    const guest = sandbox.slack.user(IDS.guest);
    const there = messageOf(
      await guest.command('/backups', 'show shop-prod/orders-db', { until: isAnswer }),
    );
    const notThere = messageOf(
      await guest.command('/backups', 'show shop-prod/nothing', { until: isAnswer }),
    );

    expect(there.text).toContain(IDS.guest);
    expect(there.text).toContain('viewer');
    expect(notThere.text).toBe(there.text);
  });
});
