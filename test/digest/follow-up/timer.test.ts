import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  createFollowUpTimer,
  type FollowUpTimerDeps,
} from '../../../src/digest/follow-up/timer.ts';
import type { HourlyBudget } from '../../../src/domain/hourly-budget.ts';
import { SILENT, UNTRACED } from '../../fakes/log.ts';
import { DUE, subscription } from '../delivering.ts';
import { createFakeTime } from '../fake-time.ts';

const FOLLOWED = {
  subscription: subscription('s1'),
  snoozes: [],
  delivery: {
    subscriptionId: 's1',
    localDate: '2026-11-21',
    dueAt: DUE,
    channelId: 'C1',
    state: 'sent' as const,
    parts: [],
    attempts: 0,
  },
};

/** A timer whose turns are kept as the store keeps them. */
function start(overrides: Partial<FollowUpTimerDeps> = {}, cost = 20) {
  const time = createFakeTime(DUE);
  const rounds: number[] = [];
  const errors: string[] = [];
  let next = 0;
  let budget: HourlyBudget = {};
  const deps: FollowUpTimerDeps = {
    followed: () => Promise.resolve([FOLLOWED]),
    round: () => {
      rounds.push((time.now().getTime() - DUE.getTime()) / 60_000);
      return Promise.resolve(cost);
    },
    takeTurn: (forMs) => {
      const isDue = next <= time.now().getTime();
      if (isDue) next = time.now().getTime() + forMs;
      return Promise.resolve(isDue);
    },
    setNext: (at) => {
      next = at.getTime();
      return Promise.resolve();
    },
    budget: () => budget,
    now: () => Promise.resolve(time.now()),
    delay: time.delay,
    log: { ...SILENT, error: (event) => errors.push(event) },
    tracing: UNTRACED,
    ...overrides,
  };
  return {
    time,
    rounds,
    errors,
    timer: createFollowUpTimer(deps),
    setBudget: (known: HourlyBudget) => {
      budget = known;
    },
  };
}

describe('the timer of follow-ups', () => {
  it('makes a round every five minutes where a survey is cheap', async () => {
    const { timer, time, rounds } = start();

    timer.start();
    await time.during(16 * 60_000);
    await timer.stop();

    expect(rounds).toEqual([0, 5, 10, 15]);
  });

  it('leaves 30 % of the hour to a survey that is dear', async () => {
    const { timer, time, rounds } = start({}, 100);

    timer.start();
    await time.during(61 * 60_000);
    await timer.stop();

    expect(rounds).toEqual([0, 20, 40, 60]);
  });

  it('asks Northflank nothing while there is nothing to follow up', async () => {
    const { timer, rounds } = start({ followed: () => Promise.resolve([]) });

    await timer.tick();

    expect(rounds).toEqual([]);
  });

  it('reads nothing of the store but whose turn it is until a round is due', async () => {
    const asked: number[] = [];
    const { timer, time, rounds } = start({
      followed: () => {
        asked.push((time.now().getTime() - DUE.getTime()) / 60_000);
        return Promise.resolve([FOLLOWED]);
      },
    });

    timer.start();
    await time.during(11 * 60_000);
    await timer.stop();

    expect(asked).toEqual([0, 5, 10]);
    expect(rounds).toEqual(asked);
  });

  it('stops while what is left of the hour belongs to people', async () => {
    const { timer, time, rounds, setBudget } = start();
    await timer.tick();
    const resetAt = new Date(DUE.getTime() + 40 * 60_000);
    setBudget({ remaining: 219, resetAt });

    timer.start();
    await time.during(41 * 60_000);
    await timer.stop();

    expect(rounds).toEqual([0, 40]);
  });

  it('goes on after a round that failed', async () => {
    let fails = true;
    const { timer, time, errors } = start({
      round: () => {
        if (!fails) return Promise.resolve(1);
        fails = false;
        return Promise.reject(new Error('the store is away'));
      },
    });

    timer.start();
    await time.during(6 * 60_000);
    await timer.stop();

    expect(errors).toEqual(['digest_follow_up_failed']);
    expect(fails).toBe(false);
  });

  it('gives up the round under way when it is stopped, and waits for its end', async () => {
    let ended = false;
    const { timer, time, errors } = start({
      round: async (_followed, signal) => {
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve);
        });
        await time.delay(10_000);
        ended = true;
        throw signal.reason;
      },
    });
    timer.start();
    await setImmediate();

    await time.until(timer.stop());

    expect(ended).toBe(true);
    expect(errors).toEqual([]);
  });

  it('makes one round for all who ask for it at the same time, and waits for that too', async () => {
    const round = Promise.withResolvers<number>();
    let rounds = 0;
    const { timer, time } = start({
      takeTurn: () => Promise.resolve(true),
      round: () => {
        rounds += 1;
        return round.promise;
      },
    });
    const asked = Promise.all([timer.tick(), timer.tick()]);
    await setImmediate();

    let isStopped = false;
    const stopped = timer.stop().finally(() => {
      isStopped = true;
    });
    await setImmediate();
    expect(isStopped).toBe(false);
    round.resolve(1);
    await time.until(Promise.all([asked, stopped]));

    expect(rounds).toBe(1);
  });

  it('begins nothing once it is stopped', async () => {
    const asked: number[] = [];
    const { timer, rounds } = start({
      takeTurn: (forMs) => {
        asked.push(forMs);
        return Promise.resolve(true);
      },
    });
    await timer.stop();

    await timer.tick();

    expect({ asked, rounds }).toEqual({ asked: [], rounds: [] });
  });

  it('tells whoever asked for a round that it failed', async () => {
    const { timer } = start({ round: () => Promise.reject(new Error('the store is away')) });

    await expect(timer.tick()).rejects.toThrow('the store is away');
  });

  it('does not wait for ever for a round that does not end', async () => {
    const { timer, time } = start({ round: () => new Promise(() => undefined) });
    timer.start();
    await setImmediate();

    await time.until(timer.stop());

    expect(time.now().getTime() - DUE.getTime()).toBeLessThanOrEqual(30_000);
  });
});
