import { expect, it } from 'vitest';
import type { Snooze } from '../../src/domain/digests/snooze.ts';
import { recordedLog } from '../fakes/recorded-log.ts';
import { describeOnEachDatabase, openInMemory, START } from './databases.ts';

const DAY_MS = 86_400_000;

function snooze(fields: Partial<Snooze> = {}): Snooze {
  return {
    subscriptionId: 's1',
    address: 'shop-prod/orders-db',
    word: 'failed',
    at: START,
    until: new Date(START.getTime() + DAY_MS),
    userId: 'U1',
    userName: 'Ola',
    ...fields,
  };
}

await describeOnEachDatabase('snoozes', (open) => {
  it('are given back as they were put, oldest first, to their own digest', async () => {
    const { storage, second } = await open();
    const later = snooze({
      address: 'a/b',
      at: new Date(START.getTime() + 1),
      userName: undefined,
    });
    await storage.snoozes.put(later);
    await storage.snoozes.put(snooze());
    const others = snooze({ subscriptionId: 's2', at: new Date(START.getTime() + 2) });
    await storage.snoozes.put(others);

    const other = await second();

    expect(await other.snoozes.ofSubscription('s1')).toEqual([snooze(), later]);
    expect(await other.snoozes.ofSubscription('s3')).toEqual([]);
    expect(await other.snoozes.list()).toEqual([snooze(), later, others]);
  });

  it('take the place of the one before of the same addon, also once that is ended', async () => {
    const { storage } = await open();
    await storage.snoozes.put(snooze());
    const longer = snooze({ until: new Date(START.getTime() + 7 * DAY_MS), userId: 'U2' });
    await storage.snoozes.put(longer);
    expect(await storage.snoozes.ofSubscription('s1')).toEqual([longer]);

    await storage.snoozes.end(longer);
    await storage.snoozes.put(snooze());

    expect(await storage.snoozes.ofSubscription('s1')).toEqual([snooze()]);
  });

  it('are ended once', async () => {
    const { storage, second } = await open();
    const other = await second();
    await storage.snoozes.put(snooze());

    const answers = await Promise.all([storage.snoozes.end(snooze()), other.snoozes.end(snooze())]);

    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await storage.snoozes.list()).toEqual([]);
    expect(await storage.snoozes.ofSubscription('s1')).toEqual([]);
  });

  it('are not ended by whoever knows only the one before', async () => {
    const { storage } = await open();
    await storage.snoozes.put(snooze());
    const newer = snooze({ at: new Date(START.getTime() + 1) });
    await storage.snoozes.put(newer);

    expect(await storage.snoozes.end(snooze())).toBe(false);

    expect(await storage.snoozes.ofSubscription('s1')).toEqual([newer]);
  });

  it.each([`word = 'canary'`, 'until = 8640000000000001', 'snoozed_at = 8640000000000001'])(
    'with %s silence nothing, and keep no other from doing so',
    async (damage) => {
      const { storage, execute } = await open();
      await storage.snoozes.put(snooze());
      const others = snooze({ address: 'a/b' });
      await storage.snoozes.put(others);
      await execute(`update snoozes set ${damage} where address = 'shop-prod/orders-db'`);

      expect(await storage.snoozes.list()).toEqual([others]);
      expect(await storage.snoozes.ofSubscription('s1')).toEqual([others]);

      await storage.snoozes.put(snooze());
      expect(await storage.snoozes.list()).toHaveLength(2);
    },
  );
});

it('logs a damaged snooze once, without what it says', async () => {
  const log = recordedLog();
  const { storage, execute } = await openInMemory({ now: () => START, log });
  await storage.snoozes.put(snooze());
  await execute(`update snoozes set word = 'canary'`);

  await storage.snoozes.list();
  await storage.snoozes.ofSubscription('s1');

  expect(log.lines.map(({ event, fields }) => [event, fields])).toEqual([
    [
      'snooze_damaged',
      expect.objectContaining({ subscription: 's1', address: 'shop-prod/orders-db' }),
    ],
  ]);
  expect(JSON.stringify(log.lines)).not.toContain('canary');
});
