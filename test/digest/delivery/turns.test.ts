import { describe, expect, it } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import { startDelivering } from '../delivering.ts';
import { RUNNING } from './delivery-acts.ts';

describe('the turn to post', () => {
  it('is waited for before each message', async () => {
    const { deps, finish, channel } = await startDelivering();
    const postsBefore: number[] = [];
    const pace = () => {
      postsBefore.push(channel.posts);
      return Promise.resolve();
    };

    await finish(createDeliver({ ...deps, pace }));

    expect(postsBefore).toEqual([0, 1, 2]);
  });

  it('may be long in coming: the lease is kept meanwhile', async () => {
    const { deps, storage, ref, time, write } = await startDelivering();
    await write();
    const work = createDeliver({ ...deps, pace: () => time.delay(180_000) })(ref, RUNNING);

    await time.during(170_000);

    expect(await storage.deliveries.claim(ref, 'another')).toBeUndefined();
    expect(await time.until(work)).toBe('more');
  });

  it('is of no use to whoever has lost the lease by then: nothing is posted', async () => {
    const { deps, storage, ref, time, channel, write } = await startDelivering();
    await write();
    const pace = async () => {
      time.pass(61_000);
      await storage.deliveries.claim(ref, 'another');
    };

    expect(await time.until(createDeliver({ ...deps, pace })(ref, RUNNING))).toBe('taken');

    expect(channel.posts).toBe(0);
  });

  it('is not waited for when the lease was lost while a lost post was looked for', async () => {
    const { deps, storage, ref, time, channel, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'lost' }];
    let turns = 0;
    const { savePart } = storage.deliveries;
    const deliver = createDeliver({
      ...deps,
      pace: () => Promise.resolve(void (turns += 1)),
      store: {
        ...storage.deliveries,
        savePart: (...given) => (given[3].twinSince ? Promise.resolve(false) : savePart(...given)),
      },
    });

    expect(await time.until(deliver(ref, RUNNING))).toBe('taken');

    expect(turns).toBe(1);
  });

  it('comes too late for whoever is stopped by then', async () => {
    const { deps, ref, time, channel, delivery, write } = await startDelivering();
    await write();
    const stop = new AbortController();
    const pace = () => Promise.resolve(stop.abort());

    expect(await time.until(createDeliver({ ...deps, pace })(ref, stop.signal))).toBe('later');

    expect(channel.posts).toBe(0);
    expect(await delivery()).toMatchObject({ state: 'frozen', leaseUntil: undefined });
  });
});
