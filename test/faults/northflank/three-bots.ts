import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { closeServer, listenLocally } from '../../../sandbox/local-server.ts';
import { countRequest, type RateWindow } from '../../../sandbox/northflank/rate-limit.ts';
import { IDS, type SlackEvent, sees } from '../../../sandbox/slack.ts';
import { LargeAccount } from '../../fakes/large-account.ts';
import type { CaseContext, Result } from '../case.ts';
import { assertUnharmed, wordsOf } from '../world/asked.ts';
import { type BotProcess, startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { createDatabase } from '../world/databases.ts';
import { PASS } from '../world/gate.ts';
import { type FaultySlack, startFaultySlack } from '../world/slack.ts';

const BOTS = 3;
const BUDGET = 1_000;
/** What the bots together may be ahead of what each knows: ten calls each. */
const AHEAD = 10 * BOTS;
/** Each asks at the same moment as the others. */
const PEOPLE = [IDS.admin, IDS.operator, IDS.viewer];
const FITTING = ['status project-5', 'show project-7-db-3'];
const TOO_MUCH = ['status', 'status project-6', 'show project-3-db-4', 'status'];
/** A question of a person takes 25 s at most, and its answer a little to arrive. */
const ANSWER_MS = 30_000;

/** An account of 400 addons that answers a thousand requests an hour, at a door for each bot. */
async function startCounting(context: CaseContext, now: () => Date) {
  const account = new LargeAccount(now);
  const seen = { answered: 0, refused: 0, byBot: Array<number>(BOTS).fill(0) };
  let window: RateWindow | null = null;
  const handle = (bot: number) => (request: IncomingMessage, response: ServerResponse) => {
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
    const { headers, method = 'GET', url = '' } = request;
    const { pathname: path } = new URL(url, 'http://account');
    const query = new URLSearchParams();
    void account.handle({ method, url, path, query, headers, body: '' }, response);
  };
  const urls = Array.from({ length: BOTS }, (_, bot) => listen(context, createServer(handle(bot))));
  return { urls: await Promise.all(urls), seen };
}

async function listen({ opened }: CaseContext, server: Server): Promise<string> {
  const port = await listenLocally(server, 0);
  opened.defer(() => closeServer(server));
  return `http://127.0.0.1:${port}`;
}

/** Bots on one Postgres, between which Slack chooses for each act. */
async function startBots(context: CaseContext) {
  const clock = createClock();
  const { urls, seen } = await startCounting(context, clock.now);
  const databaseUrl = await createDatabase(context);
  const slack = await startFaultySlack(context, { clock, interfere: () => PASS });
  const bots: BotProcess[] = [];
  for (const northflankUrl of urls) {
    const bot = startBotProcess(context, { slackApiUrl: slack.apiUrl, northflankUrl, databaseUrl });
    await bot.logged('slack_connected');
    await bot.logged('started');
    bots.push(bot);
  }
  return { bots, slack, seen };
}

/** Asks and resolves with the last word, not with what is said while the work goes on. */
async function ask(slack: FaultySlack, user: string, text: string): Promise<string> {
  const isLast = (event: SlackEvent): boolean =>
    (sees.message(event) || sees.modal(event)) && !/Reading /.test(wordsOf(event));
  const person = slack.user(user);
  return wordsOf(await person.command('/backups', text, { until: isLast, within: ANSWER_MS }));
}

/** Three bots, each of which is asked for more than all of them may ask in this hour. */
export async function threeBots(context: CaseContext): Promise<Result> {
  const { bots, slack, seen } = await startBots(context);
  const sent: number[] = [];
  const askAll = async (questions: readonly string[]): Promise<string[]> => {
    const answers: string[] = [];
    for (const text of questions) {
      answers.push(...(await Promise.all(PEOPLE.map((user) => ask(slack, user, text)))));
      sent.push(seen.answered + seen.refused);
    }
    return answers;
  };
  const fitting = await askAll(FITTING);
  for (const answer of fitting) assertWhole(answer);
  const others = await askAll(TOO_MUCH);
  const blind = others.filter((answer) => NOT_READ.test(answer)).length;
  for (const answer of others) if (!NOT_READ.test(answer)) assertWhole(answer);
  assert.ok(blind > 0, `nobody was told that anything is missing after ${seen.answered} requests`);
  assert.ok(
    seen.answered >= BUDGET / 2,
    `only ${seen.answered} requests: the budget never mattered`,
  );
  assert.ok(seen.refused <= AHEAD, `${seen.refused} requests beyond the hour's`);
  assert.equal(sent.at(-1), sent[FITTING.length], 'asked again after the hour was used up');
  assert.ok(
    seen.byBot.every((count) => count > 0),
    `one bot asked nothing: ${seen.byBot.join()}`,
  );
  for (const bot of bots) await assertUnharmed(bot);
  return {
    outcome: 'held',
    figure: `${seen.answered} requests of ${BUDGET} and ${seen.refused} beyond (${seen.byBot.join(' + ')}), ${fitting.length} answers whole, then ${blind} of ${others.length} say what is missing`,
  };
}

/** In words for people, not on the button that tries again. */
const NOT_READ = /could not be read|nothing could be read|cannot tell|not known/i;

/** All was read: an all-clear needs the whole. */
function assertWhole(answer: string): void {
  const head = answer.slice(0, 400);
  assert.doesNotMatch(answer, NOT_READ, head);
  assert.match(answer, /(400 of 400|50 of 50) addons read|Backups of/, head);
}
