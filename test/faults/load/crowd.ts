import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed, startAsked } from '../world/asked.ts';
import { act, assertAllWent, percentile } from './acting.ts';
import { assertFlat, peakOf, sampling } from './sample.ts';

/** For 99 of 100 as docs/reliability.md promises; for all, below the 3 s that Slack waits. */
const ACK_MS = { p99: 500, most: 2_500 };
/** Without the options of the image, the young generation of the heap alone would grow beyond it. */
const PEAK_MB = 250;
const PER_SECOND = 50;

/** So long the bot is asked before anything counts, as code and connections get warm. */
const WARM_MS = 3_000;

/** Many people at once, for so long. */
export function crowd(name: string, ms: number, long: boolean): Case {
  return {
    name: `${PER_SECOND} acts a second for ${name}`,
    required: `each answered, no error, 99 of 100 acknowledged within ${ACK_MS.p99} ms and all within ${ACK_MS.most} ms, memory under ${PEAK_MB} MB${long ? ', and flat as handles are' : ''}`,
    long,
    alone: true,
    limitMs: ms + 2 * 60_000,
    run: (context) => run(context, ms, long),
  };
}

async function run(context: CaseContext, ms: number, isFlat: boolean): Promise<Result> {
  const asked = await startAsked(context);
  const { signal } = context;
  await act(asked.slack, { perSecond: PER_SECOND / 5, ms: WARM_MS, signal });
  const sampled = sampling(asked.bot.pid ?? 0);
  const { acts, acks, failures } = await act(asked.slack, { perSecond: PER_SECOND, ms, signal });
  const samples = await sampled();
  assert.deepEqual(failures.slice(0, 5), [], `${failures.length} of ${acts} failed`);
  assert.equal(acks.length, acts, 'acknowledgements');
  assertAllWent(asked.bot);
  const p99 = percentile(acks, 0.99);
  const most = acks.at(-1) ?? Number.NaN;
  const figure = `${acts} acts, acknowledged within ${p99.toFixed(0)} ms (p99), ${most.toFixed(0)} ms (all)`;
  assert.ok(p99 <= ACK_MS.p99 && most <= ACK_MS.most, figure);
  await assertUnharmed(asked.bot);
  const peak = peakOf(samples);
  assert.ok(peak <= PEAK_MB, `${peak.toFixed(0)} MB`);
  const memory = `memory at most ${peak.toFixed(0)} MB`;
  const flat = isFlat ? `, ${assertFlat(samples)}` : '';
  return { outcome: 'held', figure: `${figure}, ${memory}${flat}` };
}
