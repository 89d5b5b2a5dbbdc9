import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDS, messageOf, sees } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { SILENT } from '../fakes/log.ts';
import { patientDelay } from '../fakes/patient-delay.ts';

const EARLY = new Date('2026-11-21T08:30:00Z');
const NINE = new Date('2026-11-21T09:00:05Z');

let folder: string;
let clock: Date;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digest-test-'));
  clock = EARLY;
  await start();
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(
  slack?: Sandbox['slack'],
  environment: Record<string, string> = {},
): Promise<void> {
  sandbox = await startSandbox({
    now: () => clock,
    log: SILENT,
    delay: patientDelay,
    slack,
    environment: { DATABASE_URL: databaseUrl(), ...environment },
  });
}

function databaseUrl(): string {
  return `sqlite:${join(folder, 'backups.db')}`;
}

/** Lets the bot look at what is due, at a moment. */
async function tickAt(moment: Date): Promise<void> {
  clock = moment;
  await sandbox.bot.lookAtDigests();
}

/** Messages of the digest's channel, without the replies in threads. */
function messages() {
  return sandbox.slack.timeline(IDS.backups).filter(({ threadTs }) => threadTs === undefined);
}

describe('the daily digest', () => {
  it('comes at its hour and not before, once', async () => {
    await tickAt(new Date('2026-11-21T08:59:55Z'));
    expect(messages()).toEqual([]);

    await tickAt(NINE);
    await tickAt(new Date('2026-11-21T09:00:20Z'));
    await tickAt(new Date('2026-11-21T15:00:00Z'));

    expect(messages()).toHaveLength(1);
    expect(messages()[0]?.text).toMatch(/^Backups on Sat 21 Nov: .*failed/);
  });

  it('says first what could not be read, then what failed, with when the last good one was', async () => {
    if (sandbox.northflank) sandbox.northflank.faults.refusingDestinations = ['cold-storage'];
    await tickAt(NINE);

    const shown = JSON.stringify(messages()[0]?.blocks);
    expect(shown.indexOf('could not be read')).toBeGreaterThan(-1);
    expect(shown.indexOf('could not be read')).toBeLessThan(shown.indexOf('FAILED'));
    expect(shown).toContain('Orders DB');
    expect(shown).toContain('failed 3 times in a row');
    expect(shown).toMatch(/last good 3 d \d+ h ago/);
  });

  it('leads to the backups of an addon', async () => {
    await tickAt(NINE);
    const digest = messages()[0];
    if (digest === undefined) throw new Error('no digest');

    const shown = await sandbox.slack
      .user(IDS.viewer)
      .click(digest, { label: 'Show', index: 0 }, { until: sees.words('Backups of') });

    expect(messageOf(shown).onlyFor).toBe(IDS.viewer);
    expect(messages()).toHaveLength(1);
  });

  it('explains each bad addon in the thread', async () => {
    await tickAt(NINE);

    const [digest] = messages();
    const replies = sandbox.slack
      .timeline(IDS.backups)
      .filter(({ threadTs }) => threadTs === digest?.ts);
    expect(replies.length).toBeGreaterThanOrEqual(4);
    expect(replies.map(({ text }) => text).join('\n')).toContain('shop-prod/orders-db');
  });

  it('never gives an all-clear while Northflank is away', async () => {
    if (sandbox.northflank) sandbox.northflank.faults.down = true;

    await tickAt(NINE);

    expect(messages()[0]?.text).toMatch(/no addon could be read/);
    expect(JSON.stringify(messages())).not.toMatch(/all fresh|✔ Backups/);
  });

  it('asks nothing of a Northflank that wanted a pause before a restart', async () => {
    const { slack } = sandbox;
    await sandbox.bot.stop();
    const former = await openStorage(databaseUrl(), { now: () => clock, log: SILENT });
    const spent = { person: 0, digest: 0, background: 0 };
    await former.budgetReports.exchange('former', { spent, pausedForMs: 3_600_000 });
    await former.close();
    await start(slack);

    await tickAt(NINE);

    expect(messages()[0]?.text).toMatch(/no addon could be read/);
  });

  it('comes also when a restart with another hour fell on its own', async () => {
    const { slack } = sandbox;
    await sandbox.bot.stop();
    clock = NINE;
    await start(slack, { DIGEST_TIME: '18:00' });

    await tickAt(NINE);
    expect(messages()).toHaveLength(1);
    await tickAt(new Date('2026-11-21T18:00:05Z'));
    expect(messages()).toHaveLength(1);

    await tickAt(new Date('2026-11-22T18:00:05Z'));
    expect(messages()).toHaveLength(2);
  });

  it('is not repeated by a restart', async () => {
    await tickAt(NINE);
    const { slack } = sandbox;
    await sandbox.bot.stop();
    await start(slack);
    await tickAt(new Date('2026-11-21T10:00:00Z'));

    expect(messages()).toHaveLength(1);
  });

  it('is not lost by a restart: the one that was missed comes late and says when it was due', async () => {
    const { slack } = sandbox;
    await sandbox.bot.stop();
    clock = new Date('2026-11-21T11:30:00Z');
    await start(slack);
    await tickAt(new Date('2026-11-21T11:30:05Z'));

    expect(messages()).toHaveLength(1);
    expect(JSON.stringify(messages()[0])).toMatch(/due/);
  });
});
