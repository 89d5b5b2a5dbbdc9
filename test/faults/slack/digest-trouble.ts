import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { createClock } from '../world/clock.ts';
import { assertOnce, type DueDigest, setDue } from '../world/due-digest.ts';
import { CUT, type Moment, PASS, type Phase } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { leftIn } from '../world/slack.ts';
import { blocksIn } from './answers.ts';

/** What Slack does wrong while a digest is sent, and what must come of the digest. */
export interface DigestTrouble {
  name: string;
  /** What it happens to, and to how many calls from the first: `chat.postMessage`, once, when absent. */
  method?: string;
  times?: number;
  /** It happens to each call that holds blocks, or metadata, instead. */
  hits?: 'blocks' | 'metadata';
  /** `request`: nothing is done of what was asked; `done`, when absent, all of it. */
  at?: Phase;
  deed: HttpDeed;
  /** The answer to the first post is lost, so that the bot has to look. */
  lostFirst?: boolean;
  /**
   * `once`: it is there, with its replies, exactly once. `plain`: so too, in words alone. `labelled`:
   * it may be there twice, and the second says so. `refused`: it is not there, and the store says why.
   */
  ends: 'once' | 'plain' | 'labelled' | 'refused';
  /** The store's words for why it is refused. */
  reason?: RegExp;
  /** The method is not called again sooner after each time, by the bot's clock. */
  noSoonerMs?: number;
  /** The bot's clock is the machine's, since it is about a limit in real time. */
  inRealTime?: boolean;
  /** One of several on the same way through the bot: not for the short set. */
  long?: boolean;
}

const REQUIRED = {
  once: 'the digest and each reply is there exactly once',
  plain: 'the digest is there exactly once, in words alone',
  labelled: 'the digest is there once more, says that it may be a repeat, and has each reply once',
  refused:
    'nothing is posted, the reason is kept and one person told it once, and the bot lives on',
} as const;

interface Hits {
  interfere: (moment: Moment) => HttpDeed;
  /** When each call of the method came, by the bot's clock. */
  calls: number[];
  /** When it was struck, by the same. */
  struck: number[];
}

/** The case of a trouble. */
export function inDigest(trouble: DigestTrouble): Case {
  const { name, ends, noSoonerMs, method = 'chat.postMessage' } = trouble;
  const wait = noSoonerMs === undefined ? '' : `, and not tried again for ${noSoonerMs / 1000} s`;
  return {
    name: `digest, ${method}: ${name}`,
    required: `${REQUIRED[ends]}${wait}`,
    long: trouble.long ?? false,
    ...(trouble.inRealTime && { limitMs: 4 * 60_000 }),
    run: (context) => run(context, trouble),
  };
}

async function run(context: CaseContext, trouble: DigestTrouble): Promise<Result> {
  const due: { digest?: DueDigest } = {};
  const hits = strike(trouble, () => due.digest?.clock.now().getTime() ?? 0);
  const clock = trouble.inRealTime ? createClock() : undefined;
  const digest = await setDue(context, { interfere: hits.interfere, clock });
  due.digest = digest;
  const bot = digest.start();
  await bot.logged('started');
  const from = digest.clock.now().getTime();
  const deliveries = await digest.settled();
  const took = digest.clock.now().getTime() - from;

  assert.ok(hits.struck.length > 0, 'the fault found nothing to hit');
  judgeEnd(trouble, digest, deliveries);
  assertWaited(trouble, digest, hits);
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `over after ${(took / 1000).toFixed(0)} s of its clock` };
}

function strike(trouble: DigestTrouble, now: () => number): Hits {
  const { method = 'chat.postMessage', times = 1, at = 'done', deed, lostFirst, hits } = trouble;
  let isLost = lostFirst !== true;
  const calls: number[] = [];
  const struck: number[] = [];
  const isHit = (body: string): boolean => {
    if (hits === 'blocks') return blocksIn(body) !== '[]';
    return hits === 'metadata' ? body.includes('metadata=') : struck.length < times;
  };
  return {
    calls,
    struck,
    interfere: ({ call, phase, body }) => {
      if (!isLost && call === 'chat.postMessage' && phase === 'done') {
        isLost = true;
        return CUT;
      }
      if (call !== method) return PASS;
      if (phase === 'headers') calls.push(now());
      if (phase !== at || !isHit(body)) return PASS;
      struck.push(now());
      return deed;
    },
  };
}

/** With one channel none is on its way meanwhile. */
function assertWaited(
  { noSoonerMs }: DigestTrouble,
  { clock: { speed } }: DueDigest,
  { calls, struck }: Hits,
): void {
  if (noSoonerMs === undefined) return;
  // The bot's clock is a hurried one: what is a millisecond here is many there.
  const early = 5 * speed;
  const waits = struck.flatMap((at) =>
    calls.map((call) => call - at).filter((after) => after > 0 && after < noSoonerMs - early),
  );
  assert.deepEqual(waits, [], 'milliseconds after which it was called again');
}

function judgeEnd(
  { ends, reason }: DigestTrouble,
  digest: DueDigest,
  deliveries: Awaited<ReturnType<DueDigest['settled']>>,
): void {
  const mains = digest.posted().filter(({ threadTs }) => threadTs === undefined);
  if (ends === 'refused') {
    assert.deepEqual(
      mains.map(({ text }) => text),
      [],
    );
    assert.equal(deliveries[0]?.state, 'refused');
    const why = deliveries[0].reason ?? '';
    assert.match(why, reason ?? /^$/);
    // Between letters stand characters that nobody sees, lest Slack take them for markup.
    const letters = leftIn(digest.slack).map(({ text }) => text.replaceAll(/\p{Cf}/gu, ''));
    assert.equal(letters.length, 1, `${letters.length} people were told`);
    assert.ok(letters[0]?.includes(why), `told without the reason: ${letters[0]}`);
    return;
  }
  if (ends === 'labelled') {
    judgeRepeat(digest, deliveries);
    return;
  }
  assertOnce(digest, deliveries);
  if (ends === 'once') assert.doesNotMatch(mains[0]?.text ?? '', /repeat/i);
  if (ends === 'plain') assert.match(mains[0]?.text ?? '', /2 failed/);
}

/** Two messages, of which the second says what it is and has all replies. */
function judgeRepeat(
  digest: DueDigest,
  [delivery]: Awaited<ReturnType<DueDigest['settled']>>,
): void {
  const posted = digest.posted();
  const [first, second, ...more] = posted.filter(({ threadTs }) => threadTs === undefined);
  assert.doesNotMatch(first?.text ?? '', /repeat/i);
  assert.match(second?.text ?? '', /^Possible repeat/);
  assert.deepEqual(more, []);
  assert.equal(delivery?.state, 'sent');
  const replies = posted.filter(({ threadTs }) => threadTs !== undefined);
  assert.deepEqual(
    replies.map(({ threadTs }) => threadTs),
    delivery.timestamps.slice(1).map(() => second?.ts),
  );
  assert.equal(new Set(replies.map(({ text }) => text)).size, replies.length);
  assert.ok(replies.length > 0, 'the digest has no replies');
}
