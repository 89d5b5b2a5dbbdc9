import { expect, it } from 'vitest';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import { errorFields } from '../../../src/domain/log.ts';
import type { Storage } from '../../../src/storage/open-storage.ts';
import { recordedLog } from '../../fakes/recorded-log.ts';
import { describeOnEachDatabase, openInMemory, START } from '../databases.ts';

const LATER = new Date('2026-11-22T06:00:00Z');

const WISH = { channelId: 'C1', time: '09:00', timeZone: 'Europe/Berlin', days: [0, 1, 2, 3, 4] };

function subscription(overrides: Partial<Subscription> = {}): Subscription {
  return {
    id: 's1',
    channelId: 'C1',
    scope: { patterns: ['shop-*/orders-db'], types: ['postgresql'] },
    days: [0, 6],
    time: '09:00',
    timeZone: 'Europe/Berlin',
    detail: 'all',
    allClear: 'weekly',
    language: 'de',
    mention: { id: 'S1', kind: 'usergroup', from: 'failed' },
    pausedUntil: LATER,
    stoppedReason: 'The channel was archived',
    enabled: false,
    ownerId: 'U1',
    createdAt: START,
    updatedAt: START,
    ...overrides,
  };
}

/** What a start with this wish makes of the subscription of its channel. */
async function ensured({ subscriptions }: Storage, wish: typeof WISH, at: Date) {
  await subscriptions.ensureFromEnvironment(wish, at);
  const made = await subscriptions.ofChannel(wish.channelId);
  if (made === undefined) throw new Error('nothing was made');
  return made;
}

