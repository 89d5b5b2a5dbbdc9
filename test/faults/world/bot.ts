import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDS } from '../../../sandbox/slack.ts';
import { type Child, startProcess } from '../../child-process.ts';
import { IMAGE_START } from '../../image.ts';
import type { Opened } from '../case.ts';
import type { FaultClock } from './clock.ts';

/** Tokens that the faulty Slack and Northflank take. */
export const TOKENS = {
  bot: 'xoxb-fake-bot-token',
  app: `xapp-1-${IDS.app}-fake-app-token`,
  northflank: 'fake-northflank-token',
} as const;

/** Whom the bot talks to, and how it is started. */
export interface BotSettings {
  /** As `SLACK_API_URL` takes it. */
  slackApiUrl: string;
  northflankUrl: string;
  databaseUrl: string;
  /** A clock that runs faster than real time takes the hurried bot; else it is `src/main.ts` as it is. */
  clock?: FaultClock | undefined;
  /** Variables beside or instead of those. */
  environment?: Readonly<Record<string, string>> | undefined;
  flags?: readonly string[] | undefined;
  /** Modules that Node loads before the bot. */
  preload?: readonly string[] | undefined;
}

/** One line of the bot's log. */
export interface LogLine {
  event: string;
  level: number;
  [field: string]: unknown;
}

/** The bot as its own process. */
export interface BotProcess extends Child {
  /** When it was started, by the machine's clock in milliseconds. */
  startedAt: number;
  /** Resolves when its log has this event. Rejects when it ends without. */
  logged: (event: string) => Promise<void>;
  /** What it has logged so far. */
  lines: () => LogLine[];
  /** The status that `/healthz`, `/readyz` or another path is answered with, once it has started. */
  status: (path: string) => Promise<number>;
  /** What `/readyz` answers. */
  readiness: () => Promise<Readiness>;
}

/** Whether the bot is to be sent work, and what is against it. */
export interface Readiness {
  status: number;
  problems: readonly string[];
}

/** Where processes share what Node compiled, by its options: without it each start costs twice the time. */
const COMPILED = join(tmpdir(), 'backups-bot-faults-compiled');

/** What Node is given before the file that it runs. */
const OPTIONS = [...IMAGE_START.args.slice(0, -1), '--disable-warning=ExperimentalWarning'];

/** Starts a bot as its image does; it is killed with the case if it has not ended by then. */
export function startBotProcess({ opened }: Opened, settings: BotSettings): BotProcess {
  const { clock, preload = [], flags = [] } = settings;
  const isHurried = clock !== undefined && clock.speed !== 1;
  const entry = isHurried ? 'test/faults/world/hurried-bot.ts' : (IMAGE_START.args.at(-1) ?? '');
  const imports = preload.map((path) => `--import=${path}`);
  const child = startProcess(process.execPath, [...OPTIONS, ...imports, entry, ...flags], {
    env: {
      ...IMAGE_START.environment,
      SLACK_BOT_TOKEN: TOKENS.bot,
      SLACK_APP_TOKEN: TOKENS.app,
      SLACK_API_URL: settings.slackApiUrl,
      NORTHFLANK_API_TOKEN: TOKENS.northflank,
      NORTHFLANK_API_URL: settings.northflankUrl,
      DATABASE_URL: settings.databaseUrl,
      ADMINS: IDS.admin,
      OPERATORS: IDS.operator,
      PORT: '0',
      NODE_COMPILE_CACHE: COMPILED,
      ...(isHurried && clock.environment),
      ...settings.environment,
    },
  });
  const startedAt = Date.now();
  opened.defer(async () => {
    child.kill('SIGKILL');
    await child.exited;
  });
  const lines = () => linesOf(child.stderr);
  const get = (path: string): Promise<Response> => {
    const port = lines().find(({ event }) => event === 'started')?.['port'];
    const signal = AbortSignal.timeout(15_000);
    return fetch(`http://127.0.0.1:${String(port)}${path}`, { signal });
  };
  return Object.assign(child, {
    startedAt,
    logged: (event: string) => child.wrote('stderr', `"event":"${event}"`),
    lines,
    status: async (path: string) => (await get(path)).status,
    readiness: async () => {
      const answer = await get('/readyz');
      const { problems } = (await answer.json()) as Pick<Readiness, 'problems'>;
      return { status: answer.status, problems };
    },
  });
}

function linesOf(stderr: string): LogLine[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);
}
