import { describe, expect, it } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import { startDelivering, TEXTS } from '../delivering.ts';
import { pauseUntil, RUNNING, texts } from './delivery-acts.ts';

describe('a digest', () => {
  it('is posted as one message with its replies in the thread', async () => {
    const { channel, finish, delivery } = await startDelivering();

    expect(await finish()).toBe('finished');

    expect(texts(channel.messages)).toEqual(TEXTS);
    const [message, ...replies] = channel.messages;
    expect(message?.threadTs).toBeUndefined();
    expect(replies.map(({ threadTs }) => threadTs)).toEqual([message?.ts, message?.ts]);
    expect(await delivery()).toMatchObject({ state: 'sent', memo: { failed: 2 } });
  });

  it('goes forward by one message at a time, so that other channels have their turn', async () => {
    const { channel, deliver, ref, time } = await startDelivering();
    const posted: number[] = [];

    const progress = [];
    for (let turn = 0; turn < 4; turn += 1) {
      progress.push(await time.until(deliver(ref, RUNNING)));
      posted.push(channel.messages.length);
    }

    // Written first, so that all channels that are due at once share one reading of the account.
    expect(progress).toEqual(['more', 'more', 'more', 'finished']);
    expect(posted).toEqual([0, 1, 2, 3]);
  });

  it('carries keys that name nothing and differ between parts', async () => {
    const { channel, finish } = await startDelivering();

    await finish();

    const keys = channel.messages.map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is rendered once, and every later try says the same', async () => {
    const { channel, finish, requests } = await startDelivering();
    channel.fates = [{ kind: 'answer', answer: { kind: 'rate-limited', retryAfterMs: 30_000 } }];

    await finish();

    expect(requests).toHaveLength(1);
    expect(texts(channel.messages)).toEqual(TEXTS);
  });

  it('covers the time from the end of the last sent one, and knows what was missed since', async () => {
    const { storage, finish, requests, delivery } = await startDelivering();
    const old = { subscriptionId: 's1', localDate: '2026-11-19' };
    const windowTo = new Date('2026-11-19T08:00:04Z');
    const slot = { channelId: 'C-s1', state: 'open' as const };
    await storage.deliveries.create([
      { ...slot, ...old, dueAt: new Date('2026-11-19T08:00:00Z') },
      {
        ...slot,
        ...old,
        localDate: '2026-11-20',
        dueAt: new Date('2026-11-20T08:00:00Z'),
        state: 'missed',
      },
    ]);
    await storage.deliveries.claim(old, 'before');
    await storage.deliveries.freeze(old, 'before', { windowTo, parts: [], contentHash: '' });
    await storage.deliveries.finish(old, 'before', 'sent');

    await finish();

    expect(requests).toMatchObject([
      {
        windowFrom: windowTo,
        previous: { localDate: '2026-11-19' },
        missed: [{ localDate: '2026-11-20' }],
      },
    ]);
    expect(await delivery()).toMatchObject({ windowFrom: windowTo });
  });

  it.each([
    { minutes: 5, says: '2 failed' },
    { minutes: 6, says: '2 failed\nDue 2026-11-21T08:00:00.000Z' },
  ])('that was written in time and comes $minutes min late says $says', async (late) => {
    const { time, finish, channel, delivery, write } = await startDelivering();
    await write();
    time.pass(late.minutes * 60_000);

    await finish();

    expect(channel.messages.map(({ text }) => text)).toEqual([late.says, ...TEXTS.slice(1)]);
    expect((await delivery())?.parts[0]?.text).toBe(late.says);
  });

  it('that was written late leaves it to its own words to say so', async () => {
    const { time, finish, channel, write } = await startDelivering();
    time.pass(6 * 60_000);
    await write();
    time.pass(6 * 60_000);

    await finish();

    expect(channel.messages[0]?.text).toBe(TEXTS[0]);
  });

  it('that comes late after lost answers says once when it was due', async () => {
    const { time, finish, channel, write } = await startDelivering();
    await write();
    time.pass(6 * 60_000);
    channel.fates = [{ kind: 'lost' }, { kind: 'lost' }];

    await finish();

    expect(channel.messages[0]?.text.match(/Due/g)).toHaveLength(1);
  });

  it('with nothing to say by the channel’s own wish is finished without a message', async () => {
    const { channel, finish, delivery } = await startDelivering(
      {},
      { kind: 'quiet', reason: 'Nothing is wrong' },
    );

    expect(await finish()).toBe('finished');

    expect(channel.posts).toBe(0);
    expect(await delivery()).toMatchObject({ state: 'quiet', reason: 'Nothing is wrong' });
  });

  it('that was switched off meanwhile is not sent', async () => {
    const { storage, channel, finish, delivery } = await startDelivering();
    await storage.subscriptions.stop('s1', 'The channel was archived', new Date());

    await finish();

    expect(channel.posts).toBe(0);
    expect(await delivery()).toMatchObject({ state: 'missed' });
  });

  it('that was switched off while it waited for another try is not sent', async () => {
    const { storage, channel, finish, deliver, ref, time, delivery, write } =
      await startDelivering();
    channel.fates = [{ kind: 'answer', answer: { kind: 'refused', code: 'token_revoked' } }];
    await write();
    await time.until(deliver(ref, RUNNING));

    await storage.subscriptions.stop('s1', 'The channel was archived', new Date());
    time.pass(60_000);
    await finish();

    expect(channel.messages).toEqual([]);
    expect(await delivery()).toMatchObject({ state: 'missed' });
  });

  it.each([
    { pause: 'lasts', milliseconds: 1, posts: 0, state: 'missed' },
    { pause: 'ends this moment', milliseconds: 0, posts: 3, state: 'sent' },
  ])('whose pause $pause is $state', async ({ milliseconds, posts, state }) => {
    const { storage, channel, finish, time, delivery } = await startDelivering();
    await pauseUntil(storage, new Date(time.now().getTime() + milliseconds));

    await finish();

    expect(channel.posts).toBe(posts);
    expect((await delivery())?.state).toBe(state);
  });

  it('that was switched off after its message came gets its replies all the same', async () => {
    const { storage, channel, finish, deliver, ref, time, delivery, write } =
      await startDelivering();
    await write();
    await time.until(deliver(ref, RUNNING));

    await storage.subscriptions.stop('s1', 'Nobody wants it', new Date());
    await finish();

    expect(texts(channel.messages)).toEqual(TEXTS);
    expect(await delivery()).toMatchObject({ state: 'sent' });
  });

  it.each([
    { may: 'was looked for in vain', looks: [], state: 'missed' },
    { may: 'cannot be looked for', looks: [{ kind: 'forbidden' as const }], state: 'doubtful' },
  ])(
    'that was switched off while a lost post $may is not posted again: $state',
    async ({ looks, state }) => {
      const { storage, channel, finish, deps, delivery } = await startDelivering();
      channel.fates = [{ kind: 'lost' }];
      channel.looks = [...looks];
      const deliver = createDeliver({
        ...deps,
        post: async (request) => {
          const answer = await deps.post(request);
          await storage.subscriptions.stop('s1', 'Nobody wants it', new Date());
          return answer;
        },
      });

      await finish(deliver);

      expect(channel.posts).toBe(1);
      expect(await delivery()).toMatchObject({
        state,
        reason: 'The digest was switched off before it was sent',
      });
    },
  );

  it('that was paused while it waited for another try is not sent', async () => {
    const { storage, channel, finish, deliver, ref, time, delivery, write } =
      await startDelivering();
    channel.fates = [{ kind: 'answer', answer: { kind: 'refused', code: 'token_revoked' } }];
    await write();
    await time.until(deliver(ref, RUNNING));

    await pauseUntil(storage, new Date(time.now().getTime() + 86_400_000));
    time.pass(60_000);
    await finish();

    expect(channel.messages).toEqual([]);
    expect(await delivery()).toMatchObject({
      state: 'missed',
      reason: 'The digest was paused before it was sent',
    });
  });

  it('that a person asked for is sent though the subscription is off', async () => {
    const { storage, channel, deliver, time } = await startDelivering();
    await storage.subscriptions.stop('s1', 'The channel was archived', new Date());
    const asked = { subscriptionId: 's1', localDate: time.now().toISOString() };
    await storage.deliveries.create([
      { ...asked, dueAt: time.now(), channelId: 'C-s1', state: 'open' },
    ]);

    await time.until(deliver(asked, RUNNING));
    await time.until(deliver(asked, RUNNING));

    expect(texts(channel.messages)).toEqual([TEXTS[0]]);
  });

  it('that could not be sent within 12 h is no news any more', async () => {
    const { time, channel, finish, delivery } = await startDelivering();
    time.pass(12 * 3_600_000 + 1);

    await finish();

    expect(channel.posts).toBe(0);
    expect(await delivery()).toMatchObject({ state: 'missed' });
  });

  it('is tried again later when it cannot be rendered, each time after a longer wait', async () => {
    const { deps, ref, time, delivery, deliver, finish } = await startDelivering();
    const failing = createDeliver({ ...deps, render: () => Promise.reject(new Error('a bug')) });
    const waits: number[] = [];

    for (let times = 0; times < 8; times += 1) {
      await expect(time.until(failing(ref, RUNNING))).rejects.toThrow('a bug');
      const { state, leaseUntil, retryAt } = (await delivery()) ?? {};
      expect({ state, leaseUntil }).toEqual({ state: 'open', leaseUntil: undefined });
      const wait = (retryAt?.getTime() ?? 0) - time.now().getTime();
      waits.push(wait / 1000);
      time.pass(wait);
    }

    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 900, 900]);
    expect(await time.until(deliver(ref, RUNNING))).toBe('more');
    // The posts count anew.
    expect(await delivery()).toMatchObject({ state: 'frozen', attempts: 0 });
    expect(await finish()).toBe('finished');
  });

  it('waits no longer for its next try by a clock that is set back meanwhile', async () => {
    const { deps, ref, time, delivery, deliver } = await startDelivering();
    const failing = createDeliver({ ...deps, render: () => Promise.reject(new Error('a bug')) });
    await expect(time.until(failing(ref, RUNNING))).rejects.toThrow('a bug');
    time.jump(-1_800_000);

    expect(await time.until(deliver(ref, RUNNING))).toBe('later');
    const { retryAt } = (await delivery()) ?? {};
    expect((retryAt?.getTime() ?? 0) - time.now().getTime()).toBe(15_000);
    time.pass(15_000);
    expect(await time.until(deliver(ref, RUNNING))).toBe('more');
  });

  it('is tried again later each time that something of ours fails after a post', async () => {
    const { deps, channel, ref, time, delivery, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'lost' }];
    const deliver = createDeliver({ ...deps, look: () => Promise.reject(new Error('a bug')) });
    const waits: number[] = [];

    for (let times = 0; times < 2; times += 1) {
      await expect(time.until(deliver(ref, RUNNING))).rejects.toThrow('a bug');
      const { retryAt } = (await delivery()) ?? {};
      waits.push((retryAt?.getTime() ?? 0) - time.now().getTime());
      time.pass(60_000);
    }

    expect(waits).toEqual([15_000, 30_000]);
  });

  it('tells what failed first when the store fails after that', async () => {
    const { deps, storage, ref, time } = await startDelivering();
    const warned: string[] = [];
    const deliver = createDeliver({
      ...deps,
      render: () => Promise.reject(new Error('a bug')),
      store: {
        ...storage.deliveries,
        release: () => Promise.reject(new Error('the store is away')),
      },
      log: { ...deps.log, warn: (event) => warned.push(event) },
    });

    await expect(time.until(deliver(ref, RUNNING))).rejects.toThrow('a bug');
    expect(warned).toEqual(['digest_release_failed']);
  });

  it('whose lease was lost while it was rendered is left to the other', async () => {
    const started = await startDelivering();
    const deliver = createDeliver({
      ...started.deps,
      render: async (request, signal) => {
        started.time.jump(61_000);
        await started.storage.deliveries.claim(started.ref, 'another bot');
        return started.deps.render(request, signal);
      },
    });

    expect(await started.time.until(deliver(started.ref, RUNNING))).toBe('taken');

    expect(started.requests).toHaveLength(1);
    expect(await started.delivery()).toMatchObject({ state: 'open', parts: [] });
  });

  it('covers no time backwards when the clock was set back', async () => {
    const { storage, time, deliver, ref, requests, finish } = await startDelivering();
    await finish();
    time.jump(-3_600_000);
    const asked = { ...ref, localDate: time.now().toISOString() };
    await storage.deliveries.create([
      { ...asked, dueAt: time.now(), channelId: 'C-s1', state: 'open' },
    ]);

    await time.until(deliver(asked, RUNNING));

    expect(requests.at(-1)?.windowFrom).toEqual(requests.at(-1)?.windowTo);
  });

  it('keeps its lease however long rendering takes', async () => {
    const started = await startDelivering();
    const deliver = createDeliver({
      ...started.deps,
      render: async (request, signal) => {
        await started.time.delay(5 * 60_000);
        return started.deps.render(request, signal);
      },
    });

    const first = deliver(started.ref, RUNNING);
    await started.time.during(4 * 60_000);
    const second = await started.deliver(started.ref, RUNNING);

    expect(second).toBe('taken');
    expect(await started.time.until(first)).toBe('more');
  });
});

describe('a clock that is set back', () => {
  it('gives the delivery back instead of keeping its lease for as long', async () => {
    const { time, channel, deliver, ref, delivery, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'lost' }];
    const stop = new AbortController();
    const first = deliver(ref, stop.signal);
    // Posted again after two looks; then a twin is waited for.
    await time.during(40_000);
    stop.abort();
    await time.until(first);
    time.jump(-3_600_000);
    const before = time.now();

    expect(await time.until(deliver(ref, RUNNING))).toBe('later');

    expect(time.now()).toEqual(before);
    expect((await delivery())?.leaseUntil).toBeUndefined();
  });
});
