import { signatureHeaders } from '../../../sandbox/slack/http-delivery.ts';
import { IDS } from '../../../sandbox/slack.ts';
import type { CaseContext, Result } from '../case.ts';
import { CANARY_NAMES } from './canaries.ts';
import { addDestinations, askEverything, assertUsed, stopWell } from './living.ts';
import { assertNowhere, jobsOf, outputOf, placesOf, storeOf } from './places.ts';
import type { Place } from './search.ts';
import { type Stage, setStage } from './stage.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A bot to which Slack comes by HTTP, and others who only say that they are Slack. */
export async function byHttp(context: CaseContext): Promise<Result> {
  const stage = await setStage(context);
  const { canaries, slack } = stage;
  const bot = stage.start({ environment: { SLACK_APP_TOKEN: '' } });
  await bot.logged('started');
  const port = bot.lines().find(({ event }) => event === 'started')?.['port'];
  const url = `http://127.0.0.1:${String(port)}/slack/events`;
  slack.useHttp({ url, signingSecret: canaries['Slack signing secret'] });
  await askEverything(stage, ['status', 'destinations', 'digest']);
  await addDestinations(stage);
  const answers = await standAtTheDoor(stage, url);
  assertUsed(stage, 'northflankToken', 'typedKeys', 'keptKeys');
  const places = [...(await placesOf(bot)), ...(await storeOf(stage.databaseUrl))];
  await stopWell(bot);
  places.push(
    ...outputOf(bot),
    ...(await storeOf(stage.databaseUrl)),
    ...(await jobsOf(stage)),
    ...stage.sent(),
    ...answers,
  );
  return { outcome: 'held', figure: assertNowhere(stage, places) };
}

/** Sends requests that hold every secret, signed in every wrong way and in the right one. */
async function standAtTheDoor({ canaries, give }: Stage, url: string): Promise<Place[]> {
  const all = CANARY_NAMES.map((name) => canaries[name]).join(' ');
  const signingSecret = canaries['Slack signing secret'];
  const command = new URLSearchParams({
    command: '/backups',
    text: 'help',
    user_id: IDS.admin,
    team_id: IDS.otherTeam,
    api_app_id: IDS.app,
    trigger_id: all,
    response_url: `https://hooks.slack.com/${all}`,
  }).toString();
  const old = new Date(Date.now() - 3_600_000);
  const now = () => new Date();
  const requests: { body: string; headers: Record<string, string> }[] = [
    { body: command, headers: {} },
    { body: command, headers: signatureHeaders(command, { signingSecret: 'wrong', now }) },
    { body: command, headers: signatureHeaders(command, { signingSecret, now: () => old }) },
    {
      body: command,
      headers: { 'x-slack-signature': signingSecret, authorization: all },
    },
    { body: command, headers: signatureHeaders(command, { signingSecret, now }) },
    { body: `payload=${all}`, headers: signatureHeaders(`payload=${all}`, { signingSecret, now }) },
    { body: all, headers: signatureHeaders(all, { signingSecret, now }) },
  ];
  const places: Place[] = [];
  for (const { body, headers } of requests) {
    give(body);
    const answer = await fetch(url, { method: 'POST', headers: { ...FORM, ...headers }, body });
    const text = await answer.text();
    places.push({
      name: 'answers by HTTP',
      text: `${JSON.stringify([...answer.headers])} ${text}`,
    });
  }
  return places;
}
