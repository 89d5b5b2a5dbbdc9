import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDS, sees } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { type Asked, answersSince, assertUnharmed, HELP, startAsked } from '../world/asked.ts';
import type { BotProcess } from '../world/bot.ts';
import { createDatabase, temporaryFolder, wherePostgresIs } from '../world/databases.ts';

/** Long enough for a second answer to show, if there were one. */
const QUIET_MS = 1_500;
/** What the log says of a copy that came and was not answered. */
const IGNORED = 'repeat_ignored';

function ignoredBy(bot: BotProcess): number {
  return bot.lines().filter(({ event }) => event === IGNORED).length;
}

async function assertOneAnswer(asked: Asked, since: number): Promise<void> {
  await asked.shown(since, HELP);
  await sleep(QUIET_MS);
  const answers = answersSince(asked, since).filter((words) => HELP.test(words));
  assert.equal(answers.length, 1, `${answers.length} answers to one command`);
  await assertUnharmed(asked.bot);
}

function typeCopies({ slack }: Asked, copies: number): { since: number; id: () => string } {
  const since = slack.events().at(-1)?.seq ?? 0;
  slack
    .user(IDS.admin)
    .command('/backups', 'help', { copies, until: sees.ack })
    .catch(() => undefined);
  return {
    since,
    id: () => {
      const sent = slack.events(since).find((event) => event.type === 'sent');
      assert.ok(sent?.type === 'sent');
      return sent.envelopeId;
    },
  };
}

async function repeatedAtOnce(context: CaseContext): Promise<Result> {
  const asked = await startAsked(context);
  const { since } = typeCopies(asked, 5);
  await assertOneAnswer(asked, since);
  assert.equal(ignoredBy(asked.bot), 4, 'copies that came and were ignored');
  return { outcome: 'held', figure: '1 answer to 5 copies' };
}

async function repeatedAfterRestart(context: CaseContext): Promise<Result> {
  const databaseUrl = `sqlite:${temporaryFolder(context)}/backups.db`;
  const asked = await startAsked(context, { databaseUrl });
  const { since, id } = typeCopies(asked, 1);
  await asked.shown(since, HELP);
  asked.slack.repeat(id());
  await asked.bot.logged(IGNORED);
  asked.bot.kill('SIGKILL');
  await asked.bot.exited;
  const again = await asked.startBot(databaseUrl);
  await again.logged('slack_connected');
  asked.slack.repeat(id());
  await again.logged(IGNORED);
  await assertOneAnswer({ ...asked, bot: again }, since);
  return { outcome: 'held', figure: '1 answer over a restart' };
}

async function joinedRepeatedly(context: CaseContext): Promise<Result> {
  const asked = await startAsked(context);
  const since = asked.slack.events().at(-1)?.seq ?? 0;
  await asked.slack.user(IDS.admin).invite(IDS.general, { copies: 4, within: 15_000 });
  await sleep(QUIET_MS);
  const greetings = answersSince(asked, since);
  assert.equal(greetings.length, 1, `${greetings.length} greetings`);
  await assertUnharmed(asked.bot);
  return { outcome: 'held', figure: '1 greeting for 4 events' };
}

async function stalled(context: CaseContext): Promise<Result> {
  const asked = await startAsked(context);
  asked.bot.kill('SIGSTOP');
  const since = asked.type('help');
  await asked.slack.waitFor(sees.notice, 10_000, since);
  asked.bot.kill('SIGCONT');
  const from = performance.now();
  await assertOneAnswer(asked, since);
  const took = performance.now() - from - QUIET_MS;
  return { outcome: 'held', figure: `answered ${inSeconds(took)} after it went on` };
}

async function formTooLate(context: CaseContext): Promise<Result> {
  const asked = await startAsked(context);
  asked.bot.kill('SIGSTOP');
  const since = asked.type('digest');
  await sleep(4_000);
  asked.bot.kill('SIGCONT');
  const from = performance.now();
  await asked.shown(since, /did not open .*Nothing was changed/);
  const took = performance.now() - from;
  await asked.help();
  await assertUnharmed(asked.bot);
  return { outcome: 'held', figure: `told ${inSeconds(took)} after it went on` };
}

async function twoBots(context: CaseContext): Promise<Result> {
  const databaseUrl = await createDatabase(context);
  const asked = await startAsked(context, { databaseUrl });
  const other = await asked.startBot(databaseUrl);
  await other.logged('slack_connected');
  const { since } = typeCopies(asked, 6);
  await assertOneAnswer(asked, since);
  await assertUnharmed(other);
  const ignored = [ignoredBy(asked.bot), ignoredBy(other)] as const;
  assert.equal(ignored[0] + ignored[1], 5, 'copies that came and were ignored');
  assert.ok(Math.min(...ignored) > 0, 'all copies came on one socket');
  return { outcome: 'held', figure: '1 answer to 6 copies on two sockets' };
}

const ONCE = 'answered exactly once';

/** Acts that come more than once, or that the bot comes to too late. */
export const ACTS: readonly Case[] = [
  { name: 'a command is delivered five times at once', required: ONCE, run: repeatedAtOnce },
  {
    name: 'a command is delivered again after its answer, and after a SIGKILL',
    required: ONCE,
    run: repeatedAfterRestart,
  },
  {
    name: 'an event is delivered four times',
    required: 'one greeting is posted',
    run: joinedRepeatedly,
  },
  {
    name: 'a command comes in six copies on the sockets of two bots',
    required: ONCE,
    run: wherePostgresIs(twoBots),
  },
  {
    name: 'the process stands still longer than Slack waits for an acknowledgement',
    required: 'the command is answered once, as soon as it goes on',
    run: stalled,
  },
  {
    name: 'a form is asked for, and the process stands still until Slack takes none any more',
    required: 'the person is told that it did not open',
    run: formTooLate,
  },
];
