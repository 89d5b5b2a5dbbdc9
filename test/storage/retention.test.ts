import { expect, it } from 'vitest';
import type { FinalState } from '../../src/domain/digests/delivery-store.ts';
import type { Snooze } from '../../src/domain/digests/snooze.ts';
import { RETENTION_MS } from '../../src/storage/retention.ts';
import { describeOnEachDatabase, START, type TestDatabase } from './databases.ts';

const DAY_MS = 86_400_000;
const ORDERS = { projectId: 'shop-prod', addonId: 'orders-db' };
const FRESH = { ...ORDERS, addonId: 'fresh-db' };

/** No row of any table removed. */
const NOTHING = Object.fromEntries(Object.keys(RETENTION_MS).map((table) => [table, 0]));

function before(milliseconds: number): Date {
  return new Date(START.getTime() - milliseconds);
}

async function writeDelivery({ storage }: TestDatabase, day: number, state: FinalState) {
  const dueAt = before(day * DAY_MS);
  const ref = { subscriptionId: 's1', localDate: dueAt.toISOString().slice(0, 10) };
  await storage.deliveries.create([{ ...ref, dueAt, channelId: 'C1', state: 'open' }]);
  await storage.deliveries.claim(ref, 'a');
  await storage.deliveries.finish(ref, 'a', state);
}

function audited(reference: string) {
  return { userId: 'U1', deed: 'add-destination', state: 'done', reference } as const;
}

function snoozed(addonId: string, until: Date): Snooze {
  const address = `shop-prod/${addonId}`;
  return { subscriptionId: 's1', address, word: 'failed', at: until, until, userId: 'U1' };
}

await describeOnEachDatabase('retention', (open) => {
  it('keeps acts longer than Slack repeats them, and then forgets them', async () => {
    const { storage } = await open();
    await storage.acts.firstTime('old', before(RETENTION_MS.acts + 1));
    await storage.acts.firstTime('kept', before(RETENTION_MS.acts - 1));
    await storage.acts.firstTime('new', START);

    expect(await storage.prune(START)).toMatchObject({ acts: 1 });

    expect(RETENTION_MS.acts).toBeGreaterThanOrEqual(15 * 60_000);
    expect(await storage.acts.firstTime('kept', START)).toBe(false);
    expect(await storage.acts.firstTime('old', START)).toBe(true);
  });

  it('keeps the last sent digest however old it is, since the next window begins there', async () => {
    const database = await open();
    for (const day of [250, 200]) await writeDelivery(database, day, 'sent');
    await writeDelivery(database, 160, 'refused');
    for (const day of [150, 0]) await writeDelivery(database, day, 'missed');

    expect(await database.storage.prune(START)).toMatchObject({ deliveries: 3 });

    const lastSent = await database.storage.deliveries.lastSent('s1');
    expect(lastSent?.dueAt).toEqual(before(200 * DAY_MS));
  });

  it('cuts the audit after 400 days, and what is left still holds together', async () => {
    const { storage } = await open();
    for (const day of [500, 401, 399, 0]) {
      await storage.audit.append(audited(`day ${day}`), before(day * DAY_MS));
    }

    expect(await storage.prune(START)).toMatchObject({ audit: 2 });

    expect(await storage.audit.verify()).toEqual({ rows: 2 });
  });

  it('keeps audit rows whose clock stood wrong rather than tearing the chain', async () => {
    const { storage } = await open();
    for (const day of [0, 500, 0]) {
      await storage.audit.append(audited(`day ${day}`), before(day * DAY_MS));
    }

    await storage.prune(START);

    expect(await storage.audit.verify()).toEqual({ rows: 3 });
  });

  it('forgets the schedules of addons that no survey has seen for a month', async () => {
    const { storage } = await open();
    await storage.scheduleCache.put(ORDERS, { schedules: [], readAt: before(32 * DAY_MS) });
    await storage.scheduleCache.put(FRESH, { schedules: [], readAt: START });

    expect(await storage.prune(START)).toMatchObject({ schedule_cache: 1 });

    expect(await storage.scheduleCache.get(ORDERS)).toBeUndefined();
    expect(await storage.scheduleCache.get(FRESH)).toBeDefined();
  });

  it('forgets snoozes a month after they ended, by themselves or not', async () => {
    const database = await open();
    const { storage } = database;
    await writeDelivery(database, 0, 'missed');
    const lapsed = (days: number) => snoozed(`lapsed-${days}`, before(days * DAY_MS));
    for (const each of [lapsed(32), lapsed(30), lapsed(-1)]) await storage.snoozes.put(each);
    const ended = snoozed('ended', before(40 * DAY_MS));
    await storage.snoozes.put({ ...ended, until: before(-90 * DAY_MS) });
    await storage.snoozes.end(ended);
    await database.execute(`update snoozes set ended_at = ${before(32 * DAY_MS).getTime()}
      where address = 'shop-prod/ended'`);

    expect(await storage.prune(START)).toMatchObject({ snoozes: 2 });

    const left = await storage.snoozes.ofSubscription('s1');
    expect(left.map(({ address }) => address).toSorted()).toEqual([
      'shop-prod/lapsed--1',
      'shop-prod/lapsed-30',
    ]);
  });

  it('forgets what a bot reported of an hour a day later', async () => {
    const { storage, execute } = await open();
    const spent = { person: 1, digest: 2, background: 3 };
    const hour = { limit: 1000, remaining: 600, endsInMs: 60_000 };
    await storage.budgetReports.exchange('old', { hour, spent });
    await execute(`update budget_reports set reported_at = ${before(DAY_MS + 1).getTime()}`);
    await storage.budgetReports.exchange('new', { hour, spent });
    await execute(
      `update budget_reports set reported_at = ${START.getTime()} where bot_id = 'new'`,
    );

    expect(await storage.prune(START)).toMatchObject({ budget_reports: 1 });

    expect(await storage.budgetReports.exchange('other', undefined)).toHaveLength(1);
  });

  it('removes nothing when the clock jumps years ahead', async () => {
    const database = await open();
    const { storage } = database;
    await storage.acts.firstTime('click', START);
    await storage.audit.append(audited('r1'), START);
    await storage.scheduleCache.put(ORDERS, { schedules: [], readAt: START });
    await storage.snoozes.put(snoozed('orders-db', START));
    await writeDelivery(database, 0, 'missed');

    const removed = await storage.prune(new Date('2036-01-01T00:00:00Z'));

    expect(removed).toEqual(NOTHING);
  });

  it('has nothing to remove from an empty store', async () => {
    const { storage } = await open();

    const removed = await storage.prune(START);

    expect(removed).toEqual(NOTHING);
  });
});
