import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { ExchangeReports } from '../../src/northflank/client/shared-budget.ts';
import { createNorthflank } from '../../src/northflank/create-northflank.ts';
import type { Northflank, Priority } from '../../src/northflank/northflank.ts';
import type { Storage } from '../../src/storage/open-storage.ts';
import { mapConcurrently } from '../../src/survey/concurrency.ts';
import { describeOnEachDatabase } from '../storage/databases.ts';
import { errorOf, NOW, sendJson, startNorthflank, TOKEN } from './local-server.ts';

const BOTS = ['a', 'b', 'c'];
/** What the bots together may be ahead of what each knows: ten calls each. */
const TOLERANCE = 10 * BOTS.length;
/** Calls that one bot makes at once, as a survey does. */
const AT_ONCE = 8;

/** Waits end only by being called off: the hour stands still. */
function never(_ms: number, signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return promise;
}

/** A Northflank that counts the hour's requests and refuses beyond them, or all while it is told to. */
async function startCounting() {
  const seen = { requests: 0, refusing: false };
  const { baseUrl, [Symbol.asyncDispose]: close } = await startNorthflank((_request, response) => {
    seen.requests += 1;
    const left = Math.max(0, 1000 - seen.requests);
    const isOver = seen.refusing || seen.requests > 1000;
    sendJson(response, { data: { addons: [] } }, isOver ? 429 : 200, {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': String(left),
      'x-ratelimit-reset': '1800',
      ...(seen.refusing ? { 'retry-after': '600' } : {}),
    });
  });
  onTestFinished(() => close());
  return { baseUrl, seen };
}

function startBot(baseUrl: string, exchange: ExchangeReports): Northflank {
  const northflank = createNorthflank({
    baseUrl,
    token: TOKEN,
    now: () => NOW,
    delay: never,
    sharing: { exchange, isOnlyBot: false },
  });
  onTestFinished(() => northflank.close());
  return northflank;
}

/** Makes that many different calls; answers how many were answered. */
async function call(bot: Northflank, priority: Priority, calls: number): Promise<number> {
  const projects = Array.from({ length: calls }, (_, index) => `${priority}-${index}`);
  const answered = await mapConcurrently(projects, AT_ONCE, (projectId) =>
    bot.listAddons(projectId, { priority }).then(
      () => true,
      () => false,
    ),
  );
  return answered.filter(Boolean).length;
}

/** Three bots on one store, and the exchanges that they make with it. */
interface Three {
  bots: readonly [Northflank, Northflank, Northflank];
  /** What the bots have asked of the store; each is awaited to see it through. */
  exchanges: Promise<unknown>[];
}

/** Waits until the store holds what a bot tells of by itself. */
async function told({ exchanges }: Three): Promise<void> {
  while (exchanges.length === 0) await nextTurn();
  await Promise.all(exchanges);
}

/** Lets every bot look by the clock at what the others report, and learn it. */
async function passFiveSeconds({ exchanges }: Three): Promise<void> {
  const before = exchanges.length;
  vi.advanceTimersByTime(5_000);
  while (exchanges.length < before + BOTS.length) await nextTurn();
  await Promise.all(exchanges);
  await nextTurn();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

await describeOnEachDatabase('three bots', (open) => {
  async function openThree() {
    const { storage, second } = await open();
    const { baseUrl, seen } = await startCounting();
    const exchanges: Promise<unknown>[] = [];
    const start = (botId: string, { budgetReports }: Storage) =>
      startBot(baseUrl, (report) => {
        const exchange = budgetReports.exchange(botId, report);
        exchanges.push(exchange);
        return exchange;
      });
    const bots = [
      start('a', storage),
      start('b', await second()),
      start('c', await second()),
    ] as const;
    const all = async (priority: Priority, calls: number) => {
      const answered = await Promise.all(bots.map((bot) => call(bot, priority, calls)));
      return answered.reduce((sum, count) => sum + count, 0);
    };
    return { bots, exchanges, seen, all, restart: () => start('d', storage) };
  }

  it.each([
    { priority: 'background', share: 300 },
    { priority: 'digest', share: 500 },
  ] as const)('keep together to the share of $priority calls', async ({ priority, share }) => {
    const { seen, all } = await openThree();

    const answered = await all(priority, share);

    expect(answered).toBe(seen.requests);
    expect(answered).toBeGreaterThanOrEqual(share);
    expect(answered).toBeLessThanOrEqual(share + TOLERANCE);
    // The others have now had their share; people still get answers.
    expect(await all('person', 10)).toBe(30);
  });

  it('keep a fifth of the hour for people', async () => {
    const { seen, all } = await openThree();
    await all('person', 150);

    await all('digest', 400);
    expect(seen.requests).toBeGreaterThanOrEqual(800);
    expect(seen.requests).toBeLessThanOrEqual(800 + TOLERANCE);

    expect(await all('person', 50)).toBe(150);
  });

  it('remember over a restart what was spent', async () => {
    const { bots, restart } = await openThree();
    const [first] = bots;
    await call(first, 'background', 310);
    await first.close();

    expect(await call(restart(), 'background', 100)).toBeLessThanOrEqual(10);
  });

  it('hold all within five seconds when one of them is refused', async () => {
    const three = await openThree();
    const [first, ...others] = three.bots;
    three.seen.refusing = true;
    await errorOf(first.listAddons('shop'));
    await told(three);
    await passFiveSeconds(three);

    for (const other of others) {
      const held = { kind: 'rate-limited', sent: false };
      for (const priority of ['person', 'digest', 'background'] as const) {
        expect(await errorOf(other.listAddons('shop', { priority }))).toMatchObject(held);
      }
    }
    expect(three.seen.requests).toBe(1);
  });

  it('hold a digest at once that begins when another bot is refused', async () => {
    const three = await openThree();
    const { bots, seen } = three;
    seen.refusing = true;
    await errorOf(bots[0].listAddons('shop'));
    await told(three);

    const held = { kind: 'rate-limited', sent: false };
    expect(await errorOf(bots[1].listAddons('shop', { priority: 'digest' }))).toMatchObject(held);
    expect(seen.requests).toBe(1);
  });
});

it('three bots answer each by what it knows when the store is lost', async () => {
  const { baseUrl, seen } = await startCounting();
  const bots = BOTS.map(() =>
    startBot(baseUrl, () => Promise.reject(new Error('there is no database'))),
  );

  const answered = await Promise.all(bots.map((bot) => call(bot, 'digest', 400)));

  // Each keeps its own share, and Northflank's own count what belongs to people.
  expect(Math.min(...answered)).toBeGreaterThan(100);
  expect(seen.requests).toBeGreaterThanOrEqual(800);
  expect(seen.requests).toBeLessThanOrEqual(800 + BOTS.length * AT_ONCE);
});
