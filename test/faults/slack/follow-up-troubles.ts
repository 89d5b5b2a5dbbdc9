import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { createClock } from '../world/clock.ts';
import { type DueDigest, setDue } from '../world/due-digest.ts';
import { PASS, type Phase } from '../world/gate.ts';
import { answering, type HttpDeed } from '../world/http-gate.ts';
import { blocksIn, limiting, refusing } from './answers.ts';

/** What Slack does wrong while a digest is brought up to date. */
interface FollowUpTrouble {
  name: string;
  deed: HttpDeed;
  /** How many edits it hits, from the first; one when absent. */
  times?: number;
  /** It hits each edit that holds blocks instead. */
  hits?: 'blocks';
  /** `request`, when absent: nothing is done of what was asked. `done`: all of it. */
  at?: Phase;
  /** `true`: the message is true in the end. `over`: it stays as it is, and no edit is tried again. */
  ends: 'true' | 'over';
  /** The next edit comes no sooner, by the bot's clock. */
  noSoonerMs?: number;
  long?: boolean;
}

const REQUIRED = {
  true: 'the message is true in the end, nothing is posted twice',
  over: 'the edit is tried once, nothing is posted in its place, and the bot lives on',
} as const;

const FOR_EVER = Number.POSITIVE_INFINITY;

/** The digest's message is edited while the day goes on, and Slack takes no such edit. */
export const FOLLOW_UPS: readonly Case[] = (
  [
    { name: '429, Retry-After 450', deed: limiting('450'), ends: 'true', noSoonerMs: 450_000 },
    { name: '429 that does not say when', deed: limiting(), ends: 'true', long: true },
    { name: '500', deed: answering(500), ends: 'true', long: true },
    { name: 'half a JSON', deed: answering(200, '{"ok":tr'), ends: 'true', long: true },
    { name: 'done, and the answer lost', at: 'done', deed: { do: 'cut' }, ends: 'true' },
    {
      name: 'cut before it is done, twice',
      times: 2,
      deed: { do: 'cut' },
      ends: 'true',
      long: true,
    },
    { name: 'fatal_error', deed: refusing('fatal_error'), ends: 'true', long: true },
    {
      name: 'invalid_blocks to any blocks',
      hits: 'blocks',
      deed: refusing('invalid_blocks'),
      ends: 'true',
      long: true,
    },
    {
      name: 'message_not_found',
      times: FOR_EVER,
      deed: refusing('message_not_found'),
      ends: 'over',
      long: true,
    },
    {
      name: 'edit_window_closed',
      times: FOR_EVER,
      deed: refusing('edit_window_closed'),
      ends: 'over',
    },
    {
      name: 'cant_update_message',
      times: FOR_EVER,
      deed: refusing('cant_update_message'),
      ends: 'over',
      long: true,
    },
  ] satisfies FollowUpTrouble[]
).map((trouble: FollowUpTrouble) => ({
  name: `digest, chat.update: ${trouble.name}`,
  required: REQUIRED[trouble.ends],
  long: trouble.long ?? false,
  limitMs: 3 * 60_000,
  run: (context) => run(context, trouble),
}));

/** Rounds are five minutes apart. */
const SPEED = 60;
/** Time for two more rounds, by the bot's clock. */
const WATCHED_MS = 11 * 60_000;

async function run(context: CaseContext, trouble: FollowUpTrouble): Promise<Result> {
  const { deed, times = 1, at = 'request', ends, noSoonerMs = 0, hits } = trouble;
  const due: { digest?: DueDigest } = {};
  const struck = new Set<number>();
  const calls: number[] = [];
  const digest = await setDue(context, {
    clock: createClock(SPEED),
    interfere: ({ call, phase, id, body }) => {
      if (call !== 'chat.update') return PASS;
      if (phase === 'headers') calls.push(due.digest?.clock.now().getTime() ?? 0);
      const isHit = hits === undefined ? struck.size < times : blocksIn(body) !== '[]';
      if (phase !== at || !isHit) return PASS;
      struck.add(id);
      return deed;
    },
  });
  due.digest = digest;
  const bot = digest.start();
  await bot.logged('started');
  await digest.settled();
  const before = digest.posted();
  // All is well again, which the message is to say.
  digest.account.failing.clear();
  const from = digest.clock.now().getTime();
  // What is lost after Slack has done it is true a moment before it is lost.
  await until(context, digest, () => struck.size > 0 && (ends === 'over' || isTrue(digest)));
  const took = (digest.clock.now().getTime() - from) / 1000;
  if (ends === 'over') await digest.clock.wait(WATCHED_MS, context.signal);
  assert.ok(struck.size > 0, 'the fault found nothing to hit');
  assert.equal(digest.posted().length, before.length, 'something more was posted');
  if (ends === 'over') assert.equal(calls.length, 1, `${calls.length} edits`);
  const [first = 0, second = FOR_EVER] = calls;
  assert.ok(
    second - first >= noSoonerMs - 5 * digest.clock.speed,
    `again after ${second - first} ms`,
  );
  await assertUnharmed(bot);
  const figure = ends === 'true' ? `true after ${took.toFixed(0)} s of its clock` : '1 edit';
  return { outcome: 'held', figure: `${figure}, ${calls.length} calls` };
}

/** The first message calls nothing failed any more. */
function isTrue(digest: DueDigest): boolean {
  const [main] = digest.posted().filter(({ threadTs }) => threadTs === undefined);
  return main !== undefined && /4 of 4 fresh|all well/i.test(main.text);
}

async function until(
  { signal }: CaseContext,
  { clock }: DueDigest,
  isSo: () => boolean,
): Promise<void> {
  while (!isSo()) {
    signal.throwIfAborted();
    await clock.wait(5_000, signal);
  }
}
