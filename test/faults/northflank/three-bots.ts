import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDS, type SlackEvent, sees } from '../../../sandbox/slack.ts';
import type { CaseContext, Result } from '../case.ts';
import { assertUnharmed, wordsOf } from '../world/asked.ts';
import type { BotProcess } from '../world/bot.ts';
import type { FaultySlack } from '../world/slack.ts';
import { AHEAD_EACH, BUDGET, NOT_READ, type SharedHour, shareHour } from './shared-hour.ts';

/** Each asks at the same moment as the others, one of each bot. */
const PEOPLE = [IDS.admin, IDS.operator, IDS.viewer];
const FITTING = ['status project-5', 'show project-7-db-3'];
const TOO_MUCH = ['status', 'status project-6', 'show project-3-db-4', 'status'];
/** A question of a person takes 25 s at most, and its answer a little to arrive. */
const ANSWER_MS = 30_000;
/** Bots hear of each other every 5 s. */
const HEARD_MS = 6_000;

/** Asks and resolves with the last word, not with what is said while the work goes on. */
async function ask(slack: FaultySlack, user: string, text: string): Promise<string> {
  const isLast = (event: SlackEvent): boolean =>
    (sees.message(event) || sees.modal(event)) && !/Reading /.test(wordsOf(event));
  const person = slack.user(user);
  return wordsOf(await person.command('/backups', text, { until: isLast, within: ANSWER_MS }));
}

/** Three bots, each of which is asked for more than all of them may ask in this hour, and then a fourth. */
export async function threeBots(context: CaseContext): Promise<Result> {
  const hour = await shareHour(context);
  const { slack, seen } = hour;
  const bots: BotProcess[] = [];
  for (const _ of PEOPLE) bots.push(await hour.startBot());
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
  assert.equal(sent.at(-1), sent[FITTING.length], 'asked again after the hour was used up');
  const ahead = AHEAD_EACH * bots.length;
  assert.ok(seen.refused <= ahead, `${seen.refused} requests beyond the hour's`);
  assert.ok(
    seen.byBot.every((count) => count > 0),
    `one bot asked nothing: ${seen.byBot.join()}`,
  );
  for (const bot of bots) await assertUnharmed(bot);
  const figure = `${seen.answered} requests of ${BUDGET} and ${seen.refused} beyond (${seen.byBot.join(' + ')}), ${fitting.length} answers whole, then ${blind} of ${others.length} say what is missing`;
  await assertNewcomerKnows(hour, bots);
  return { outcome: 'held', figure };
}

/** A bot that comes when the hour is used up is told so by what the others left in the store. */
async function assertNewcomerKnows(hour: SharedHour, others: readonly BotProcess[]): Promise<void> {
  const { slack, seen, startBot } = hour;
  for (const bot of others) bot.kill('SIGTERM');
  await Promise.all(others.map(({ exited }) => exited));
  const before = seen.answered + seen.refused;
  const newcomer = await startBot();
  await sleep(HEARD_MS);
  assert.match(await ask(slack, IDS.admin, 'status'), NOT_READ);
  assert.equal(seen.answered + seen.refused, before, 'asked again after the hour was used up');
  await assertUnharmed(newcomer);
}

/** All was read: an all-clear needs the whole. */
function assertWhole(answer: string): void {
  const head = answer.slice(0, 400);
  assert.doesNotMatch(answer, NOT_READ, head);
  assert.match(answer, /(400 of 400|50 of 50) addons read|Backups of/, head);
}
