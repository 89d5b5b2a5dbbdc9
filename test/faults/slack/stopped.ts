import assert from 'node:assert/strict';
import { IDS } from '../../../sandbox/slack.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { SILENT } from '../../fakes/log.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import type { BotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { createDatabase, wherePostgresIs } from '../world/databases.ts';
import { type DueDigest, setDue } from '../world/due-digest.ts';
import { CUT, type Deed, type Moment, PASS } from '../world/gate.ts';
import { startPostgresGate } from '../world/postgres-gate.ts';
import { wishOf } from '../world/wishes.ts';

const SPEED = 20;
const OWNER = IDS.operator;

/** What ends a digest for good, and the moment at which the bot dies. */
interface Stop {
  name: string;
  required: string;
  change: 'delete' | 'removeBot';
  /** The reason that is kept and told. */
  why: RegExp;
  dies: (moment: Moment) => boolean;
  /** Messages that the owner may have of it. */
  atMost: number;
  onPostgres?: boolean;
}

async function run(context: CaseContext, stop: Stop): Promise<Result> {
  const clock = createClock(SPEED);
  const databaseUrl = stop.onPostgres ? await createDatabase(context, clock) : undefined;
  const first: { bot?: BotProcess; isDead?: boolean } = {};
  const strike = (moment: Moment): Deed => {
    if (first.isDead || !stop.dies(moment)) return PASS;
    first.isDead = true;
    first.bot?.kill('SIGKILL');
    return CUT;
  };
  const due = await setDue(context, { clock, databaseUrl, ownerId: OWNER, interfere: strike });
  due.slack.user(IDS.admin).changeChannel(IDS.backups, { kind: stop.change });
  const gate = databaseUrl && (await startPostgresGate(context, databaseUrl, strike));
  first.bot = due.start(gate === undefined ? {} : { databaseUrl: gate });
  await first.bot.exited;
  assert.equal(first.isDead, true, `it ended by itself: ${first.bot.stderr.slice(-500)}`);

  const second = due.start();
  await second.logged('started');
  await due.settled();
  await assertUnharmed(second);
  second.kill('SIGTERM');
  await second.exited;
  assert.match((await reasonIn(due)) ?? 'not stopped', stop.why);
  const letters = lettersIn(due);
  assert.match(letters[0] ?? 'no letter', /I stopped posting the backup digest/);
  assert.ok(letters.length <= stop.atMost, `told ${letters.length} times`);
  return { outcome: 'held', figure: `messages to the owner: ${letters.length}` };
}

function lettersIn({ slack }: DueDigest): string[] {
  const letters = slack.timeline(slack.user(OWNER).directMessages);
  return letters.filter(({ author }) => author === IDS.bot).map(({ text }) => text);
}

async function reasonIn({ databaseUrl, clock }: DueDigest): Promise<string | undefined> {
  const storage = await openStorage(databaseUrl, { now: clock.now, log: SILENT });
  const wish = await storage.subscriptions.get(wishOf(IDS.backups));
  await storage.close();
  return wish?.stoppedReason;
}

/** The bot's word to the owner, and not one to the channel. */
function isLetter({ call, body }: Moment): boolean {
  return call === 'chat.postMessage' && body.includes(OWNER);
}

const STOPS: readonly Stop[] = [
  {
    name: 'the bot is removed, and SIGKILL before the word to the owner arrives',
    required: 'stopped after the restart, the owner told exactly once',
    change: 'removeBot',
    why: /not in the channel/,
    dies: (moment) => moment.phase === 'request' && isLetter(moment),
    atMost: 1,
  },
  {
    name: 'the channel is deleted, and SIGKILL once the word to the owner has arrived',
    required: 'stopped after the restart, the owner told once more at most, rather than never',
    change: 'delete',
    why: /does not find the channel/,
    dies: (moment) => moment.phase === 'done' && isLetter(moment),
    atMost: 2,
  },
  {
    name: 'the channel is deleted, and SIGKILL once the stop is written down',
    required: 'stopped after the restart, the owner told exactly once',
    change: 'delete',
    why: /does not find the channel/,
    dies: ({ call, phase }) => phase === 'done' && call === 'update subscriptions',
    atMost: 1,
    onPostgres: true,
  },
];

/** A digest that only a person can mend ends, and one person hears of it. */
export const STOPPED: readonly Case[] = STOPS.map((stop) => {
  const play = (context: CaseContext) => run(context, stop);
  return {
    name: `digest: ${stop.name}`,
    required: stop.required,
    run: stop.onPostgres ? wherePostgresIs(play) : play,
  };
});
