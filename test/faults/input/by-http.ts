import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { signatureHeaders } from '../../../sandbox/slack/http-delivery.ts';
import { IDS, sees } from '../../../sandbox/slack.ts';
import { BODY_LIMIT_BYTES } from '../../../src/slack/connection/http-receiver.ts';
import { ACTION, CALLBACK } from '../../../src/slack/ids.ts';
import { carry } from '../../../src/slack/views/digest-answers.ts';
import { mapConcurrently } from '../../../src/survey/concurrency.ts';
import { stateOf } from '../../fakes/destination-form.ts';
import { digestState } from '../../fakes/digest-form.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed, HELP, wordsOf } from '../world/asked.ts';
import { startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { temporaryFolder } from '../world/databases.ts';
import { PASS } from '../world/gate.ts';
import { type FaultySlack, startFaultySlack } from '../world/slack.ts';
import { startSmallAccount } from '../world/small-account.ts';
import { foreignText, jsonTextWith, spoilt } from './foreign.ts';

const SIGNING_SECRET = 'fake-signing-secret';
const FORM = 'application/x-www-form-urlencoded';
/** Bodies in the whole set, and in the short one. */
const BODIES = { all: 100_000, short: 200 };
/** Made at a time: a hundred thousand together would be gigabytes. */
const MADE_AT_ONCE = 2_000;
/** Sent at the same time, since what no listener knows is answered only after 3 s. */
const SENT_AT_ONCE = 100;
const ANSWER_MS = 10_000;

/** A request as Slack would send it, but for its signature. */
interface Request {
  type: string;
  body: string;
}

const ORIGIN = {
  team: { id: IDS.team },
  user: { id: IDS.admin, team_id: IDS.team },
  api_app_id: IDS.app,
  trigger_id: '1.2',
};

function viewOf(callbackId: string, state: object): object {
  const metadata = carry({ channelId: IDS.backups, version: 1 });
  const blocks: object[] = [];
  return {
    id: 'V1',
    type: 'modal',
    callback_id: callbackId,
    private_metadata: metadata,
    state,
    blocks,
  };
}

/** One of each kind of interaction. */
const INTERACTIONS: readonly object[] = [
  {
    type: 'block_actions',
    ...ORIGIN,
    container: { type: 'message', message_ts: '1.2', channel_id: IDS.backups },
    channel: { id: IDS.backups },
    actions: [
      { type: 'button', action_id: ACTION.runVerb, block_id: 'b', value: 'help', action_ts: '1' },
    ],
  },
  {
    type: 'block_suggestion',
    ...ORIGIN,
    action_id: ACTION.digestScope,
    block_id: 'scope',
    value: 'shop',
    view: viewOf(CALLBACK.digestSettings, { values: {} }),
  },
  { type: 'view_submission', ...ORIGIN, view: viewOf(CALLBACK.digestSettings, digestState()) },
  { type: 'view_submission', ...ORIGIN, view: viewOf(CALLBACK.addDestination, stateOf()) },
  { type: 'view_submission', ...ORIGIN, view: viewOf(CALLBACK.pickAddon, { values: {} }) },
];

/** One of each kind of event. */
const EVENTS: readonly object[] = ['app_home_opened', 'member_joined_channel'].map((type) => ({
  type: 'event_callback',
  team_id: IDS.team,
  api_app_id: IDS.app,
  event_id: 'Ev1',
  event: { type, user: IDS.admin, channel: IDS.backups, tab: 'home', event_ts: '1.2' },
}));

const COMMAND = {
  team_id: IDS.team,
  api_app_id: IDS.app,
  user_id: IDS.admin,
  channel_id: IDS.backups,
  command: '/backups',
  text: 'help',
  trigger_id: '1.2',
};

const spoiltOf = (sound: readonly object[]): fc.Arbitrary<string> =>
  fc
    .oneof(...sound.map((each) => spoilt(each, ...Object.keys(each))))
    .map((value) => JSON.stringify(value ?? {}));

/** JSON without a field, as it is and as an interaction. */
const bareValues: readonly Request[] = [
  'null',
  '[]',
  '[null]',
  '1',
  'true',
  '"text"',
  '{}',
].flatMap((body) => [
  { type: 'application/json', body },
  { type: FORM, body: formOf({ payload: body }) },
]);

/** Anything as a body: what Slack sends with parts gone or something else, and what is none of it. */
const requests: fc.Arbitrary<Request> = fc.oneof(
  spoiltOf(INTERACTIONS).map((payload) => ({ type: FORM, body: formOf({ payload }) })),
  spoiltOf(EVENTS).map((body) => ({ type: 'application/json', body })),
  spoilt(COMMAND, ...Object.keys(COMMAND)).map((value) => ({ type: FORM, body: formOf(value) })),
  fc
    .tuple(
      fc.constantFrom(FORM, 'application/json', 'text/plain'),
      fc.oneof(foreignText, jsonTextWith('type', 'team_id', 'event', 'payload')),
    )
    .map(([type, body]) => ({ type, body })),
);

function formOf(fields: unknown): string {
  const given = typeof fields === 'object' && fields !== null ? Object.entries(fields) : [];
  const form = new URLSearchParams();
  for (const [name, value] of given) {
    form.append(name, typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  }
  return form.toString();
}

/** Bodies of any kind at the door of a bot to which Slack comes by HTTP, all of them signed. */
export const httpCase: Case = {
  name: 'signed bodies of any kind by HTTP',
  required:
    'each up to 1 MB is answered within 10 s and none with 500, nothing is left uncaught, and what comes next is answered as ever',
  limitMs: 30 * 60_000,
  run: feedDoor,
};

async function feedDoor(context: CaseContext): Promise<Result> {
  const clock = createClock();
  const slack = await startFaultySlack(context, { clock, interfere: () => PASS });
  const account = await startSmallAccount(context, clock.now);
  const bot = startBotProcess(context, {
    slackApiUrl: slack.apiUrl,
    northflankUrl: account.url,
    databaseUrl: `sqlite:${temporaryFolder(context)}/backups.db`,
    environment: { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: SIGNING_SECRET },
  });
  await bot.logged('started');
  const port = bot.lines().find(({ event }) => event === 'started')?.['port'];
  const url = `http://127.0.0.1:${String(port)}/slack/events`;
  slack.useHttp({ url, signingSecret: SIGNING_SECRET });
  const statuses = new Map<string, number>();
  for (const given of batches(context)) {
    for (const status of await mapConcurrently(given, SENT_AT_ONCE, (each) => send(url, each))) {
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  }
  // It would be asked again for what it never understands, and something of ours may have thrown.
  assert.equal(statuses.get('with 500') ?? 0, 0, 'answers of 500');
  await helps(slack);
  await assertUnharmed(bot);
  const counts = [...statuses].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const figure = counts.map(([status, count]) => `${count} ${status}`).join(', ');
  return { outcome: 'held', figure };
}

function* batches({ all, seed }: CaseContext): Generator<readonly Request[]> {
  yield bareValues;
  const count = all ? BODIES.all : BODIES.short;
  for (let made = 0; made < count; made += MADE_AT_ONCE) {
    const numRuns = Math.min(MADE_AT_ONCE, count - made);
    yield fc.sample(requests, { numRuns, seed: seed + made });
  }
}

/**
 * @returns the status of the answer, or that a body over the limit was not read to its end.
 * @throws when there is no answer.
 */
async function send(url: string, { type, body }: Request): Promise<string> {
  const headers = signatureHeaders(body.toWellFormed(), {
    signingSecret: SIGNING_SECRET,
    now: () => new Date(),
  });
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': type, connection: 'close', ...headers },
      body,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await answer.text();
    return `with ${answer.status}`;
  } catch (error) {
    // The bot answers at its limit and closes: whoever is still writing may not get to read that.
    if (Buffer.byteLength(body) > BODY_LIMIT_BYTES) return 'cut off at the limit';
    throw error;
  }
}

async function helps(slack: FaultySlack): Promise<void> {
  const isHelp: typeof sees.ack = (event) => HELP.test(wordsOf(event));
  await slack.user(IDS.admin).command('/backups', 'help', { until: isHelp, within: ANSWER_MS });
}
