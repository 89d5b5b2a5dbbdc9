import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxNorthflank } from '../../sandbox/northflank.ts';
import { renderText } from '../../sandbox/slack/render-text.ts';
import { IDS, messageOf, type SlackEvent, sees, viewOf } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { patientDelay } from '../fakes/patient-delay.ts';
import { isAnswer } from './is-answer.ts';

const REPORTS = { projectId: 'analytics', addonId: 'reports-db' };
const ORDERS = { projectId: 'shop-prod', addonId: 'orders-db' };

let clock: Date;
let sandbox: Sandbox;
let northflank: SandboxNorthflank;

beforeEach(async () => {
  clock = new Date('2026-11-21T08:30:00Z');
  sandbox = await startSandbox({ now: () => clock, log: SILENT, delay: patientDelay });
  if (sandbox.northflank === undefined) throw new Error('no account');
  northflank = sandbox.northflank;
  await digestAt('21T09:00:05');
});
afterEach(() => sandbox.close());

function setClock(moment: string): void {
  clock = new Date(`2026-11-${moment}Z`);
}

/** Lets the bot look at what is due, at a day and time. */
async function digestAt(moment: string): Promise<void> {
  setClock(moment);
  await sandbox.bot.lookAtDigests();
}

/** Lets the bot look whether its digest is still true. */
async function followUpAt(moment: string): Promise<void> {
  setClock(moment);
  await sandbox.bot.followUpDigests();
}

function messages(inThread: boolean) {
  return sandbox.slack
    .timeline(IDS.backups)
    .filter(({ threadTs }) => (threadTs !== undefined) === inThread);
}

/** What stands in the thread of the newest digest about an addon, beside its details. */
function repliesAbout(address: string): string[] {
  const { ts } = digest();
  return messages(true)
    .filter(({ threadTs, text }) => threadTs === ts && text.includes(address))
    .map(({ text }) => text);
}

/** The newest digest. */
function digest() {
  const message = messages(false).at(-1);
  if (message === undefined) throw new Error('no digest');
  return message;
}

/** What a person in UTC reads of it. */
function read(): string {
  return renderText(digest(), { now: clock, timeZone: 'UTC' });
}

/** Picks an entry of the menu of an addon's row and gives what the person is told. */
async function pick(addon: string, label: string, user: string = IDS.operator) {
  const row = digest()
    .blocks.map((block) => JSON.stringify(block))
    .find((block) => block.includes(`"digest snooze ${addon}"`));
  const [menu = ''] = /addon_menu:\d+/.exec(row ?? '') ?? [];
  const until = isAnswer;
  const told = await sandbox.slack.user(user).overflow(digest(), menu, label, { until });
  const answer = messageOf(told);
  expect(answer.onlyFor).toBe(user);
  return { answer, text: renderText(answer, { now: clock, timeZone: 'UTC' }) };
}

const shows =
  (words: string) =>
  (event: SlackEvent): boolean =>
    sees.modal(event) && JSON.stringify(viewOf(event).blocks).includes(words);

describe('what is snoozed from the digest', () => {
  it('is named in one line while it lasts, and is a row again when it gets worse', async () => {
    expect(read()).toContain('ODD  Analytics / Reports DB');

    const { text } = await pick('analytics/reports-db', 'Snooze 7 days');
    expect(text).toContain(
      '✔ analytics/reports-db (odd) is snoozed until the digest of Nov 28, 2026 09:00.',
    );
    await followUpAt('21T09:10:05');
    const line = 'Snoozed: Analytics / Reports DB (odd, until Nov 28, 2026 09:00 by omar)';
    expect(read()).toMatch(/^🔴 .* 1 snoozed, .* fresh\n/);
    expect(read()).not.toContain('ODD  Analytics / Reports DB');
    expect(read()).toContain(line);

    await digestAt('22T09:00:05');
    expect(messages(false)).toHaveLength(2);
    expect(read()).toContain(line);
    expect(repliesAbout('analytics/reports-db')).toEqual([]);

    setClock('22T10:12:00');
    northflank.account.addBackup(REPORTS, { type: 'dump' });
    await followUpAt('22T10:15:00');
    await followUpAt('22T10:25:00');
    expect(read()).toContain('FAILED  Analytics / Reports DB · was snoozed as odd');
    expect(read()).not.toContain('Snoozed:');
    expect(repliesAbout('analytics/reports-db')).toEqual([
      expect.stringMatching(/^New since .*: analytics\/reports-db failed, /),
    ]);
  });

  it('ends by itself once all is well, and is told as fixed', async () => {
    await pick('shop-prod/orders-db', 'Snooze 7 days');
    await followUpAt('21T09:10:05');
    setClock('21T10:12:00');
    northflank.account.addBackup(ORDERS, { status: 'completed', minutes: 12 });

    await followUpAt('21T10:15:00');
    expect(read()).toContain('fixed since 09:00: Shop prod / Orders DB good again at 10:12');
    expect(read()).not.toContain('Snoozed:');

    northflank.account.addBackup(ORDERS);
    await followUpAt('21T10:25:00');
    expect(read()).toContain('FAILED  Shop prod / Orders DB');
  });

  it('is woken by the button below the answer, and then calls nobody', async () => {
    const { answer } = await pick('shop-prod/orders-db', 'Snooze until the next digest');
    await followUpAt('21T09:10:05');
    expect(read()).not.toContain('FAILED  Shop prod / Orders DB');
    const replies = messages(true).length;

    const woken = await sandbox.slack
      .user(IDS.operator)
      .click(answer, 'Wake', { until: sees.words('is awake') });
    expect(messageOf(woken).onlyFor).toBe(IDS.operator);
    await followUpAt('21T09:20:05');

    expect(read()).toContain('FAILED  Shop prod / Orders DB');
    expect(read()).not.toContain('Snoozed:');
    expect(messages(true)).toHaveLength(replies);
  });

  it('is shown in the settings, and woken there', async () => {
    await pick('shop-prod/orders-db', 'Snooze 7 days');
    const operator = sandbox.slack.user(IDS.operator);
    const form = await operator.command('/backups', 'digest', { until: shows('is snoozed') });
    expect(renderText(form, { now: clock, timeZone: 'UTC' })).toContain(
      '☾ shop-prod/orders-db (failed) is snoozed until Nov 28, 2026 09:00',
    );

    const woken = await operator.click(form, 'Wake', { until: shows('is awake') });

    expect(renderText(woken, { now: clock, timeZone: 'UTC' })).not.toContain('☾');
  });

  it('comes back with the next digest where it was snoozed until then', async () => {
    await pick('analytics/reports-db', 'Snooze until the next digest');
    await followUpAt('21T09:10:05');

    await digestAt('22T09:00:05');

    expect(read()).toContain('ODD  Analytics / Reports DB');
    expect(read()).not.toContain('Snoozed:');
  });

  it('is snoozed by nobody who may not', async () => {
    const { text } = await pick('shop-prod/orders-db', 'Snooze 7 days', IDS.viewer);

    expect(text).toContain('This needs the role operator');
    await followUpAt('21T09:10:05');
    expect(read()).toContain('FAILED  Shop prod / Orders DB');
  });
});
