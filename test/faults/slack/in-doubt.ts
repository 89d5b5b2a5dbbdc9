import assert from 'node:assert/strict';
import { IDS } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { assertUnharmed } from '../world/asked.ts';
import type { BotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { assertNoneTakenBack, type DueDigest, setDue } from '../world/due-digest.ts';
import { CUT, type Interfere, type Moment, PASS } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { leftIn } from '../world/slack.ts';
import { REPLIES } from '../world/small-account.ts';
import { judge } from '../world/verdict.ts';
import { limiting } from './answers.ts';

const MINUTE_MS = 60_000;
const HISTORY = 'conversations.history';

/** What becomes of the first post, so that the bot has to look for it. */
interface Doubt {
  name: string;
  /** The bot dies with its post, and is started again after so long. */
  diesForMs?: number;
  /** Slack takes it at once, or so long after the bot lost sight of it, or then; never when absent. */
  taken?: 'at once' | 'at the first look' | number;
  /** Messages that others write then. */
  others?: number;
  /** The history is read once a minute at most. */
  oncePerMinute?: boolean;
  historyLagMs?: number;
  /** A second copy was there for a while. */
  isTakenBack?: boolean;
  /** Of the clock; a slow one leaves room for a busy machine. */
  speed: number;
  long?: boolean;
}

async function run(context: CaseContext, doubt: Doubt): Promise<Result> {
  const { taken, diesForMs, others = 0 } = doubt;
  const clock = createClock(doubt.speed);
  const firstLook = Promise.withResolvers<void>();
  const world: { due?: DueDigest; bot?: BotProcess; lostAt?: number } = {};
  const lose = ({ phase }: Moment): HttpDeed => {
    if (phase !== (taken === 'at once' ? 'done' : 'request')) return PASS;
    world.lostAt = clock.now().getTime();
    if (diesForMs !== undefined) world.bot?.kill('SIGKILL');
    const person = world.due?.slack.user(IDS.admin);
    for (let n = 0; n < others; n += 1) person?.say(`message ${n}`);
    if (taken === undefined || taken === 'at once') return CUT;
    const after = () => (typeof taken === 'number' ? clock.wait(taken) : firstLook.promise);
    return { do: 'late', after };
  };
  const limit = limitHistory(() => clock.now().getTime());
  const due = await setDue(context, {
    clock,
    historyLagMs: doubt.historyLagMs,
    interfere: (moment) => {
      if (moment.call === 'chat.postMessage' && world.lostAt === undefined) return lose(moment);
      if (moment.call === HISTORY && moment.phase === 'answered') firstLook.resolve();
      return doubt.oncePerMinute ? limit(moment) : PASS;
    },
  });
  world.due = due;
  world.bot = due.start();
  if (diesForMs !== undefined) {
    await world.bot.exited;
    await clock.wait(diesForMs, context.signal);
    world.bot = due.start();
  }
  const deliveries = await due.settled();
  const took = clock.now().getTime() - (world.lostAt ?? Number.NaN);
  assert.deepEqual(judge(due.channels, leftIn(due.slack), deliveries, REPLIES).problems, []);
  if (doubt.isTakenBack) assert.equal(copiesTakenBack(due), 1, 'copies that were taken back');
  else assertNoneTakenBack(due);
  await assertUnharmed(world.bot);
  return { outcome: 'held', figure: `all there ${inSeconds(took)} of its clock after that` };
}

/** Slack's limit for apps that others distribute. */
function limitHistory(now: () => number): Interfere<HttpDeed> {
  let free = 0;
  return ({ call, phase }) => {
    if (call !== HISTORY || phase !== 'request') return PASS;
    const waitMs = free - now();
    if (waitMs > 0) return limiting(String(Math.ceil(waitMs / 1000)));
    free = now() + MINUTE_MS;
    return PASS;
  };
}

function copiesTakenBack({ slack }: DueDigest): number {
  return slack.events().filter((event) => event.type === 'message' && event.change === 'deleted')
    .length;
}

const DOUBTS: readonly Doubt[] = [
  {
    name: 'its post never arrives, since the bot is killed, and 80 messages of others come after it',
    diesForMs: 0,
    others: 80,
    speed: 20,
  },
  {
    name: 'its post never arrives, 20 messages of others come after it, and history is given once a minute',
    diesForMs: 0,
    others: 20,
    oncePerMinute: true,
    speed: 60,
    long: true,
  },
  {
    name: 'the answer to its post is lost, and history shows it after 12 s',
    taken: 'at once',
    historyLagMs: 12_000,
    speed: 4,
  },
  {
    name: 'the bot is killed, and Slack takes its post only after the next bot has looked once, and shows it 5 s later',
    diesForMs: 16_000,
    taken: 'at the first look',
    historyLagMs: 5_000,
    speed: 5,
    long: true,
  },
  {
    name: 'Slack takes its post 30 s after the answer was lost',
    taken: 30_000,
    isTakenBack: true,
    speed: 20,
  },
];

/** It is not known whether the digest is there, and finding out takes its time. */
export const IN_DOUBT: readonly Case[] = DOUBTS.map((doubt) => ({
  name: `digest: ${doubt.name}`,
  required: doubt.isTakenBack
    ? 'the digest and each reply is there exactly once in the end'
    : 'the digest and each reply is there exactly once, and was so at all times',
  long: doubt.long ?? false,
  run: (context) => run(context, doubt),
}));
