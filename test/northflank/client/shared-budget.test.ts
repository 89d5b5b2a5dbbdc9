import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BudgetReport } from '../../../src/domain/budget-report.ts';
import { createRequestBudget } from '../../../src/northflank/client/budget.ts';
import {
  type ExchangeReports,
  type SharedBudget,
  shareBudget,
} from '../../../src/northflank/client/shared-budget.ts';

const NOW = new Date('2026-10-06T09:00:00Z');
const RESET = new Date('2026-10-06T09:30:00Z');

type Reports = readonly BudgetReport[];

/** A store whose answers the test gives, one after the other. */
function openStore() {
  const asked: { report: BudgetReport | undefined; answer: PromiseWithResolvers<Reports> }[] = [];
  const exchange = (report: BudgetReport | undefined) => {
    const answer = Promise.withResolvers<Reports>();
    asked.push({ report, answer });
    return answer.promise;
  };
  return { asked, exchange };
}

/** A wait that ends when the test says so, or when it is called off. */
function openDelay() {
  const waits: { ms: number; signal: AbortSignal; end: () => void }[] = [];
  const delay = (ms: number, signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => reject(signal.reason));
    waits.push({ ms, signal, end: resolve });
    return promise;
  };
  return { waits, delay };
}

function openShared(exchange: ExchangeReports, isOnlyBot = false) {
  const { waits, delay } = openDelay();
  const budget = shareBudget(createRequestBudget(), { exchange, isOnlyBot, now: () => NOW, delay });
  return { budget, waits };
}

/** One request of the kind, sent and answered. */
function request(budget: SharedBudget): void {
  budget.sending('background', NOW);
  budget.ended({ limit: 1000, remaining: 900, resetAt: RESET }, NOW);
}

