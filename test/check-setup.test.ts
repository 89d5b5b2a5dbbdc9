import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxNorthflank, startNorthflank } from '../sandbox/northflank.ts';
import { IDS, messageOf, type SandboxSlack, sees, startSlack } from '../sandbox/slack.ts';
import { readManifestFile } from '../sandbox/surroundings.ts';
import { checkSetup } from '../src/check-setup.ts';
import { readEnvironment } from '../src/config.ts';
import { type Child, killChildren, startNode } from './child-process.ts';
import { SILENT } from './fakes/log.ts';

const APP_TOKEN = `xapp-1-${IDS.app}-fake`;

/** A process takes its time to start on a busy machine. */
const START_MS = 90_000;

let slack: SandboxSlack;
let northflank: SandboxNorthflank;
let folder: string;

beforeAll(async () => {
  const now = (): Date => new Date();
  const manifest = readManifestFile();
  slack = await startSlack({ now, botToken: 'xoxb-fake', appToken: APP_TOKEN, manifest });
  northflank = await startNorthflank({ token: 'nf-fake', now });
  folder = mkdtempSync(join(tmpdir(), 'backups-check-'));
});
afterEach(killChildren);
afterAll(async () => {
  await slack.close();
  await northflank.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the bot's process as production does. */
function start(flags: readonly string[], environment: Record<string, string> = {}): Child {
  return startNode(['src/main.ts', ...flags], {
    env: {
      SLACK_BOT_TOKEN: 'xoxb-fake',
      SLACK_APP_TOKEN: APP_TOKEN,
      SLACK_API_URL: slack.apiUrl,
      NORTHFLANK_API_TOKEN: 'nf-fake',
      NORTHFLANK_API_URL: northflank.url,
      DATABASE_URL: `sqlite:${join(folder, 'backups.db')}`,
      ADMINS: IDS.admin,
      OPERATORS: IDS.oncall,
      DIGEST_CHANNEL: IDS.backups,
      PORT: '0',
      ...environment,
    },
  });
}

/** Checks, and gives the exit code with all that was written. */
async function check(environment: Record<string, string> = {}) {
  const child = start(['--check'], environment);
  const code = await child.exited;
  return { code, lines: child.stdout.split('\n'), stderr: child.stderr };
}

describe('--check of a bot that is set up well', () => {
  it(
    'says so of each thing, beside a bot that runs on the same file, and ends with 0',
    async () => {
      const bot = start([]);
      await bot.wrote('stderr', '"event":"started"');

      const { code, lines, stderr } = await check();

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const unwell = lines.filter((line) => /^[✖◌]/.test(line));
      expect(unwell).toEqual([
        expect.stringMatching(
          /^◌ not known {2}Northflank, adding a destination: not checked without/,
        ),
      ]);
      expect(lines).toContainEqual(expect.stringMatching(/^✔ ok .* A bot is running on it, as it/));
      expect(lines.at(-2)).toMatch(
        /^All that was checked is well\. What could not be checked .*: 1 line/,
      );
      const answer = await slack.user(IDS.viewer).command('/backups', 'help', { within: START_MS });
      expect(sees.message(answer) && messageOf(answer).text).toContain('What you can ask');
    },
    START_MS,
  );
});

describe('--check of a bot whose every connection is wrong', () => {
  let found: Awaited<ReturnType<typeof check>>;

  beforeAll(async () => {
    found = await check({
      SLACK_BOT_TOKEN: 'xoxb-canary',
      SLACK_APP_TOKEN: 'xapp-canary',
      NORTHFLANK_API_TOKEN: 'nf-canary',
      DATABASE_URL: 'postgres://canary:canary@127.0.0.1:1/backups',
      DIGEST_CHANEL: 'canary',
      SCHEDULE_TIMEZONE: 'canary',
    });
  }, START_MS);

  it.each([
    ['an unknown variable', 'Environment: DIGEST_CHANEL: unknown, did you mean DIGEST_CHANNEL?'],
    ['a wrong value', 'Environment: SCHEDULE_TIMEZONE: expected an IANA zone'],
    [
      'a wrong bot token',
      'Slack bot token: Slack refused it (invalid_auth). Install the app again',
    ],
    ['a wrong app token', 'Slack app token: Slack refused it (invalid_auth). Make an app-level'],
    ['a wrong Northflank token', 'Northflank token: Northflank refused it. Make a token'],
    [
      'an unreachable database',
      'Database: Postgres at 127.0.0.1:1/backups cannot be used: nobody takes connections there.',
    ],
  ])('names %s', (_, words) => {
    expect(found.lines).toContainEqual(expect.stringContaining(`✖ wrong      ${words}`));
  });

  it.each(['Roles', 'Digest channels'])(
    'says of %s that they were not asked about with a token that is refused',
    (subject) => {
      expect(found.lines).toContain(
        `◌ not known  ${subject}: not asked, since Slack did not take the bot token.`,
      );
    },
  );

  it('calls nothing well that hangs on these, ends with 1, and prints no secret', () => {
    const well = found.lines.filter((line) => line.startsWith('✔'));

    expect(well).toEqual(['✔ ok         Clock: it agrees with Slack and Northflank within 30 s.']);
    expect(found.code).toBe(1);
    expect(found.lines.join('\n') + found.stderr).not.toContain('canary');
  });
});

describe('checkSetup', () => {
  const parts = { now: () => new Date(), log: SILENT };

  it('asks nothing on behalf of a variable that is wrong, and what hangs on it is not known', async () => {
    const before = slack.events().length;
    const found = await checkSetup(
      readEnvironment({
        SLACK_API_URL: slack.apiUrl,
        NORTHFLANK_API_URL: 'nowhere',
        NORTHFLANK_API_TOKEN: 'nf-fake',
        DATABASE_URL: 'mysql://canary',
      }),
      parts,
    );

    const notKnown = found.filter(({ health }) => health === 'not-known');
    expect(notKnown.map(({ subject, fact }) => `${subject}: ${fact}`)).toEqual([
      'Slack bot token: not checked: SLACK_BOT_TOKEN has to be right first.',
      'Slack app token: not checked: SLACK_APP_TOKEN and SLACK_SIGNING_SECRET have to be right first.',
      'Roles: not checked: SLACK_BOT_TOKEN has to be right first.',
      'Northflank: not checked: NORTHFLANK_API_URL has to be right first.',
      'Database: not checked: DATABASE_URL has to be right first.',
      'Digest channels: not checked: SLACK_BOT_TOKEN has to be right first.',
      'Clock: neither Slack nor Northflank told the time.',
    ]);
    expect(found.filter(({ health }) => health === 'ok')).toEqual([]);
    expect(slack.events()).toHaveLength(before);
  });

  it('names a damaged database that was set aside', async () => {
    const path = join(folder, 'begun-anew.db');
    writeFileSync(`${path}.damaged-2026-11-21T06-00-00-000Z`, 'a wreck');

    const found = await checkSetup(readEnvironment({ DATABASE_URL: `sqlite:${path}` }), parts);

    const database = found.filter(({ subject }) => subject === 'Database');
    expect(database).toMatchObject([
      { health: 'ok' },
      { health: 'wrong', fact: expect.stringContaining('begun-anew.db.damaged-2026') },
    ]);
  });

  it('names a file of keys that cannot be read', async () => {
    const found = await checkSetup(
      readEnvironment({ DESTINATION_KEYS: join(folder, 'missing.json'), DATABASE_URL: 'x' }),
      parts,
    );

    expect(found).toContainEqual(
      expect.objectContaining({
        health: 'wrong',
        fact: 'DESTINATION_KEYS: the file cannot be read.',
      }),
    );
  });
});

describe('--check of a bot that lacks rights', () => {
  let found: Awaited<ReturnType<typeof check>>;

  beforeAll(async () => {
    const { workspace } = slack;
    const full = workspace.manifest;
    const scopes = new Set([...(full.scopes ?? [])].filter((scope) => scope !== 'commands'));
    workspace.manifest = { ...full, scopes };
    northflank.faults.destinationsForbidden = true;
    found = await check({
      DIGEST_CHANNEL: IDS.general,
      ADMINS: 'U0STRANGER,S0STRANGER',
      DATABASE_URL: `sqlite:${join(folder, 'other', 'backups.db')}`,
    });
    workspace.manifest = full;
    northflank.faults.destinationsForbidden = false;
  }, START_MS);

  it.each([
    ['a missing scope', 'Slack scopes: missing: commands (to take /backups). Bring the app’s'],
    [
      'a missing permission',
      'Northflank backup destinations: may not be read (status 403: “Missing permission: Account > BackupDestinations > General > Read”). Add the permission',
    ],
    [
      'a channel that the bot is not in',
      `Digest channel ${IDS.general}: the bot is not in #general, so no digest arrives. Type /invite`,
    ],
    ['a person whom nobody knows', 'Roles: U0STRANGER in ADMINS is nobody whom Slack knows.'],
    ['a usergroup that there is not', 'Roles: S0STRANGER in ADMINS is no usergroup that'],
  ])('names %s', (_, words) => {
    expect(found.lines).toContainEqual(expect.stringContaining(`✖ wrong      ${words}`));
  });

  it('calls well what is, and ends with 1', () => {
    expect(found.lines).toContainEqual(expect.stringMatching(/^✔ ok +Northflank backups: can be/));
    expect(found.code).toBe(1);
  });
});
