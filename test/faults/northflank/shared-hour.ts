import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeServer, listenLocally } from '../../../sandbox/local-server.ts';
import { countRequest, type RateWindow } from '../../../sandbox/northflank/rate-limit.ts';
import { LargeAccount } from '../../fakes/large-account.ts';
import type { CaseContext } from '../case.ts';
import { type BotProcess, startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { createDatabase } from '../world/databases.ts';
import { PASS } from '../world/gate.ts';
import { type FaultySlack, startFaultySlack } from '../world/slack.ts';

/** Requests that Northflank answers in an hour, whoever asks. */
export const BUDGET = 1_000;
/** What each bot may be ahead of what the others know. */
export const AHEAD_EACH = 10;

/** What came to Northflank. */
interface Seen {
  answered: number;
  refused: number;
  /** By the bot that asked, in the order in which they were started. */
  byBot: number[];
}

/** One Postgres, one workspace and one account of 400 addons, which bots share. */
export interface SharedHour {
  slack: FaultySlack;
  databaseUrl: string;
  seen: Seen;
  /**
   * Starts one more bot and resolves when it works; Slack chooses between all for each act.
   *
   * @param elsewhere another account than the shared one, whose requests are not counted.
   */
  startBot: (elsewhere?: string) => Promise<BotProcess>;
}

/** What the hour is like. */
export interface HourOptions {
  /** How long Northflank takes for each answer. */
  answerMs?: number;
  /** Requests that others have spent of it. */
  spent?: number;
}

/** Sets it up; no bot runs yet. */
export async function shareHour(
  context: CaseContext,
  options: HourOptions = {},
): Promise<SharedHour> {
  const clock = createClock();
  const { seen, openDoor } = startCounting(context, clock.now, options);
  const databaseUrl = await createDatabase(context);
  const slack = await startFaultySlack(context, { clock, interfere: () => PASS });
  return {
    slack,
    databaseUrl,
    seen,
    startBot: async (elsewhere) => {
      const northflankUrl = elsewhere ?? (await openDoor());
      const settings = { slackApiUrl: slack.apiUrl, northflankUrl, databaseUrl };
      const bot = startBotProcess(context, settings);
      await bot.logged('slack_connected');
      await bot.logged('started');
      return bot;
    },
  };
}

/** An account that counts the hour's requests over all its doors. */
function startCounting(
  { opened }: CaseContext,
  now: () => Date,
  { answerMs = 0, spent = 0 }: HourOptions,
) {
  const account = new LargeAccount(now);
  const seen: Seen = { answered: 0, refused: 0, byBot: [] };
  let window: RateWindow | null = { openedAt: now().getTime(), used: spent };
  async function answer(bot: number, request: IncomingMessage, response: ServerResponse) {
    const verdict = countRequest(window, now().getTime(), false);
    ({ window } = verdict);
    for (const [name, value] of Object.entries(verdict.headers)) response.setHeader(name, value);
    seen.byBot[bot] = (seen.byBot[bot] ?? 0) + 1;
    if (!verdict.allowed) {
      seen.refused += 1;
      response.writeHead(429, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    seen.answered += 1;
    await sleep(answerMs);
    const { headers, method = 'GET', url = '' } = request;
    const { pathname: path } = new URL(url, 'http://account');
    const query = new URLSearchParams();
    await account.handle({ method, url, path, query, headers, body: '' }, response);
  }
  return {
    seen,
    /** Opens a door for one more bot. */
    openDoor: async (): Promise<string> => {
      const bot = seen.byBot.push(0) - 1;
      const server = createServer((request, response) => {
        answer(bot, request, response).catch(() => response.destroy());
      });
      const port = await listenLocally(server, 0);
      opened.defer(() => closeServer(server));
      return `http://127.0.0.1:${port}`;
    },
  };
}

/** In words for people, not on the button that tries again. */
export const NOT_READ = /could not be read|nothing could be read|cannot tell|not known/i;
