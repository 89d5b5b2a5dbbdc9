import assert from 'node:assert/strict';
import { type Answers, IDS, type SlackEvent, sees } from '../../../sandbox/slack.ts';
import type { BotProcess } from '../world/bot.ts';
import type { Stage } from './stage.ts';

/** What everybody asks for. */
const QUESTIONS: readonly string[] = [
  'help',
  'status',
  'show shop-prod/orders-db',
  'show no-such-db',
  'destinations',
  'destination archive',
  'digest',
  'digest preview',
  'digest now',
  'doctor',
  'nonsense',
];

/** Types every command and opens the Home tab, one after the other, and waits for what comes of it. */
export async function askEverything(
  stage: Stage,
  questions: readonly string[] = QUESTIONS,
): Promise<void> {
  const admin = stage.slack.user(IDS.admin);
  for (const text of questions) {
    // What is seen may be nothing, where Slack is in trouble.
    await admin
      .command('/backups', text, { until: sees.ack, within: 5_000 })
      .catch(() => undefined);
    await stage.quiet();
  }
  await admin.openHome({ within: 3_000 }).catch(() => undefined);
  await stage.slack
    .user(IDS.guest)
    .command('/backups', 'status')
    .catch(() => undefined);
  await stage.quiet();
}

/** The form as it is filled in; keys are typed, or named as an entry that is kept on the server. */
function answersOf({ canaries }: Stage, keys: 'typed' | 'kept', more: Answers = {}): Answers {
  const typed: Answers = {
    access_key: canaries['typed access key'],
    secret_key: canaries['typed secret key'],
  };
  return {
    name: `Archive of ${keys} keys`,
    bucket: 'shop-archive',
    region: 'us-west-2',
    endpoint: 's3.us-west-2.amazonaws.com',
    prefix: `${keys}/`,
    ...(keys === 'typed' ? typed : { key_entry: 'kept' }),
    ...more,
  };
}

async function send(stage: Stage, answers: Answers): Promise<void> {
  const admin = stage.slack.user(IDS.admin);
  const form = await openForm(stage);
  if (form === undefined) return;
  stage.give(JSON.stringify(answers));
  await admin.submit(form, answers, { until: sees.ack, within: 5_000 }).catch(() => undefined);
  await stage.quiet();
  await stage.quiet();
  for (const view of admin.modal) await admin.closeView(view, { all: true }).catch(() => undefined);
}

async function openForm(stage: Stage): Promise<SlackEvent | undefined> {
  const admin = stage.slack.user(IDS.admin);
  return await admin
    .command('/backups', 'add-destination', { until: sees.modal, within: 5_000 })
    .catch(() => undefined);
}

/** Sends the form with keys that are wrong at once, refused by Northflank, taken, and kept on the server. */
export async function addDestinations(stage: Stage): Promise<void> {
  const { canaries } = stage;
  const swapped = {
    access_key: canaries['typed secret key'],
    secret_key: canaries['typed access key'],
    prefix: 'a/b/',
  };
  // A key in every field that is not for one.
  const misplaced = {
    name: canaries['typed secret key'],
    bucket: canaries['typed secret key'],
    endpoint: `https://${canaries['typed access key']}:x@s3.example.com`,
  };
  await send(stage, answersOf(stage, 'typed', swapped));
  await send(stage, answersOf(stage, 'typed', { bucket: 'denied-bucket' }));
  await send(stage, answersOf(stage, 'typed'));
  await send(stage, answersOf(stage, 'typed', misplaced));
  await send(stage, answersOf(stage, 'kept', { bucket: 'denied-bucket' }));
  await send(stage, answersOf(stage, 'kept'));
}

/** Starts a bot and waits until it can be asked. */
export async function startWell(stage: Stage): Promise<BotProcess> {
  const bot = stage.start();
  await bot.logged('started');
  await bot.logged('slack_connected');
  return bot;
}

/** Ends a bot as an operator does. */
export async function stopWell(bot: BotProcess): Promise<void> {
  bot.kill('SIGTERM');
  await bot.exited;
}

/** The secrets have been where they belong: without that, finding none elsewhere would mean nothing. */
export function assertUsed({ used }: Stage, ...names: (keyof Stage['used'])[]): void {
  for (const name of names) assert.ok(used[name] > 0, `${name}: never used`);
}
