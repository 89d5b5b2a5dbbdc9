import { describe, expect, it } from 'vitest';
import { DUE } from '../delivering.ts';
import { POSTED, startFollowing, TURNED, TURNED_SAID } from '../following.ts';

describe('a digest is still followed up', () => {
  it('once a pause of its subscription is over', async () => {
    const { round, change, seen } = await startFollowing();
    await change({ pausedUntil: DUE });

    await round({ addons: TURNED });

    expect(seen()[0]).toBe(TURNED_SAID);
  });

  it('a day after it was sent, though it was sent late', async () => {
    const { round, storage, ref, time, delivery } = await startFollowing();
    const next = { ...ref, localDate: 'next' };
    await storage.deliveries.create([{ ...next, dueAt: DUE, channelId: 'C-s1', state: 'open' }]);
    time.pass(11 * 3_600_000);
    await storage.deliveries.claim(next, 'a');
    const { memo, contentHash = '' } = (await delivery()) ?? {};
    const windowTo = time.now();
    await storage.deliveries.freeze(next, 'a', { windowTo, parts: [], contentHash, memo });
    await storage.deliveries.finish(next, 'a', 'sent');

    time.pass(23 * 3_600_000);

    expect(await round({ addons: POSTED })).toBeDefined();
  });
});

describe('a digest is not followed up', () => {
  it('a day after it was sent', async () => {
    const { round, time } = await startFollowing();
    time.pass(24 * 3_600_000 - 6 * 60_000 - 1);
    expect(await round({ addons: POSTED })).toBeDefined();

    time.pass(1);
    expect(await round({ addons: TURNED })).toBeUndefined();
  });

  it('once the next one was sent', async () => {
    const { round, storage, ref, channel, time } = await startFollowing();
    const next = { ...ref, localDate: 'next' };
    time.pass(1000);
    await storage.deliveries.create([{ ...next, dueAt: DUE, channelId: 'C-s1', state: 'open' }]);
    await storage.deliveries.claim(next, 'a');
    const windowTo = time.now();
    await storage.deliveries.freeze(next, 'a', { windowTo, parts: [], contentHash: '' });
    await storage.deliveries.finish(next, 'a', 'sent');

    expect(await round({ addons: TURNED })).toBeUndefined();
    expect(channel.updates).toBe(0);
  });

  it.each([
    { why: 'is switched off', fields: { enabled: false } },
    { why: 'was stopped', fields: { stoppedReason: 'The channel is archived' } },
    { why: 'is paused', fields: { pausedUntil: new Date(DUE.getTime() + 3_600_000) } },
    { why: 'moved to another channel', fields: { channelId: 'C-other' } },
  ])('while its subscription $why', async ({ fields }) => {
    const { round, change } = await startFollowing();
    await change(fields);

    expect(await round({ addons: TURNED })).toBeUndefined();
  });

  it('while its own replies are not posted yet', async () => {
    const { round, channel } = await startFollowing();
    await round({ addons: TURNED });

    expect(await round({ addons: POSTED })).toBeUndefined();

    expect(channel.updates).toBe(1);
  });

  it('once nobody knows any more what it said', async () => {
    const { round, storage, ref, delivery } = await startFollowing();
    await storage.deliveries.claimSent(ref, 'a');
    const parts = (await delivery())?.parts ?? [];
    await storage.deliveries.amend(ref, 'a', { parts, contentHash: '', memo: { failed: 2 } });

    expect(await round({ addons: TURNED })).toBeUndefined();
  });
});
