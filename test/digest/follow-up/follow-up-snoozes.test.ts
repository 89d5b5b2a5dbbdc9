import { describe, expect, it } from 'vitest';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { judged, unread } from '../../fakes/judged.ts';
import { snoozeOf } from '../../fakes/snoozes.ts';
import { type Following, SAID, startFollowing } from '../following.ts';

describe('a snooze', () => {
  const snoozeIn = async (following: Following, word: VerdictWord = 'failed') => {
    const at = following.time.now();
    const until = new Date(at.getTime() + 86_400_000);
    const snooze = snoozeOf('p/orders', word, { at, until });
    await following.storage.snoozes.put(snooze);
    return snooze;
  };
  const stand = (word: VerdictWord) => ({
    addons: [judged('p/orders', word), judged('p/billing')],
  });

  it('takes the row from the message at the next round, and calls nobody', async () => {
    const following = await startFollowing();
    await snoozeIn(following);

    await following.round(stand('failed'));
    await following.finish();

    expect(following.seen()).toEqual(['watch, p/orders snoozed', 'details']);
    expect(await following.storage.snoozes.ofSubscription('s1')).toHaveLength(1);
  });

  it('that is ended by somebody gives the row back, and calls nobody', async () => {
    const following = await startFollowing();
    const snooze = await snoozeIn(following);
    await following.round(stand('failed'));
    await following.storage.snoozes.end(snooze);

    await following.round(stand('failed'));
    await following.finish();

    expect(following.seen()).toEqual([SAID, 'details']);
  });

  it('is ended when it gets worse: the row is back, and somebody is called once', async () => {
    const following = await startFollowing();
    await snoozeIn(following);
    await following.round(stand('failed'));

    for (const word of ['missed', 'missed', 'failed'] as const) {
      await following.round(stand(word));
      await following.finish();
    }

    expect(following.seen()).toEqual([SAID, 'details', 'broke: p/orders']);
    expect(await following.storage.snoozes.ofSubscription('s1')).toEqual([]);
  });

  it('is ended when all is well again, and does not hold for the next time', async () => {
    const following = await startFollowing();
    await snoozeIn(following);
    await following.round(stand('failed'));

    await following.round(stand('fresh'));
    expect(following.seen()[0]).toBe('watch, p/orders fixed');
    expect(await following.storage.snoozes.ofSubscription('s1')).toEqual([]);

    await following.round(stand('failed'));
    await following.finish();
    expect(following.seen()).toEqual([SAID, 'details', 'broke: p/orders']);
  });

  it('goes on when what ends it could not be written down', async () => {
    const following = await startFollowing();
    await snoozeIn(following);
    await following.round(stand('failed'));
    const { deliveries } = following.storage;

    await following.round(stand('fresh'), {
      store: { ...deliveries, amend: () => Promise.resolve(false) },
    });

    expect(await following.storage.snoozes.ofSubscription('s1')).toHaveLength(1);
  });

  it('waits while the addon cannot be read, which is said', async () => {
    const following = await startFollowing();
    await snoozeIn(following);
    await following.round(stand('failed'));

    await following.round({ addons: [unread('p/orders'), judged('p/billing')] });
    expect(following.seen()[0]).toBe('blind, p/orders failed');

    await following.round(stand('failed'));
    expect(following.seen()[0]).toBe('watch, p/orders snoozed');
  });

  it('is not ended before the message could be edited to say so', async () => {
    const following = await startFollowing();
    await snoozeIn(following);
    await following.round(stand('failed'));
    following.time.pass(-3 * 60_000);

    await following.round(stand('missed'));

    expect(following.seen()[0]).toBe('watch, p/orders snoozed');
    expect(await following.storage.snoozes.ofSubscription('s1')).toHaveLength(1);
  });

  it('of what was never shown as snoozed is ended though there is nothing to edit', async () => {
    const following = await startFollowing();
    await snoozeIn(following, 'late');

    await following.round(stand('failed'));

    expect(following.channel.updates).toBe(0);
    expect(await following.storage.snoozes.ofSubscription('s1')).toEqual([]);
  });
});