await describeOnEachDatabase('subscriptions', (open) => {
  it('gives back every field of what was saved', async () => {
    const { storage } = await open();

    await storage.subscriptions.save(subscription());

    const saved = { ...subscription(), version: 1 };
    expect(await storage.subscriptions.get('s1')).toEqual(saved);
    expect(await storage.subscriptions.ofChannel('C1')).toEqual(saved);
    expect(await storage.subscriptions.list()).toEqual([saved]);
  });

  it('gives back absent fields as absent', async () => {
    const { storage } = await open();
    const bare = subscription({
      language: undefined,
      mention: undefined,
      pausedUntil: undefined,
      stoppedReason: undefined,
      ownerId: undefined,
      enabled: true,
    });

    const saved = await storage.subscriptions.save(bare);

    expect(saved).toEqual({ ...bare, version: 1 });
  });

  it('reads a language that it does not know as none, and keeps every digest', async () => {
    const { storage, execute } = await open();
    await storage.subscriptions.save(subscription());

    await execute(`update subscriptions set language = 'tlh'`);

    expect(await storage.subscriptions.list()).toEqual([
      { ...subscription({ language: undefined }), version: 1 },
    ]);
  });

  it('knows nothing of a channel without one', async () => {
    const { storage } = await open();

    expect(await storage.subscriptions.ofChannel('C9')).toBeUndefined();
    expect(await storage.subscriptions.get('s9')).toBeUndefined();
  });

  it('refuses a change that was made on an older version, and keeps the newer', async () => {
    const { storage } = await open();
    const read = await storage.subscriptions.save(subscription());

    const first = await storage.subscriptions.save({ ...subscription(), ...read, time: '10:00' });
    const second = await storage.subscriptions.save({ ...subscription(), ...read, time: '11:00' });

    expect(first).toMatchObject({ time: '10:00', version: 2 });
    expect(second).toBeUndefined();
    expect(await storage.subscriptions.get('s1')).toMatchObject({ time: '10:00' });
  });

  it('refuses a second one for the same channel', async () => {
    const { storage } = await open();
    await storage.subscriptions.save(subscription());

    const second = await storage.subscriptions.save(subscription({ id: 's2', time: '10:00' }));

    expect(second).toBeUndefined();
    expect(await storage.subscriptions.list()).toHaveLength(1);
  });

  it('tells only the first who stops it, so that its owner hears of it once', async () => {
    const { storage, second } = await open();
    const other = await second();
    await storage.subscriptions.save(subscription({ stoppedReason: undefined, enabled: true }));

    const answers = await Promise.all([
      storage.subscriptions.stop('s1', 'The channel was archived', LATER),
      other.subscriptions.stop('s1', 'The channel was archived', LATER),
    ]);

    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await storage.subscriptions.get('s1')).toMatchObject({
      stoppedReason: 'The channel was archived',
      version: 2,
    });
  });

  it('makes the subscription of the environment, the same one at every start', async () => {
    const { storage } = await open();

    const made = await ensured(storage, WISH, START);
    const again = await ensured(storage, WISH, LATER);

    expect(made).toMatchObject({ ...WISH, enabled: true, ownerId: undefined, createdAt: START });
    expect(again).toEqual(made);
    expect(await storage.subscriptions.list()).toEqual([made]);
  });

  it('follows the environment while nobody has changed the subscription', async () => {
    const { storage } = await open();
    await storage.subscriptions.ensureFromEnvironment(WISH, START);

    const moved = await ensured(storage, { ...WISH, time: '10:30', days: [0] }, LATER);

    expect(moved).toMatchObject({ time: '10:30', days: [0], createdAt: START, updatedAt: LATER });
  });

  it.each([{ time: '10:30' }, { timeZone: 'UTC' }, { days: [5, 6] }])(
    'follows a change of $time$timeZone$days alone',
    async (change) => {
      const { storage } = await open();
      await storage.subscriptions.ensureFromEnvironment(WISH, START);

      const moved = await ensured(storage, { ...WISH, ...change }, LATER);

      expect(moved).toMatchObject({ ...change, version: 2 });
    },
  );

  it('never overwrites what a person changed', async () => {
    const { storage } = await open();
    const made = await ensured(storage, WISH, START);
    await storage.subscriptions.save({ ...made, time: '07:15', ownerId: 'U1', enabled: false });

    const after = await ensured(storage, { ...WISH, time: '10:30' }, LATER);

    expect(after).toMatchObject({ time: '07:15', ownerId: 'U1', enabled: false });
  });

  it('says that a row is damaged, without a word of it', async () => {
    const { storage, execute } = await open();
    await storage.subscriptions.save(subscription());
    await execute(`update subscriptions set scope = 'canary of a person'`);

    const failure = await storage.subscriptions.get('s1').catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: 'damaged' });
    expect(errorFields(failure)).toMatchObject({ cause: undefined });
    expect(JSON.stringify(errorFields(failure))).not.toContain('canary');
  });

  it('lists the others where one is damaged, and names its channel', async () => {
    const { storage, execute } = await open();
    await storage.subscriptions.save(subscription());
    const sound = await storage.subscriptions.save(subscription({ id: 's2', channelId: 'C2' }));
    await execute(`update subscriptions set days = 'canary of a person' where id = 's1'`);

    expect(await storage.subscriptions.list()).toEqual([sound]);
    expect(await storage.subscriptions.damaged()).toEqual(['C1']);
    expect(await storage.health()).toEqual([]);
  });

  it.each([
    // It would never be due.
    'updated_at = 8640000000000001',
    // It would be due at no moment, which no delivery can be written down with.
    `time = 'canary'`,
  ])('counts one with %s as damaged', async (damage) => {
    const { storage, execute } = await open();
    await storage.subscriptions.save(subscription());
    await execute(`update subscriptions set ${damage}`);

    expect(await storage.subscriptions.damaged()).toEqual(['C1']);
  });

  it('lets the environment start a bot whose own one is damaged', async () => {
    const { storage, execute } = await open();
    await storage.subscriptions.ensureFromEnvironment(WISH, START);
    await execute(`update subscriptions set scope = 'canary of a person'`);

    await storage.subscriptions.ensureFromEnvironment({ ...WISH, time: '10:30' }, LATER);

    expect(await storage.subscriptions.damaged()).toEqual(['C1']);
  });

  it('takes a channel that already has one as it is', async () => {
    const { storage } = await open();
    await storage.subscriptions.save(subscription());

    const after = await ensured(storage, WISH, LATER);

    expect(after).toMatchObject({ id: 's1', days: [0, 6] });
    expect(await storage.subscriptions.list()).toHaveLength(1);
  });

  it('moves with the environment to another channel, but leaves people’s own alone', async () => {
    const { storage } = await open();
    await storage.subscriptions.ensureFromEnvironment(WISH, START);
    await storage.subscriptions.save(subscription({ id: 's2', channelId: 'C2', enabled: true }));

    await storage.subscriptions.ensureFromEnvironment({ ...WISH, channelId: 'C3' }, LATER);
    const back = await ensured(storage, WISH, LATER);

    expect(back.enabled).toBe(true);
    const all = await storage.subscriptions.list();
    expect(all.map(({ channelId, enabled }) => `${channelId} ${enabled}`).toSorted()).toEqual([
      'C1 true',
      'C2 true',
      'C3 false',
    ]);
  });
});

it('logs a damaged subscription once, however often all are listed', async () => {
  const log = recordedLog();
  const { storage, execute } = await openInMemory({ now: () => START, log });
  await storage.subscriptions.save(subscription());
  await execute(`update subscriptions set days = 'canary of a person'`);

  await storage.subscriptions.list();
  await storage.subscriptions.list();
  await storage.subscriptions.get('s1').catch(() => undefined);

  expect(log.lines.map(({ event }) => event)).toEqual(['subscription_damaged']);
  expect(JSON.stringify(log.lines)).not.toContain('canary');
});
