import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import type { BotProcess, BotSettings } from '../world/bot.ts';
import { assertNoneTakenBack, type DueDigest, setDue } from '../world/due-digest.ts';
import type { Interfere } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { createJumpingClock, type JumpingClock } from '../world/jumping-clock.ts';

const MINUTE_MS = 60_000;
/** How long it is watched, by the bot's clock, that nothing more comes. */
const QUIET_MS = 60_000;

/** What is done to a day, and which digests must come of it. */
export interface Day {
  name: string;
  /** When it begins. */
  at: string;
  /** When the digest is wanted, in which zone, and since when: 09:00 in UTC, an hour ago. */
  time?: string;
  timeZone?: string;
  madeAt?: string;
  interfere?: (day: Lived) => Interfere<HttpDeed>;
  does: (day: Lived) => Promise<void> | void;
  /** Local dates and what became of them, the oldest first. */
  dates: Readonly<Record<string, 'sent' | 'missed' | 'late'>>;
  long?: boolean;
}

/** A day with a bot in it. */
export interface Lived {
  clock: JumpingClock;
  /** Sets the clock; whatever a bot took to start is over then. */
  jumpTo: (at: string) => void;
  bot: () => BotProcess;
  /** Starts a bot where none runs; resolves when it has looked what is due. */
  start: (settings?: Partial<BotSettings>) => Promise<void>;
  /** Resolves when so many digests are written down and have nothing left to do. */
  settled: DueDigest['settled'];
}

/** The case of a day. */
export function living(day: Day): Case {
  const wanted = Object.entries(day.dates).map(([date, state]) => `${date} ${state}`);
  return {
    name: day.name,
    required: `one digest for each local date, a late one says so: ${wanted.join(', ')}`,
    long: day.long ?? false,
    run: (context) => run(context, day),
  };
}

async function run(context: CaseContext, day: Day): Promise<Result> {
  const { at, time = '09:00', timeZone = 'UTC', madeAt, interfere, does, dates } = day;
  const clock = createJumpingClock(context, new Date(at), 20);
  let process: BotProcess | undefined;
  const bot = (): BotProcess => {
    assert.ok(process !== undefined, 'no bot was started');
    return process;
  };
  const lived: Lived = {
    clock,
    jumpTo: (moment) => clock.jump(new Date(moment).getTime() - clock.now().getTime()),
    bot,
    start: async (settings) => {
      process = due.start(settings);
      await process.logged('started');
    },
    settled: (count) => due.settled(count),
  };
  const due = await setDue(context, {
    clock,
    time,
    timeZone,
    interfere: interfere?.(lived),
    madeAt: new Date(madeAt ?? new Date(at).getTime() - 60 * MINUTE_MS),
    bot: { preload: clock.preload, environment: clock.environment },
  });
  await does(lived);
  const wanted = Object.entries(dates);
  await due.settled(wanted.length);
  await clock.wait(QUIET_MS, context.signal);
  const deliveries = await due.settled(wanted.length);
  const is = deliveries.map(({ date, state }) => [date, state]);
  assert.deepEqual(
    is,
    wanted.map(([date, state]) => [date, state === 'late' ? 'sent' : state]),
  );
  assertPosted(
    due,
    wanted.map(([, state]) => state),
  );
  assertNoneTakenBack(due);
  await assertUnharmed(bot());
  return { outcome: 'held', figure: `${due.posted().length} messages, ${wanted.length} dates` };
}

function assertPosted(due: DueDigest, states: readonly string[]): void {
  const mains = due.posted().filter(({ threadTs }) => threadTs === undefined);
  const posted = states.filter((state) => state !== 'missed');
  const words = mains.map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`);
  assert.equal(mains.length, posted.length, `${mains.length} digests are in the channel`);
  const replies = due.posted().filter(({ threadTs }) => threadTs !== undefined);
  const different = new Set(replies.map(({ threadTs, text }) => `${threadTs} ${text}`));
  assert.equal(different.size, replies.length, 'a reply is there twice');
  for (const [index, state] of posted.entries()) {
    const says = /\bdue\b/i.test(words[index] ?? '');
    assert.equal(says, state === 'late', `whether it says when it was due: ${words[index]}`);
  }
}