/** Lets everything happen that waits for nothing outside: an exchange begins a turn after it is due. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('shareBudget', () => {
  it('lets people go without asking the others', async () => {
    const { asked, exchange } = openStore();
    const { budget } = openShared(exchange);

    await budget.settle('person');

    expect(asked).toEqual([]);
  });

  it.each(['digest', 'background'] as const)('lets a %s call wait for the others', async (kind) => {
    const { asked, exchange } = openStore();
    const { budget, waits } = openShared(exchange);
    const hour = { limit: 1000, remaining: 900, endsInMs: 1_800_000 };
    const spent = { person: 0, digest: 500, background: 300 };

    const settling = budget.settle(kind);
    await settled();
    asked[0]?.answer.resolve([{ hour, spent }]);
    await settling;

    expect(budget.admit(kind, NOW)).toEqual({ kind: 'refuse', retryAt: RESET });
    expect(waits.map(({ signal }) => signal.aborted)).toEqual([true]);
  });

  it('asks once for many that wait, and again after ten calls', async () => {
    const reports: unknown[] = [];
    const { budget } = openShared(async (report) => {
      reports.push(report);
      return [];
    });
    const call = async () => {
      await budget.settle('background');
      request(budget);
    };

    await Promise.all(Array.from({ length: 10 }, call));
    expect(reports).toHaveLength(1);

    await Promise.all(Array.from({ length: 11 }, call));
    expect(reports).toHaveLength(3);
    // Calls let go a moment before are reported with the rest.
    expect(reports.slice(1)).toMatchObject([
      { spent: { background: 10 } },
      { spent: { background: 20 } },
    ]);
  });

  it('asks the only bot just once what was spent before its start', async () => {
    const reports: unknown[] = [];
    const { budget } = openShared(async (report) => {
      reports.push(report);
      return [];
    }, true);
    for (let calls = 0; calls < 30; calls += 1) {
      await budget.settle('background');
      request(budget);
    }
    expect(reports).toHaveLength(1);

    vi.advanceTimersByTime(5_000);
    await settled();
    expect(reports.slice(1)).toMatchObject([{ spent: { background: 30 } }]);
  });

  it('counts a call that went while the others were asked', async () => {
    const { asked, exchange } = openStore();
    const { budget } = openShared(exchange);
    const settling = budget.settle('digest');
    await settled();
    asked[0]?.answer.resolve([]);
    await settling;

    // Five have gone; five more go during a look by the clock, and only these stay on account.
    await Promise.all(Array.from({ length: 4 }, () => budget.settle('digest')));
    vi.advanceTimersByTime(5_000);
    await settled();
    await Promise.all(Array.from({ length: 5 }, () => budget.settle('digest')));
    asked[1]?.answer.resolve([]);
    await settled();
    await Promise.all(Array.from({ length: 5 }, () => budget.settle('digest')));
    expect(asked).toHaveLength(2);

    void budget.settle('digest');
    await settled();
    expect(asked).toHaveLength(3);
  });

  it('lets a call go after a second without an answer, and the next ones at once', async () => {
    const { asked, exchange } = openStore();
    const { budget, waits } = openShared(exchange);

    const settling = budget.settle('digest');
    await settled();
    expect(waits.map(({ ms }) => ms)).toEqual([1_000]);
    waits[0]?.end();
    await settling;
    await Promise.all(Array.from({ length: 30 }, () => budget.settle('background')));

    expect(asked).toHaveLength(1);
    expect(waits).toHaveLength(1);
  });

  it('asks again by the clock while the store is away, and waits again once it is back', async () => {
    let isAway = true;
    let asked = 0;
    const { budget, waits } = openShared(async () => {
      asked += 1;
      if (isAway) throw new Error('no database');
      return [];
    });
    await Promise.all(Array.from({ length: 30 }, () => budget.settle('background')));
    expect(asked).toBe(1);

    isAway = false;
    vi.advanceTimersByTime(5_000);
    await settled();
    await Promise.all(Array.from({ length: 11 }, () => budget.settle('background')));

    expect(asked).toBe(3);
    expect(waits).toHaveLength(2);
  });

  it('reports again what a failing store did not take', async () => {
    const reports: unknown[] = [];
    const { budget } = openShared(async (report) => {
      reports.push(report);
      if (reports.length === 1) throw new Error('no database');
      return [];
    });
    request(budget);

    vi.advanceTimersByTime(5_000);
    await settled();
    vi.advanceTimersByTime(5_000);
    await settled();

    expect(reports[1]).toEqual(reports[0]);
  });

  it('reports nothing that has not changed, but goes on asking', async () => {
    const reports: unknown[] = [];
    const { budget } = openShared(async (report) => {
      reports.push(report);
      return [];
    });
    request(budget);

    for (let look = 0; look < 3; look += 1) {
      vi.advanceTimersByTime(5_000);
      await settled();
    }

    expect(reports).toEqual([
      expect.objectContaining({ pausedForMs: undefined }),
      undefined,
      undefined,
    ]);
  });

  it('tells of a refusal at once, also while it is asking', async () => {
    const { asked, exchange } = openStore();
    const { budget } = openShared(exchange);
    void budget.settle('digest');
    await settled();

    budget.pauseUntil(RESET, NOW);
    asked[0]?.answer.resolve([]);
    await settled();

    expect(asked[0]?.report).toBeUndefined();
    expect(asked[1]?.report).toMatchObject({ pausedForMs: 1_800_000 });
  });

  it('hears within five seconds of another bot’s pause while nothing is asked of it', async () => {
    const spent = { person: 0, digest: 0, background: 0 };
    const { budget } = openShared(async () => [{ spent, pausedForMs: 60_000 }]);

    vi.advanceTimersByTime(5_000);
    await settled();

    expect(budget.admit('person', NOW)).toEqual({ kind: 'go', waitMs: 60_000 });
  });

  it('asks nobody any more once it is closed, and lets what is under way end', async () => {
    const { asked, exchange } = openStore();
    const { budget } = openShared(exchange);
    vi.advanceTimersByTime(5_000);
    await settled();

    const closing = budget.close();
    expect(await Promise.race([closing, settled().then(() => 'open')])).toBe('open');
    asked[0]?.answer.resolve([]);
    await closing;
    vi.advanceTimersByTime(60_000);
    budget.pauseUntil(RESET, NOW);
    await Promise.all(Array.from({ length: 30 }, () => budget.settle('digest')));
    await settled();

    expect(asked).toHaveLength(1);
  });
});
