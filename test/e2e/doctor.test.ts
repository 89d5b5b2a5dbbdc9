import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderText } from '../../sandbox/slack/render-text.ts';
import { IDS, messageOf, type ShownMessage, sees } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { patientDelay } from '../fakes/patient-delay.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { isAnswer } from './is-answer.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ now: () => NOW, log: SILENT });
});
afterEach(() => sandbox.close());

function read(shown: ShownMessage): string {
  return renderText(shown, { now: NOW, timeZone: 'UTC' });
}

async function ask(): Promise<ShownMessage> {
  const answer = await sandbox.slack
    .user(IDS.admin)
    .command('/backups', 'doctor', { until: sees.words('Check again'), within: 15_000 });
  return messageOf(answer);
}

describe('/backups doctor', () => {
  it('tells an admin alone that all is well', async () => {
    const answer = await ask();

    expect(answer.onlyFor).toBe(IDS.admin);
    const lines = read(answer).split('\n');
    expect(lines[0]).toBe('✔ All that can be checked is well');
    expect(lines.filter((line) => line.startsWith('✖'))).toEqual([]);
    expect(lines).toContain('✔ Bot: it runs, is connected to Slack and looks after digests.');
    expect(lines).toContain(`✔ Digest channel #${IDS.backups}: the bot is in #backups.`);
    expect(lines).toContain(`✔ Last digest #${IDS.backups}: none was due yet.`);
    expect(lines).toContain('✔ Northflank requests: 993 of 1000 are left until today 11:00.');
    expect(lines).toContain('✔ Clock: it agrees with Slack and Northflank within 30 s.');
  });

  it('names what is wrong meanwhile, and that it is mended when asked again in its place', async () => {
    const { slack, northflank } = sandbox;
    const members = slack.workspace.channels.get(IDS.backups)?.members;
    members?.delete(IDS.bot);
    if (northflank) northflank.faults.destinationsForbidden = true;
    const first = await ask();

    const [title, ...lines] = read(first).split('\n');
    expect(title).toBe('✖ 2 things are wrong');
    expect(lines.slice(0, 4)).toEqual([
      '✖ Northflank backup destinations: may not be read (status 403: “Missing permission: Account > BackupDestinations > General > Read”).',
      '→ Add the permission to the API role of the token; it is called Account > BackupDestinations > General > Read or alike.',
      `✖ Digest channel #${IDS.backups}: the bot is not in #backups, so no digest arrives.`,
      '→ Type /invite there and choose the bot.',
    ]);

    members?.add(IDS.bot);
    if (northflank) northflank.faults.destinationsForbidden = false;
    const again = await slack.user(IDS.admin).click(first, 'Check again', {
      until: sees.words('All that can be checked'),
      within: 15_000,
    });

    expect(messageOf(again).ts).toBe(first.ts);
  });

  it('refuses everybody else as usual, and asks nobody anything for them', async () => {
    const answer = await sandbox.slack
      .user(IDS.operator)
      .command('/backups', 'doctor', { until: isAnswer });

    expect(messageOf(answer).text).toMatch(
      /^This needs the role \*admin\*, which you do not have\./,
    );
    expect(sandbox.northflank?.requests()).toEqual([]);
  });

  it('looks at nothing for somebody who presses the button of an admin', async () => {
    const { slack, bot } = sandbox;
    const { team, appId } = slack.workspace;
    await slack.deliver('interactive', {
      type: 'block_actions',
      team: { id: team.id },
      user: { id: IDS.operator, team_id: team.id },
      api_app_id: appId,
      trigger_id: '1.1',
      container: { type: 'message', message_ts: '1.1' },
      actions: [{ type: 'button', action_id: 'doctor', action_ts: '1.1', value: 'again' }],
    });
    await bot.idle(AbortSignal.timeout(15_000));

    expect(sandbox.northflank?.requests()).toEqual([]);
  });

  it('is one look, however many ask at once', async () => {
    const { slack } = sandbox;
    const since = slack.events().at(-1)?.seq;
    await Promise.all([ask(), ask(), ask()]);

    const asked = slack.events(since).filter((event) => 'method' in event);
    expect(asked.filter(({ method }) => method === 'auth.test')).toHaveLength(1);
  });

  it('says which errors the log has', async () => {
    const { slack, bot } = sandbox;
    slack.faults.add('views.publish', { kind: 'http', status: 503 }, 2);
    await slack.user(IDS.viewer).openHome({ until: sees.ack });
    await bot.idle(AbortSignal.timeout(15_000));

    const [title, ...lines] = read(await ask()).split('\n');

    expect(title).toBe('✖ 1 thing is wrong');
    expect(lines[0]).toBe(
      '✖ Errors: of the last hour the log has act_failed (1) and home_failed (1).',
    );
  });

  it('names the damaged database in whose place the bot began anew', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    writeFileSync(path, 'a wreck '.repeat(200));
    await sandbox.close();
    sandbox = await startSandbox({
      now: () => NOW,
      log: SILENT,
      environment: { DATABASE_URL: `sqlite:${path}` },
    });

    const [title, ...lines] = read(await ask()).split('\n');

    expect(title).toBe('✖ 1 thing is wrong');
    expect(lines[0]).toContain('✖ Database: the bot began anew');
    expect(lines[0]).toContain('backups.db.damaged-2026-11-21T10-00-00-000Z');
    expect(await sandbox.bot.readiness()).toEqual([]);
  });

  it('names the channel whose last digest is damaged in the database', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    await sandbox.close();
    sandbox = await startSandbox({
      now: () => NOW,
      log: SILENT,
      delay: patientDelay,
      environment: { DATABASE_URL: `sqlite:${path}` },
    });
    await sandbox.bot.sendDigestsNow();
    using database = new DatabaseSync(path, { timeout: 5_000 });
    database.exec(`update deliveries set parts = '['`);

    const lines = read(await ask()).split('\n');

    expect(lines).toContain(
      `✖ Last digest #${IDS.backups}: what became of the last one is not known, and it is not kept up to date: its row of the table deliveries is damaged.`,
    );
    expect(lines).toContain('→ Type /backups digest now there to have a sound one.');
  });
});
