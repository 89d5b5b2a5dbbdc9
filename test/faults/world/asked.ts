import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDS, type SlackEvent, sees } from '../../../sandbox/slack.ts';
import type { CaseContext } from '../case.ts';
import { type BotProcess, startBotProcess } from './bot.ts';
import { createClock, type FaultClock } from './clock.ts';
import { temporaryFolder } from './databases.ts';
import { type Interfere, PASS } from './gate.ts';
import { type HttpDeed, startHttpGate } from './http-gate.ts';
import { type FaultySlack, startFaultySlack } from './slack.ts';
import { type SmallAccount, startSmallAccount } from './small-account.ts';

/** Longest wait for anything that a person is to see. */
const LIMIT_MS = 25_000;

/** What else is to go wrong, or to be slow. */
export interface AskedOptions {
  /** What all live by; the machine's clock when absent. */
  clock?: FaultClock | undefined;
  interfere?: Interfere<HttpDeed> | undefined;
  /** How long Northflank takes for each answer. */
  northflankMs?: number | undefined;
  /** What goes wrong on the way to it. */
  interfereNorthflank?: Interfere<HttpDeed> | undefined;
  databaseUrl?: string | undefined;
}

/** A bot and a person before it. */
export interface Asked {
  bot: BotProcess;
  slack: FaultySlack;
  account: SmallAccount;
  /** Types a command as an admin, without waiting for anything; gives the number of the event before. */
  type: (text: string) => number;
  /** Resolves with the first thing after that number that an admin is shown and that holds such words. */
  shown: (since: number, words: RegExp, withinMs?: number) => Promise<SlackEvent>;
  /** Asks for help and resolves with how many milliseconds the answer took. */
  help: (withinMs?: number) => Promise<number>;
  /** Starts another bot for the same workspace. */
  startBot: (databaseUrl: string) => Promise<BotProcess>;
}

/** What `/backups help` begins with. */
export const HELP = /\/backups show/;

/** Starts a bot and waits until it has started. */
export async function startAsked(context: CaseContext, options: AskedOptions = {}): Promise<Asked> {
  const { clock = createClock(), northflankMs = 0 } = options;
  const { interfere = () => PASS, interfereNorthflank = () => PASS } = options;
  const account = await startSmallAccount(context, clock.now);
  const northflank = await startHttpGate(context, {
    upstream: () => account.url,
    interfere: async (moment) => {
      if (moment.phase === 'request') await sleep(northflankMs);
      return interfereNorthflank(moment);
    },
  });
  const slack = await startFaultySlack(context, { clock, interfere });
  const startBot = async (databaseUrl: string): Promise<BotProcess> => {
    const urls = { slackApiUrl: slack.apiUrl, northflankUrl: northflank.url, databaseUrl };
    const bot = startBotProcess(context, { ...urls, clock });
    await bot.logged('started');
    return bot;
  };
  const bot = await startBot(
    options.databaseUrl ?? `sqlite:${temporaryFolder(context)}/backups.db`,
  );
  await bot.logged('slack_connected');

  function type(text: string): number {
    const since = slack.events().at(-1)?.seq ?? 0;
    // What comes of it is waited for by those who ask; that the first sight is late matters to nobody.
    slack
      .user(IDS.admin)
      .command('/backups', text, { until: sees.ack })
      .catch(() => undefined);
    return since;
  }
  const shown: Asked['shown'] = (since, words, withinMs = LIMIT_MS) =>
    slack.waitFor(
      (event) => isFor(event, IDS.admin) && words.test(wordsOf(event)),
      withinMs,
      since,
    );

  return {
    bot,
    slack,
    account,
    type,
    shown,
    startBot,
    help: async (withinMs) => {
      const from = performance.now();
      await shown(type('help'), HELP, withinMs);
      return performance.now() - from;
    },
  };
}

function isFor(event: SlackEvent, user: string): boolean {
  if (event.type === 'ephemeral' || event.type === 'modal') return event.user === user;
  return event.type === 'message' && event.message.author === IDS.bot;
}

/** All that can be read in what is shown. */
export function wordsOf(event: SlackEvent): string {
  if (event.type === 'message' || event.type === 'ephemeral') {
    return `${event.message.text} ${JSON.stringify(event.message.blocks)}`;
  }
  if (event.type === 'modal') return `${event.view?.title} ${JSON.stringify(event.view?.blocks)}`;
  return '';
}

/** What the bot has shown anybody since, other than in modals. */
export function answersSince({ slack }: Asked, since: number): string[] {
  return slack
    .events(since)
    .filter((event) => event.type === 'ephemeral' || isFor(event, ''))
    .filter((event) => 'change' in event && event.change === 'posted')
    .map(wordsOf);
}

/** The process lives, calls itself healthy, and has told nobody its tokens. */
export async function assertUnharmed(bot: BotProcess): Promise<void> {
  assert.equal(await bot.status('/healthz'), 200, 'the bot is not healthy');
  assert.doesNotMatch(bot.stderr, /fake-(bot|app|northflank)-token/, 'the log holds a token');
  const strays = bot.lines().filter(({ event }) => /unhandled|uncaught/.test(event));
  assert.deepEqual(strays, []);
}
