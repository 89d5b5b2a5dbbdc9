import { expect, it } from 'vitest';
import type { BudgetReport } from '../../src/domain/budget-report.ts';
import { describeOnEachDatabase } from './databases.ts';

const MINUTE_MS = 60_000;
const SPENT = { person: 7, digest: 120, background: 40 };

function report(overrides: Partial<BudgetReport> = {}): BudgetReport {
  const hour = { limit: 1000, remaining: 640, endsInMs: 30 * MINUTE_MS };
  return { hour, spent: SPENT, ...overrides };
}

await describeOnEachDatabase('budget reports', (open) => {
  it('reach every other bot, as the spans that they were', async () => {
    const { storage, second } = await open();
    const other = await second();
    await storage.budgetReports.exchange('a', report({ pausedForMs: 5 * MINUTE_MS }));

    const [seen, ...rest] = await other.budgetReports.exchange('b', undefined);

    expect(rest).toEqual([]);
    expect(seen).toMatchObject({ hour: { limit: 1000, remaining: 640 }, spent: SPENT });
    // Time goes on in between on Postgres.
    expect(seen?.hour?.endsInMs).toBeGreaterThan(29 * MINUTE_MS);
    expect(seen?.hour?.endsInMs).toBeLessThanOrEqual(30 * MINUTE_MS);
    expect(seen?.pausedForMs).toBeGreaterThan(4 * MINUTE_MS);
    expect(seen?.pausedForMs).toBeLessThanOrEqual(5 * MINUTE_MS);
  });

  it('take the place of what the same bot reported before', async () => {
    const { storage } = await open();
    await storage.budgetReports.exchange('a', report({ pausedForMs: MINUTE_MS }));
    const spent = { ...SPENT, digest: 130 };
    await storage.budgetReports.exchange('a', report({ spent }));

    const seen = await storage.budgetReports.exchange('b', undefined);

    expect(seen).toEqual([expect.objectContaining({ spent, pausedForMs: undefined })]);
  });

  it('are answered with those of all others, not with the own one', async () => {
    const { storage } = await open();
    await storage.budgetReports.exchange('a', report());
    await storage.budgetReports.exchange('b', report());

    expect(await storage.budgetReports.exchange('c', report())).toHaveLength(2);
    expect(await storage.budgetReports.exchange('a', undefined)).toHaveLength(2);
  });

  it('may tell of a pause alone', async () => {
    const { storage } = await open();
    await storage.budgetReports.exchange('a', report({ hour: undefined, pausedForMs: MINUTE_MS }));

    const [seen] = await storage.budgetReports.exchange('b', undefined);

    expect(seen).toMatchObject({ hour: undefined, spent: SPENT });
    expect(seen?.pausedForMs).toBeGreaterThan(0);
  });

  it('tell of a pause that outlasts the hour', async () => {
    const { storage, execute } = await open();
    await storage.budgetReports.exchange('a', report({ pausedForMs: 2 * MINUTE_MS }));
    await execute(`update budget_reports set hour_ends_at = hour_ends_at - ${31 * MINUTE_MS}`);

    const [seen] = await storage.budgetReports.exchange('b', undefined);

    expect(seen).toMatchObject({ hour: undefined, pausedForMs: expect.any(Number) });
  });

  it('matter no more once hour and pause are over', async () => {
    const { storage, execute } = await open();
    await storage.budgetReports.exchange('a', report({ pausedForMs: MINUTE_MS }));
    await execute(
      `update budget_reports set hour_ends_at = hour_ends_at - ${31 * MINUTE_MS}, ` +
        `paused_until = paused_until - ${31 * MINUTE_MS}`,
    );

    expect(await storage.budgetReports.exchange('b', undefined)).toEqual([]);
  });

  it('hold nobody back by a moment that a wrong clock set years ahead', async () => {
    const { storage, execute } = await open();
    await storage.budgetReports.exchange('a', report({ pausedForMs: MINUTE_MS }));
    const years = 10 * 365 * 24 * 60 * MINUTE_MS;
    await execute(
      `update budget_reports set hour_ends_at = hour_ends_at + ${years}, ` +
        `paused_until = paused_until + ${years}`,
    );

    expect(await storage.budgetReports.exchange('b', undefined)).toEqual([
      { hour: undefined, spent: SPENT, pausedForMs: undefined },
    ]);
  });

  it('tell of no longer a pause and hour when the clock is set back', async () => {
    const { storage, execute } = await open();
    await storage.budgetReports.exchange('a', report({ pausedForMs: 2_000 }));
    const back = 30 * MINUTE_MS;
    await execute(
      `update budget_reports set reported_at = reported_at + ${back}, ` +
        `hour_ends_at = hour_ends_at + ${back}, paused_until = paused_until + ${back}`,
    );

    const [seen] = await storage.budgetReports.exchange('b', undefined);

    expect(seen?.hour?.endsInMs).toBeGreaterThan(29 * MINUTE_MS);
    expect(seen?.hour?.endsInMs).toBeLessThanOrEqual(30 * MINUTE_MS);
    expect(seen?.pausedForMs ?? 0).toBeLessThanOrEqual(2_000);
  });

  it('hold whatever number Northflank may state', async () => {
    const { storage } = await open();
    const hour = { limit: Number.POSITIVE_INFINITY, remaining: 10.5, endsInMs: MINUTE_MS };
    await storage.budgetReports.exchange('a', report({ hour }));

    const [seen] = await storage.budgetReports.exchange('b', undefined);

    expect(seen?.hour).toMatchObject({ limit: Number.MAX_SAFE_INTEGER, remaining: 10 });
  });
});
