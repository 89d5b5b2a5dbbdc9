import type { Delay } from '../../domain/clock.ts';
import type { HourlyBudget } from '../../domain/hourly-budget.ts';
import { errorFields, type Log, type Tracing } from '../../domain/log.ts';
import { createLoop, type Loop } from '../loop.ts';
import type { Followed } from './follow-up.ts';
import { mayRead, pauseBetweenRounds } from './pace.ts';

/** How often it is looked whether a round is due: one question to the store. */
const TICK_MS = 30_000;
/** How long a turn is kept: a round ends sooner, and where there was nothing to do it is long enough. */
const TURN_MS = 5 * 60_000;

/** What the timer works with. */
export interface FollowUpTimerDeps {
  /** The digests to be followed up now. */
  followed: () => Promise<readonly Followed[]>;
  /** Brings them up to date; answers requests that it cost. */
  round: (followed: readonly Followed[], signal: AbortSignal) => Promise<number>;
  /** Answers true to one of all bots when a round is due, and keeps the others from it for so long. */
  takeTurn: (forMs: number) => Promise<boolean>;
  /** Says when the next round is due. */
  setNext: (at: Date) => Promise<void>;
  budget: () => HourlyBudget;
  now: () => Promise<Date>;
  delay: Delay;
  log: Log;
  tracing: Tracing;
}

/** Looks again and again whether what the last digests say is still true. */
export interface FollowUpTimer extends Pick<Loop, 'start' | 'stop'> {
  /** Makes a round if one is due, or joins the one under way; resolves when it is done. */
  tick: () => Promise<void>;
}

/** Creates the timer; nothing happens before `start` or `tick`. */
export function createFollowUpTimer(deps: FollowUpTimerDeps): FollowUpTimer {
  const { tracing } = deps;
  let cost = 0;
  let running: Promise<void> | undefined;
  const { signal, start, stop } = createLoop({
    once: async () => {
      await tick().catch(() => undefined);
      return TICK_MS;
    },
    idle: async () => running,
    delay: deps.delay,
  });

  function tick(): Promise<void> {
    running ??= tracing.run({ reference: tracing.newReference() }, makeRound).finally(() => {
      running = undefined;
    });
    return running;
  }

  async function makeRound(): Promise<void> {
    try {
      await makeRoundIfDue();
    } catch (error) {
      if (!signal.aborted) deps.log.error('digest_follow_up_failed', errorFields(error));
      throw error;
    }
  }

  async function makeRoundIfDue(): Promise<void> {
    if (signal.aborted || !(await deps.takeTurn(TURN_MS))) return;
    if (!mayRead(deps.budget(), cost, await deps.now())) return;
    const followed = await deps.followed();
    if (followed.length === 0) return;
    cost = await deps.round(followed, signal);
    const now = await deps.now();
    const pause = pauseBetweenRounds(deps.budget(), cost, now);
    await deps.setNext(new Date(now.getTime() + pause));
  }

  return { start, stop, tick };
}
