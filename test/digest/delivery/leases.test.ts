import { describe, expect, it } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import { startDelivering, TEXTS } from '../delivering.ts';
import { RUNNING, texts } from './delivery-acts.ts';

describe('a lease', () => {
  it('has half a minute left at any moment, also while a lost copy is waited for', async () => {
    const { time, channel, deliver, ref, delivery, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'lost' }];
    const left: number[] = [];

    const work = deliver(ref, RUNNING);
    for (let second = 0; second < 75; second += 1) {
      await time.during(1_000);
      const until = (await delivery())?.leaseUntil;
      if (until !== undefined) left.push(until.getTime() - time.now().getTime());
    }

    expect(await time.until(work)).toBe('more');
    expect(left.length).toBeGreaterThan(50);
    expect(Math.min(...left)).toBeGreaterThanOrEqual(29_000);
  });
});

describe('two bots', () => {
  it('on one store post one digest', async () => {
    const { channel, deps, deliver, ref, time, write } = await startDelivering();
    await write();
    const other = createDeliver({ ...deps, owner: 'second' });

    const progress = await time.until(
      Promise.all([deliver(ref, RUNNING), other(ref, RUNNING), other(ref, RUNNING)]),
    );

    expect(progress.toSorted((a, b) => a.localeCompare(b))).toEqual(['more', 'taken', 'taken']);
    expect(texts(channel.messages)).toEqual([TEXTS[0]]);
  });

  it('end with one message even when one froze in the middle of its post', async () => {
    const { channel, deps, deliver, ref, time, finish, delivery, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'ok', afterMs: 120_000 }];
    const frozen = deliver(ref, RUNNING);
    await time.during(61_000);

    await finish(createDeliver({ ...deps, owner: 'second' }));
    await time.until(frozen);

    expect(texts(channel.messages).toSorted((a, b) => a.localeCompare(b))).toEqual(
      TEXTS.toSorted((a, b) => a.localeCompare(b)),
    );
    expect((await delivery())?.parts[0]?.ts).toBe(
      channel.messages.find(({ text }) => text === TEXTS[0])?.ts,
    );
  });
});
