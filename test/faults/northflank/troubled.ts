import { IDS, sees } from '../../../sandbox/slack.ts';
import { isAnswer } from '../../e2e/is-answer.ts';
import type { CaseContext } from '../case.ts';
import { wordsOf } from '../world/asked.ts';
import { type BotProcess, startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { temporaryFolder } from '../world/databases.ts';
import { type Interfere, PASS } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { type FaultyNorthflank, startFaultyNorthflank } from '../world/northflank.ts';
import { type FaultySlack, startFaultySlack } from '../world/slack.ts';
import { within } from '../world/within.ts';

/** The addon that is asked for: all is well with it, so any word of trouble is the fault's. */
export const ADDON = 'shop-prod/customers-db';

/** A question of a person takes 25 s at most, and its answer a little to arrive. */
const ANSWER_LIMIT_MS = 28_000;
const START_LIMIT_MS = 30_000;

/** A bot between a whole Slack and a Northflank that is about to be in trouble, and a person before it. */
export interface Troubled {
  bot: BotProcess;
  slack: FaultySlack;
  northflank: FaultyNorthflank;
  /** Requests that reached Northflank's door, each with the moment, by the machine's clock. */
  requests: readonly { call: string; at: number }[];
  /** Types a command as an admin and resolves with all that is shown, and how long that took. */
  ask: (text: string) => Promise<{ shown: string; ms: number }>;
}

/** What the bot is told that is not so, or more than it needs. */
export interface Misled {
  /** Where to look for Northflank, instead of at its door. */
  northflankUrl?: (door: string) => string | Promise<string>;
  /** Variables of its environment. */
  environment?: Readonly<Record<string, string>>;
}

/**
 * Starts everything.
 *
 * @param interfere is asked at each phase of each request to Northflank.
 */
export async function startTroubled(
  context: CaseContext,
  interfere: Interfere<HttpDeed>,
  { northflankUrl = (door) => door, environment }: Misled = {},
): Promise<Troubled> {
  const { opened } = context;
  const clock = createClock();
  const requests: { call: string; at: number }[] = [];
  const slack = await startFaultySlack(context, { clock, interfere: () => PASS });
  const northflank = await startFaultyNorthflank(context, {
    clock,
    interfere: (moment) => {
      if (moment.phase === 'headers') requests.push({ call: moment.call, at: Date.now() });
      return interfere(moment);
    },
  });
  const bot = startBotProcess(
    { opened },
    {
      slackApiUrl: slack.apiUrl,
      northflankUrl: await northflankUrl(northflank.url),
      databaseUrl: `sqlite:${temporaryFolder(context)}/backups.db`,
      environment,
    },
  );
  await within(START_LIMIT_MS, bot.logged('started'));

  return {
    bot,
    slack,
    northflank,
    requests,
    ask: async (text) => {
      const from = performance.now();
      const before = slack.events().length;
      const answered = slack.waitFor(isAnswer, ANSWER_LIMIT_MS);
      await slack.user(IDS.admin).command('/backups', text, { until: sees.ack });
      const answer = await answered;
      const all = [...slack.events().slice(before).filter(isAnswer), answer];
      return { shown: all.map(wordsOf).join('\n'), ms: performance.now() - from };
    },
  };
}
