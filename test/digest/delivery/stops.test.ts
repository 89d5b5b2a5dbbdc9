import { describe, expect, it } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import { startDelivering } from '../delivering.ts';

describe('a stop', () => {
  it('before the post gives the delivery back at once', async () => {
    const { deliver, ref, time, channel, delivery } = await startDelivering();
    const stop = new AbortController();
    stop.abort();

    expect(await time.until(deliver(ref, stop.signal))).toBe('later');

    expect(channel.posts).toBe(0);
    expect(await delivery()).toMatchObject({ state: 'open', leaseUntil: undefined });
  });

  it('in the middle of a post waits for its answer and writes it down', async () => {
    const { deliver, ref, time, channel, delivery, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'ok', afterMs: 10_000 }];
    const stop = new AbortController();

    const working = deliver(ref, stop.signal);
    await time.during(5_000);
    stop.abort();
    await time.until(working);

    expect((await delivery())?.parts[0]?.ts).toBe(channel.messages[0]?.ts);
    expect((await delivery())?.leaseUntil).toBeUndefined();
  });

  it('in the middle of the last post ends the delivery as well', async () => {
    const { deliver, ref, time, channel, delivery, write } = await startDelivering(
      {},
      { kind: 'parts', parts: [{ text: 'all is well', blocks: [] }] },
    );
    await write();
    channel.fates = [{ kind: 'ok', afterMs: 10_000 }];
    const stop = new AbortController();
    const working = deliver(ref, stop.signal);
    await time.during(5_000);

    stop.abort();

    expect(await time.until(working)).toBe('finished');
    expect(await delivery()).toMatchObject({ state: 'sent' });
  });

  it('in the middle of rendering keeps nothing of what may be half read', async () => {
    const stop = new AbortController();
    const started = await startDelivering();
    const deliver = createDeliver({
      ...started.deps,
      render: (request, signal) => {
        stop.abort();
        return started.deps.render(request, signal);
      },
    });

    expect(await started.time.until(deliver(started.ref, stop.signal))).toBe('later');

    expect(await started.delivery()).toMatchObject({ state: 'open', leaseUntil: undefined });
  });

  it('while it waits to look again does not hold up the end', async () => {
    const { deliver, ref, time, channel, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'lost' }];
    const stop = new AbortController();
    const working = deliver(ref, stop.signal);
    await time.during(16_000);
    const before = time.now();

    stop.abort();

    expect(await time.until(working)).toBe('later');
    expect(time.now()).toEqual(before);
  });
});
