import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseContext, Result } from '../case.ts';
import { temporaryFolder } from '../world/databases.ts';
import type { Canaries } from './canaries.ts';
import { assertNowhere, outputOf } from './places.ts';
import type { Place } from './search.ts';
import { setStage } from './stage.ts';

type Variables = Readonly<Record<string, string>>;

/** Environments with which no bot can start, each with secrets in the wrong place or in a wrong form. */
function mistakes(canaries: Canaries, folder: string): readonly Variables[] {
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const bot = canaries['Slack bot token'];
  const password = canaries['password in DATABASE_URL'];
  const key = canaries['kept secret key'];
  return [
    { SLACK_BOT_TOKEN: canaries['Slack app token'], SLACK_APP_TOKEN: bot },
    { SLACK_BOT_TOKEN: '', SLACK_API_URL: `slack:${bot}` },
    {
      NORTHFLANK_API_TOKEN: '',
      NORTHFLANK_API_URL: `not a url ${canaries['Northflank API token']}`,
    },
    { DATABASE_URL: `mysql://bot:${password}@127.0.0.1/backups` },
    { DATABASE_URL: `postgres://bot:${password}@127.0.0.1:9/backups` },
    { DATABASE_URL: `postgres://bot:${password}@[nowhere:99999/backups` },
    { DATABASE_URL: `postgres://bot:${encodeURIComponent(password)}@127.0.0.1:9/backups` },
    { DATABASE_URL: `postgres://bot:${encodeURIComponent(password)}@no-such-host.invalid/backups` },
    { HEARTBEAT_URL: `http://example.com/${canaries['key in HEARTBEAT_URL']}` },
    { HEARTBEAT_URL: `hc-ping.com/${canaries['key in HEARTBEAT_URL']}` },
    {
      DESTINATION_KEYS: file(
        'broken.json',
        `{"kept": {"accessKey": "${canaries['kept access key']}", ${key}`,
      ),
    },
    {
      DESTINATION_KEYS: file('odd.json', JSON.stringify({ [key]: { accessKey: 7, secret: key } })),
    },
    { DESTINATION_KEYS: file('swapped.json', JSON.stringify({ kept: key })) },
    { SLACK_BOT_TOKEN_FILE: file('token', bot), SLACK_BOT_TOKEN: bot },
    {
      NORTHFLANK_API_TOKEN_FILE: `/nowhere/${canaries['Northflank API token']}`,
      NORTHFLANK_API_TOKEN: '',
    },
    {
      NORTHFLANK_TEAM_ID: canaries['Northflank API token'],
      PORT: canaries['Slack signing secret'],
    },
    { ADMINS: bot, LOG_LEVEL: bot, DIGEST_TIME: bot, SCHEDULE_TIMEZONE: bot, DIGEST_CHANNEL: bot },
    {
      [`SLACK_${canaries['Slack signing secret']}`]: 'x',
      NORTHFLANK_TOKEN: canaries['Northflank API token'],
    },
  ];
}

/** Also a check ends within half a minute. */
const EACH_MS = 40_000;
/** At once: more would only wait for the processor. */
const AT_ONCE = 3;

/** Starts a bot, and its check, with each of them. */
export async function refusedStarts(context: CaseContext): Promise<Result> {
  const stage = await setStage(context);
  const all = mistakes(stage.canaries, temporaryFolder(context)).flatMap((environment, index) =>
    [[], ['--check']].map((flags) => ({ environment, flags, index })),
  );
  const places: Place[] = [];
  const queue = [...all];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      context.signal.throwIfAborted();
      const { environment, flags, index } = next;
      const bot = stage.start({ environment, flags });
      const late = sleep(EACH_MS, 'not at all', { ref: false });
      const code = await Promise.race([bot.exited, late]);
      assert.notEqual(
        code,
        'not at all',
        `environment ${index} ${flags.join()} has not ended after ${EACH_MS / 1000} s: ${bot.stderr.slice(-500)}`,
      );
      if (flags.length === 0) assert.equal(code, 1, `environment ${index} ended with ${code}`);
      const named = outputOf(bot).map(({ name, text }) => ({
        name: `${name} ${index} ${flags.join()}`,
        text,
      }));
      // Names of variables are told, and one that is itself a secret is nobody's to hide.
      places.push(
        ...named.map((place) => ({ ...place, text: withoutNames(place.text, environment) })),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { outcome: 'held', figure: `${all.length} starts, ${assertNowhere(stage, places)}` };
}

function withoutNames(text: string, environment: Variables): string {
  return Object.keys(environment).reduce((rest, name) => rest.replaceAll(name, 'NAME'), text);
}
