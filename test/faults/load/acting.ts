import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDS, type SlackEvent } from '../../../sandbox/slack.ts';
import { isAnswer } from '../../e2e/is-answer.ts';
import type { BotProcess } from '../world/bot.ts';
import type { FaultySlack } from '../world/slack.ts';

/** What people type, as often as it stands here. */
const TYPED: readonly string[] = [
  'help',
  'help show',
  'status',
  'status shop',
  'show shop/orders',
  'show shop/billing',
  'show shop/events',
  'show search',
  'destinations',
  'nonsense',
];
const PEOPLE = [IDS.admin, IDS.operator, IDS.viewer];

/** A person gives up by then. */
const PATIENCE_MS = 15_000;

const ACK_AFTER_ANSWER_MS = 1_000;

/** What came of acts. */
export interface Acted {
  acts: number;
  /** Acknowledgements in milliseconds from when Slack sent the act, the quickest first. */
  acks: readonly number[];
  /** Acts without an answer, and what Slack itself had to say to people. */
  failures: readonly string[];
}

/**
 * Lets people act at this pace, whatever becomes of what they did before, and waits for all answers.
 *
 * @param perSecond acts in a second, evenly spread.
 */
export async function act(
  slack: FaultySlack,
  options: { perSecond: number; ms: number; signal: AbortSignal },
): Promise<Acted> {
  const { perSecond, ms, signal } = options;
  const acks: number[] = [];
  const failures: string[] = [];
  const end = slack.subscribe((event: SlackEvent) => {
    if (event.type === 'ack' && event.kind === 'slash_commands') acks.push(event.ms);
    if (event.type === 'notice') failures.push(`Slack says: ${event.text}`);
  });
  const from = performance.now();
  const answers: Promise<unknown>[] = [];
  let acts = 0;
  while (performance.now() - from < ms) {
    signal.throwIfAborted();
    const text = TYPED[acts % TYPED.length] ?? '';
    const who = slack.user(PEOPLE[acts % PEOPLE.length] ?? IDS.admin);
    acts += 1;
    answers.push(
      who
        .command('/backups', text, { until: isAnswer, within: PATIENCE_MS })
        .catch((error: unknown) => failures.push(String(error))),
    );
    const next = from + (acts * 1_000) / perSecond;
    await sleep(Math.max(0, next - performance.now()));
  }
  await Promise.all(answers);
  // The last acknowledgement may come on its own socket a moment after the answer.
  const until = performance.now() + ACK_AFTER_ANSWER_MS;
  while (acks.length < acts && performance.now() < until) await sleep(10);
  end();
  return { acts, acks: acks.toSorted((a, b) => a - b), failures };
}

/**
 * No act came to an error, and none to a sentence about Northflank in the place of what was asked for.
 *
 * @param expected errors of these events are part of the case.
 */
export function assertAllWent(bot: BotProcess, ...expected: readonly string[]): void {
  const failed = bot
    .lines()
    .filter(({ level, event }) => level >= 50 || event === 'northflank_failed')
    .filter(({ event }) => !expected.includes(event));
  assert.deepEqual(failed.slice(0, 5), [], `${failed.length} acts failed`);
}

/** That share of them, from 0 to 1, is at most this; NaN of nothing. @param sorted the smallest first. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
