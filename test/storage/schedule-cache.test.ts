import { expect, it } from 'vitest';
import type { BackupSchedule } from '../../src/domain/schedules/schedule.ts';
import { StorageError } from '../../src/storage/databases/storage-error.ts';
import { describeOnEachDatabase, START } from './databases.ts';

const ORDERS = { projectId: 'shop-prod', addonId: 'orders-db' };

function schedule(id: string, overrides: Partial<BackupSchedule> = {}): BackupSchedule {
  return {
    id,
    type: 'dump',
    pattern: { interval: 'daily', minutes: [30], hours: [2, 14], days: [] },
    retentionDays: 7,
    destinationIds: ['eu-bucket'],
    createdAt: new Date('2026-01-01T00:00:00Z'),
    ...overrides,
  };
}

await describeOnEachDatabase('schedule cache', (open) => {
  it('gives back what was put last, dates and absent fields included', async () => {
    const { storage } = await open();
    await storage.scheduleCache.put(ORDERS, { schedules: [schedule('old')], readAt: START });
    const readAt = new Date('2026-11-21T07:00:00Z');

    await storage.scheduleCache.put(ORDERS, { schedules: [schedule('new')], readAt });

    const stored = await storage.scheduleCache.get(ORDERS);
    expect(stored).toEqual({ schedules: [schedule('new')], readAt });
  });

  it('keeps "no schedules" apart from "never read"', async () => {
    const { storage } = await open();
    await storage.scheduleCache.put(ORDERS, { schedules: [], readAt: START });

    expect(await storage.scheduleCache.get(ORDERS)).toMatchObject({ schedules: [] });
    expect(await storage.scheduleCache.get({ ...ORDERS, addonId: 'other' })).toBeUndefined();
  });

  it.each([
    `schedules = '[{"id": 7}]'`,
    // Never a day old, it would be taken for the truth for good.
    'read_at = 8640000000000001',
  ])('says of a row with %s that it is damaged', async (damage) => {
    const { storage, execute } = await open();
    await storage.scheduleCache.put(ORDERS, { schedules: [], readAt: START });
    await execute(`update schedule_cache set ${damage}`);

    const failure = await storage.scheduleCache.get(ORDERS).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(StorageError);
    expect(failure).toMatchObject({ kind: 'damaged' });
  });
});
