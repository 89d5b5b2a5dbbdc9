import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeServer, listenLocally } from '../../../sandbox/local-server.ts';
import { IDS } from '../../../sandbox/slack.ts';
import type { CaseContext } from '../case.ts';
import { type BotProcess, type BotSettings, startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { createDatabase, temporaryFolder } from '../world/databases.ts';
import { type Interfere, PASS } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { startFaultyNorthflank } from '../world/northflank.ts';
import { type FaultySlack, startFaultySlack } from '../world/slack.ts';
import { type Canaries, type CanaryName, createCanaries } from './canaries.ts';
import { findCanaries, type Place } from './search.ts';

/** The one request that may hold a destination's keys. */
const ADDING = 'POST /v1/backup-destinations';
/** So long nothing comes any more, and what was begun is taken for done. */
const QUIET_MS = 400;
const QUIET_LIMIT_MS = 3_000;

/** What is different from a bot on SQLite to which nothing happens. */
export interface StageOptions {
  store?: 'sqlite' | 'postgres';
  /** Status with which the watching service answers; 0 cuts the connection. */
  heartbeatStatus?: number;
}

/** What is done to the bot's calls at the moment; nothing where absent. */
interface Deeds {
  northflank?: Interfere<HttpDeed> | undefined;
  slack?: Interfere<HttpDeed> | undefined;
}

/** A bot with secrets, and everything around it. */
export interface Stage {
  /** Every secret that there is. */
  canaries: Canaries;
  /** Those that the bot was given: another one could not get out of it. */
  given: ReadonlySet<CanaryName>;
  /** Takes down which of them are in something that the bot is given. */
  give: (text: string) => void;
  /** May be changed while the bot runs. */
  deeds: Deeds;
  slack: FaultySlack;
  databaseUrl: string;
  /** What a bot here is started with. */
  settings: BotSettings;
  /** Starts a bot with {@link Stage.settings} and these, and waits for nothing. */
  start: (settings?: Partial<BotSettings>) => BotProcess;
  /** Resolves when nothing has come from the bot for a while. */
  quiet: () => Promise<void>;
  /** All that was sent to Slack and seen there, and sent to Northflank. */
  sent: () => Place[];
  /** How often each secret was used as it should be. */
  used: { northflankToken: number; typedKeys: number; keptKeys: number; heartbeats: number };
}

/** Sets the stage; no bot runs yet. */
export async function setStage(context: CaseContext, options: StageOptions = {}): Promise<Stage> {
  const canaries = createCanaries(context.seed);
  const given = new Set<CanaryName>();
  const give = (text: string): void => {
    for (const { canary } of findCanaries(canaries, [{ name: 'given', text }])) given.add(canary);
  };
  const deeds: Deeds = {};
  const clock = createClock();
  const toSlack: string[] = [];
  const toNorthflank: string[] = [];
  const used = { northflankToken: 0, typedKeys: 0, keptKeys: 0, heartbeats: 0 };
  let lastAt = 0;
  const slack = await startFaultySlack(context, {
    clock,
    workspace: { botToken: canaries['Slack bot token'], appToken: canaries['Slack app token'] },
    interfere: (moment) => {
      lastAt = performance.now();
      if (moment.phase === 'request') toSlack.push(`${moment.call} ${moment.body}`);
      return deeds.slack?.(moment) ?? PASS;
    },
  });
  const northflank = await startFaultyNorthflank(context, {
    clock,
    account: { token: canaries['Northflank API token'] },
    interfere: (moment) => {
      const { call, body } = moment;
      lastAt = performance.now();
      if (moment.phase === 'request') {
        used.northflankToken += 1;
        if (body.includes(escaped(canaries['typed secret key']))) used.typedKeys += 1;
        if (body.includes(canaries['kept secret key'])) used.keptKeys += 1;
        toNorthflank.push(call === ADDING ? call : `${call} ${body}`);
      }
      return deeds.northflank?.(moment) ?? PASS;
    },
  });
  const folder = temporaryFolder(context);
  const store = await createStore(context, options.store ?? 'sqlite', folder, canaries);
  const settings: BotSettings = {
    slackApiUrl: slack.apiUrl,
    northflankUrl: northflank.url,
    databaseUrl: store,
    environment: {
      SLACK_BOT_TOKEN: canaries['Slack bot token'],
      SLACK_APP_TOKEN: canaries['Slack app token'],
      SLACK_SIGNING_SECRET: canaries['Slack signing secret'],
      NORTHFLANK_API_TOKEN: canaries['Northflank API token'],
      HEARTBEAT_URL: await startWatcher(context, canaries, used, options.heartbeatStatus ?? 200),
      DESTINATION_KEYS: keep(folder, canaries),
      DIGEST_CHANNEL: IDS.backups,
      LOG_LEVEL: 'debug',
    },
  };
  return {
    canaries,
    given,
    give,
    deeds,
    slack,
    databaseUrl: store,
    settings,
    used,
    start: (more = {}) => {
      const environment = { ...settings.environment, ...more.environment };
      const all = { ...settings, ...more, environment };
      give([JSON.stringify(all), ...filesIn(environment)].join('\n'));
      return startBotProcess(context, all);
    },
    quiet: async () => {
      const until = performance.now() + QUIET_LIMIT_MS;
      lastAt = performance.now();
      while (performance.now() < until && performance.now() - lastAt < QUIET_MS) await sleep(50);
    },
    sent: () => [
      { name: 'calls to Slack', text: toSlack.join('\n') },
      { name: 'what is seen in Slack', text: seenIn(slack) },
      { name: 'calls to Northflank', text: toNorthflank.join('\n') },
    ],
  };
}

async function createStore(
  context: CaseContext,
  store: 'sqlite' | 'postgres',
  folder: string,
  canaries: Canaries,
): Promise<string> {
  if (store === 'sqlite') return `sqlite:${join(folder, 'backups.db')}`;
  const url = new URL(await createDatabase(context));
  // Nobody asks for one here, so that any will do.
  url.password = encodeURIComponent(canaries['password in DATABASE_URL']);
  return url.href;
}

/** What stands in the files that variables name. */
function filesIn(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment)
    .filter(([name, path]) => /^DESTINATION_KEYS$|_FILE$/.test(name) && existsSync(path))
    .map(([, path]) => readFileSync(path, 'utf8'));
}

function keep(folder: string, canaries: Canaries): string {
  const path = join(folder, 'keys.json');
  const kept = {
    accessKey: canaries['kept access key'],
    secretKey: canaries['kept secret key'],
  };
  writeFileSync(path, JSON.stringify({ kept }), { mode: 0o600 });
  return path;
}

/** The service that is told that the bot lives; its address is a secret. */
async function startWatcher(
  { opened }: CaseContext,
  canaries: Canaries,
  used: Stage['used'],
  status: number,
): Promise<string> {
  const path = `/ping/${canaries['key in HEARTBEAT_URL']}`;
  const server = createServer((request, response) => {
    if (request.url === path) used.heartbeats += 1;
    if (status === 0) response.destroy();
    else response.writeHead(status, { location: `${path}?again` }).end(`No ${path} here.`);
  });
  const port = await listenLocally(server, 0);
  opened.defer(() => closeServer(server));
  return `http://127.0.0.1:${port}${path}`;
}

/** All that came of the bot; what people sent it and what they typed into forms is theirs. */
function seenIn(slack: FaultySlack): string {
  const seen = slack.events().filter(({ type }) => type !== 'sent');
  return JSON.stringify(seen, (name, value: unknown) => (name === 'values' ? undefined : value));
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
