import { expect, it } from 'vitest';
import type { NewDelivery } from '../../../src/domain/digests/delivery-store.ts';
import type { Storage } from '../../../src/storage/open-storage.ts';
import { recordedLog } from '../../fakes/recorded-log.ts';
import { describeOnEachDatabase, openInMemory, START } from '../databases.ts';

const DAMAGE = [
  `parts = 'canary of a person'`,
  `memo = 'canary of a person'`,
  'window_from = 8640000000000001',
];

const EARLIER = new Date('2026-11-20T06:00:00Z');

/** Yesterday and today in two channels: two digests that were sent, and one in the other channel. */
async function send({ deliveries }: Storage): Promise<void> {
  for (const [subscriptionId, dueAt] of [
    ['s1', EARLIER],
    ['s1', START],
    ['s2', START],
  ] as const) {
    const localDate = dueAt.toISOString().slice(0, 10);
    const ref = { subscriptionId, localDate };
    const slot: NewDelivery = { ...ref, dueAt, channelId: 'C1', state: 'open' };
    await deliveries.create([slot]);
    await deliveries.claim(ref, 'a bot');
    await deliveries.freeze(ref, 'a bot', {
      windowFrom: dueAt,
      windowTo: dueAt,
      parts: [{ key: 'k0', text: '', blocks: [] }],
      contentHash: 'hash',
      memo: { failed: 2 },
    });
    await deliveries.finish(ref, 'a bot', 'sent');
  }
}

const LAST = `where subscription_id = 's1' and local_date = '2026-11-21'`;

await describeOnEachDatabase('a damaged delivery', (open) => {
  async function openSent() {
    const { storage, execute } = await open();
    await send(storage);
    return { deliveries: storage.deliveries, execute };
  }

  it.each(DAMAGE)('with %s keeps no other channel from its follow-ups', async (damage) => {
    const { deliveries, execute } = await openSent();
    await execute(`update deliveries set ${damage} ${LAST}`);

    const newest = await deliveries.newestWritten(['s1', 's2'], EARLIER);

    expect(newest.map(({ subscriptionId }) => subscriptionId)).toEqual(['s2']);
  });

  it.each(DAMAGE)('with %s leaves the next digest the one before to go by', async (damage) => {
    const { deliveries, execute } = await openSent();
    await execute(`update deliveries set ${damage} ${LAST}`);

    expect(await deliveries.lastSent('s1')).toMatchObject({ localDate: '2026-11-20' });
  });

  it.each([...DAMAGE, `state = 'canary'`])('with %s is told as one', async (damage) => {
    const { deliveries, execute } = await openSent();
    await execute(`update deliveries set ${damage} ${LAST}`);

    await expect(deliveries.newest('s1')).rejects.toMatchObject({ kind: 'damaged' });
    expect(await deliveries.newest('s2')).toMatchObject({ state: 'sent' });
  });

  it('keeps no other from being taken up, though nobody knows when it is to be tried again', async () => {
    const { deliveries, execute } = await openSent();
    await execute(`update deliveries set state = 'open'`);
    await execute(`update deliveries set retry_at = 8640000000000001 ${LAST}`);

    const waiting = await deliveries.unfinished();

    expect(waiting.map(({ subscriptionId }) => subscriptionId)).toEqual(['s1', 's2']);
  });

  it('is counted like any other where it was missed', async () => {
    const { deliveries, execute } = await openSent();
    await execute(`update deliveries set state = 'missed', parts = 'canary' ${LAST}`);

    expect(await deliveries.missedSince('s1', EARLIER)).toEqual([
      { localDate: '2026-11-21', dueAt: START },
    ]);
  });
});

it('logs a damaged delivery once, without a word of it, and the store stays well', async () => {
  const log = recordedLog();
  const { storage, execute } = await openInMemory({ now: () => START, log });
  const { deliveries } = storage;
  await send(storage);
  await execute(`update deliveries set parts = 'canary of a person' ${LAST}`);

  await deliveries.newestWritten(['s1', 's2'], EARLIER);
  await deliveries.newestWritten(['s1', 's2'], EARLIER);
  await deliveries.lastSent('s1');
  await deliveries.newest('s1').catch(() => undefined);

  expect(log.lines.map(({ event, fields }) => [event, fields])).toEqual([
    ['delivery_damaged', expect.objectContaining({ subscription: 's1', date: '2026-11-21' })],
  ]);
  expect(JSON.stringify(log.lines)).not.toContain('canary');
});
