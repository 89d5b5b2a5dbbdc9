import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { assertOnce, type DueDigest, setDue } from '../world/due-digest.ts';
import { CUT, type Moment, PASS, type Phase } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';

/** What Slack does wrong while a digest is sent, and what must come of the digest. */
export interface DigestTrouble {
  name: string;
  /** What it happens to, and to how many calls from the first: `chat.postMessage`, once, when absent. */
  method?: string;
  times?: number;
  /** `request`: nothing is done of what was asked; `done`, when absent, all of it. */
  at?: Phase;
  deed: HttpDeed;
  /** The answer to the first post is lost, so that the bot has to look. */
  lostFirst?: boolean;
  /**
   * `once`: it is there, with its replies, exactly once. `plain`: so too, in a simpler form. `labelled`:
   * it may be there twice, and the second says so. `refused`: it is not there, and the store says why.
   */
  ends: 'once' | 'plain' | 'labelled' | 'refused';
  /** The method is not called again sooner, by the bot's clock. */
  noSoonerMs?: number;
  /** One of several on the same way through the bot: not for the short set. */
  long?: boolean;
}

const REQUIRED = {
  once: 'the digest and each reply is there exactly once',
  plain: 'the digest is there exactly once, in a form that Slack takes',
  labelled: 'the digest is there, and says of itself that it may be a repeat',
  refused: 'nothing is posted, the reason is kept, and the bot lives on',
} as const;

interface Hits {
  interfere: (moment: Moment) => HttpDeed;
  /** When each call of the method came, by the bot's clock. */
  calls: number[];
  struck: () => number;
}

/** The case of a trouble. */
export function inDigest(trouble: DigestTrouble): Case {
  const { name, ends, noSoonerMs, method = 'chat.postMessage' } = trouble;
  const wait = noSoonerMs === undefined ? '' : `, and not tried again for ${noSoonerMs / 1000} s`;
  return {
    name: `digest, ${method}: ${name}`,
    required: `${REQUIRED[ends]}${wait}`,
    long: trouble.long ?? false,
    run: (context) => run(context, trouble),
  };
}

async function run(context: CaseContext, trouble: DigestTrouble): Promise<Result> {
  const due: { digest?: DueDigest } = {};
  const hits = strike(trouble, () => due.digest?.clock.now().getTime() ?? 0);
  const digest = await setDue(context, { interfere: hits.interfere });
  due.digest = digest;
  const bot = digest.start();
  await bot.logged('started');
  const from = digest.clock.now().getTime();
  const deliveries = await digest.settled();
  const took = digest.clock.now().getTime() - from;

  assert.ok(hits.struck() > 0, 'the fault found nothing to hit');
  judgeEnd(trouble, digest, deliveries);
  const [first = 0, second = Number.POSITIVE_INFINITY] = hits.calls;
  const waited = second - first;
  // The bot's clock is a hurried one: what is a millisecond here is many there.
  const least = (trouble.noSoonerMs ?? 0) - 5 * digest.clock.speed;
  assert.ok(waited >= least, `tried again after ${waited} ms`);
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `over after ${(took / 1000).toFixed(0)} s of its clock` };
}

function strike(trouble: DigestTrouble, now: () => number): Hits {
  const { method = 'chat.postMessage', times = 1, at = 'done', deed, lostFirst } = trouble;
  const struck = new Set<number>();
  let isLost = lostFirst !== true;
  const calls: number[] = [];
  return {
    calls,
    struck: () => struck.size,
    interfere: ({ call, phase, id }) => {
      if (!isLost && call === 'chat.postMessage' && phase === 'done') {
        isLost = true;
        return CUT;
      }
      if (call !== method) return PASS;
      if (phase === 'headers') calls.push(now());
      if (phase !== at || struck.size >= times) return PASS;
      struck.add(id);
      return deed;
    },
  };
}

function judgeEnd(
  { ends }: DigestTrouble,
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
    return;
  }
  if (ends === 'labelled') {
    assert.match(mains.at(-1)?.text ?? '', /^Possible repeat/);
    return;
  }
  assertOnce(digest, deliveries);
  if (ends === 'once') assert.doesNotMatch(mains[0]?.text ?? '', /repeat/i);
}
