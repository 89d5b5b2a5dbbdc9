import { describe, expect, it } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import type { Storage } from '../../../src/storage/open-storage.ts';
import { DUE, startDelivering, TEXTS } from '../delivering.ts';

const RUNNING = new AbortController().signal;

function texts(messages: readonly { text: string }[]): string[] {
  return messages.map(({ text }) => text);
}

async function pauseUntil(storage: Storage, pausedUntil: Date): Promise<void> {
  const stored = await storage.subscriptions.get('s1');
  const saved = stored && (await storage.subscriptions.save({ ...stored, pausedUntil }));
  if (saved === undefined) throw new Error('the subscription was not changed');
}

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
    for (let turn = 0; turn < 3; turn += 1) {
      progress.push(await time.until(deliver(ref, RUNNING)));
      posted.push(channel.messages.length);
    }

    expect(progress).toEqual(['more', 'more', 'finished']);
    expect(posted).toEqual([1, 2, 3]);
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
        late: false,
        previous: { localDate: '2026-11-19' },
        missed: [{ localDate: '2026-11-20' }],
      },
    ]);
    expect(await delivery()).toMatchObject({ windowFrom: windowTo });
  });

  it.each([
    { minutes: 5, late: false },
    { minutes: 6, late: true },
  ])('that is $minutes min late says so: $late', async ({ minutes, late }) => {
    const { time, finish, requests } = await startDelivering();
    time.pass(minutes * 60_000);

    await finish();

    expect(requests).toMatchObject([{ late }]);
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
    const { storage, channel, finish, deliver, ref, time, delivery } = await startDelivering();
    channel.fates = [{ kind: 'answer', answer: { kind: 'refused', code: 'token_revoked' } }];
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
    const { storage, channel, finish, deliver, ref, time, delivery } = await startDelivering();
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
    const { storage, channel, finish, deliver, ref, time, delivery } = await startDelivering();
    channel.fates = [{ kind: 'answer', answer: { kind: 'refused', code: 'token_revoked' } }];
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

    expect(texts(channel.messages)).toEqual([TEXTS[0]]);
  });

  it('that could not be sent within 12 h is no news any more', async () => {
    const { time, channel, finish, delivery } = await startDelivering();
    time.pass(12 * 3_600_000 + 1);

    await finish();

    expect(channel.posts).toBe(0);
    expect(await delivery()).toMatchObject({ state: 'missed' });
  });

  it('is tried again later when it cannot be rendered', async () => {
    let failures = 1;
    const started = await startDelivering();
    const deliver = createDeliver({
      ...started.deps,
      render: (request, signal) => {
        if (failures > 0) {
          failures -= 1;
          return Promise.reject(new Error('a bug'));
        }
        return started.deps.render(request, signal);
      },
    });

    await expect(started.time.until(deliver(started.ref, RUNNING))).rejects.toThrow('a bug');
    expect(await started.delivery()).toMatchObject({ state: 'open', leaseUntil: undefined });
    expect((await started.delivery())?.retryAt?.getTime()).toBeGreaterThan(
      started.time.now().getTime(),
    );
    started.time.pass(60_000);

    expect(await started.finish(deliver)).toBe('finished');
  });

  it('is tried again later each time that something of ours fails after a post', async () => {
    const { deps, channel, ref, time, delivery } = await startDelivering();
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

describe('a lease', () => {
  it('has half a minute left at any moment, also while a lost copy is waited for', async () => {
    const { time, channel, deliver, ref, delivery } = await startDelivering();
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
    const { deps, storage, ref, time } = await startDelivering();
    const work = createDeliver({ ...deps, pace: () => time.delay(180_000) })(ref, RUNNING);

    await time.during(170_000);

    expect(await storage.deliveries.claim(ref, 'another')).toBeUndefined();
    expect(await time.until(work)).toBe('more');
  });

  it('is of no use to whoever has lost the lease by then: nothing is posted', async () => {
    const { deps, storage, ref, time, channel } = await startDelivering();
    const pace = async () => {
      time.pass(61_000);
      await storage.deliveries.claim(ref, 'another');
    };

    expect(await time.until(createDeliver({ ...deps, pace })(ref, RUNNING))).toBe('taken');

    expect(channel.posts).toBe(0);
  });

  it('is not waited for when the lease was lost while a lost post was looked for', async () => {
    const { deps, storage, ref, time, channel } = await startDelivering();
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
    const { deps, ref, time, channel, delivery } = await startDelivering();
    const stop = new AbortController();
    const pace = () => Promise.resolve(stop.abort());

    expect(await time.until(createDeliver({ ...deps, pace })(ref, stop.signal))).toBe('later');

    expect(channel.posts).toBe(0);
    expect(await delivery()).toMatchObject({ state: 'frozen', leaseUntil: undefined });
  });
});

describe('a clock that is set back', () => {
  it('gives the delivery back instead of keeping its lease for as long', async () => {
    const { time, channel, deliver, ref, delivery } = await startDelivering();
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

describe('a refusal', () => {
  it.each([
    { code: 'not_in_channel', reason: 'The bot is not in the channel: invite it there' },
    { code: 'is_archived', reason: 'The channel is archived' },
    {
      code: 'restricted_action',
      reason: 'The workspace does not let the bot post in this channel',
    },
  ])('$code ends the digest and stops the subscription with a reason', async ({ code, reason }) => {
    const { channel, finish, delivery, stopped } = await startDelivering();
    channel.fates = [{ kind: 'answer', answer: { kind: 'refused', code } }];

    await finish();

    expect(await delivery()).toMatchObject({ state: 'refused', reason });
    expect(stopped).toEqual([reason]);
    expect(channel.posts).toBe(1);
  });

  it('of the token waits and tries again, however often, without stopping anything', async () => {
    const { channel, finish, delivery, stopped } = await startDelivering();
    channel.fates = Array.from({ length: 6 }, () => ({
      kind: 'answer',
      answer: { kind: 'refused', code: 'token_revoked' },
    }));

    await finish();

    expect(stopped).toEqual([]);
    expect(texts(channel.messages)).toEqual(TEXTS);
    expect(await delivery()).toMatchObject({ state: 'sent' });
  });

  it('for the hour is obeyed to the second, and costs no look', async () => {
    const { channel, deliver, ref, time, delivery } = await startDelivering();
    channel.fates = [{ kind: 'answer', answer: { kind: 'rate-limited', retryAfterMs: 3_600_000 } }];

    expect(await time.until(deliver(ref, RUNNING))).toBe('later');

    const retryAt = (await delivery())?.retryAt?.getTime() ?? 0;
    expect(retryAt - time.now().getTime()).toBe(3_600_000);
    time.pass(3_599_999);
    expect(await time.until(deliver(ref, RUNNING))).toBe('later');
    expect(channel.posts).toBe(1);
    time.pass(1);
    expect(await time.until(deliver(ref, RUNNING))).toBe('more');
  });

  it('of blocks is answered by simpler ones, and at last by text alone', async () => {
    const { channel, finish } = await startDelivering(
      {},
      {
        kind: 'parts',
        parts: [
          { text: 'a table', blocks: [{ type: 'data_table' }], plainBlocks: [{ type: 'section' }] },
        ],
      },
    );
    const refusal = {
      kind: 'answer',
      answer: { kind: 'refused', code: 'invalid_blocks' },
    } as const;
    channel.fates = [refusal];

    await finish();

    expect(channel.messages).toMatchObject([{ text: 'a table', blocks: [{ type: 'section' }] }]);
  });

  it('of every form of the message ends the digest', async () => {
    const { channel, finish, delivery, stopped } = await startDelivering();
    const refusal = { kind: 'answer', answer: { kind: 'refused', code: 'msg_too_long' } } as const;
    channel.fates = [refusal, refusal, refusal];

    await finish();

    expect(channel.posts).toBe(2);
    expect(await delivery()).toMatchObject({
      state: 'refused',
      reason: 'Slack answered msg_too_long',
    });
    expect(stopped).toEqual([]);
  });

  it('of a reply leaves the message as sent, and says what is missing', async () => {
    const { channel, finish, delivery, stopped } = await startDelivering();
    const answer = { kind: 'refused', code: 'restricted_action_non_threadable_channel' } as const;
    channel.fates = [{ kind: 'ok' }, { kind: 'answer', answer }];

    await finish();

    expect(texts(channel.messages)).toEqual([TEXTS[0]]);
    expect(await delivery()).toMatchObject({
      state: 'sent',
      reason: 'Its replies are missing: The channel allows no replies',
    });
    expect(stopped).toEqual([]);
  });

  it('of a reply since the channel is gone stops the digest, whose message stays', async () => {
    const { channel, finish, delivery, stopped } = await startDelivering();
    const answer = { kind: 'refused', code: 'is_archived' } as const;
    channel.fates = [{ kind: 'ok' }, { kind: 'answer', answer }];

    await finish();

    expect(stopped).toEqual(['The channel is archived']);
    expect(await delivery()).toMatchObject({ state: 'sent' });
  });

  it('is met again until somebody could be told of it', async () => {
    const { channel, finish, delivery, stopped, deps, deliver, ref, time } =
      await startDelivering();
    const gone = { kind: 'answer', answer: { kind: 'refused', code: 'not_in_channel' } } as const;
    channel.fates = [gone, gone];

    const unheard = createDeliver({ ...deps, stopSubscription: () => Promise.resolve(false) });
    expect(await time.until(unheard(ref, RUNNING))).toBe('later');
    expect(await delivery()).toMatchObject({ state: 'sending', reason: expect.any(String) });
    await finish(deliver);

    expect(stopped).toEqual(['The bot is not in the channel: invite it there']);
    expect(await delivery()).toMatchObject({ state: 'refused' });
    expect(channel.posts).toBe(2);
  });

  it('of a reply whose message a person deleted ends the digest', async () => {
    const { channel, finish, delivery } = await startDelivering();
    channel.fates = [
      { kind: 'ok' },
      { kind: 'answer', answer: { kind: 'refused', code: 'thread_not_found' } },
    ];

    await finish();

    expect(channel.posts).toBe(2);
    expect(await delivery()).toMatchObject({ state: 'sent' });
  });
});

describe('a lost answer', () => {
  it('to a post that arrived is found in the channel, and nothing is posted again', async () => {
    const { channel, finish, delivery } = await startDelivering();
    channel.fates = [{ kind: 'taken' }];

    await finish();

    expect(texts(channel.messages)).toEqual(TEXTS);
    expect(channel.posts).toBe(3);
    expect((await delivery())?.parts[0]?.ts).toBe(channel.messages[0]?.ts);
  });

  it('to a post that never arrived is posted again, after two looks', async () => {
    const { channel, finish, time } = await startDelivering();
    const start = time.now().getTime();
    channel.fates = [{ kind: 'lost' }];

    await finish();

    expect(texts(channel.messages)).toEqual(TEXTS);
    expect(channel.posts).toBe(4);
    const posted = Number(channel.messages[0]?.ts) * 1000 - start;
    expect(posted).toBeGreaterThanOrEqual(25_000);
  });

  it('counts as lost although history shows the message only 9 s later', async () => {
    const { channel, finish } = await startDelivering();
    channel.lagMs = 24_000;
    channel.fates = [{ kind: 'taken' }];

    await finish();

    expect(texts(channel.messages)).toEqual(TEXTS);
    expect(channel.posts).toBe(3);
  });

  it('to a reply is looked for in the thread', async () => {
    const { channel, finish } = await startDelivering();
    channel.fates = [{ kind: 'ok' }, { kind: 'taken' }, { kind: 'lost' }];

    await finish();

    expect(texts(channel.messages)).toEqual(TEXTS);
    expect(channel.posts).toBe(4);
  });

  it('and a first copy that turns up after the second leave one message, and a line in the audit', async () => {
    const { channel, finish, audited, delivery } = await startDelivering();
    channel.fates = [{ kind: 'taken', afterMs: 30_000 }];

    await finish();

    expect(texts(channel.messages)).toEqual(TEXTS);
    const [kept] = channel.messages;
    expect((await delivery())?.parts[0]?.ts).toBe(kept?.ts);
    expect(audited.map(({ deed, state }) => `${deed} ${state}`)).toEqual([
      'delete-twin intended',
      'delete-twin done',
    ]);
  });

  it('and a first copy that is taken late and shows later still leave one message', async () => {
    const { channel, finish } = await startDelivering();
    channel.lagMs = 12_000;
    channel.fates = [{ kind: 'taken', afterMs: 34_000 }];

    await finish();

    expect(texts(channel.messages)).toEqual(TEXTS);
  });

  it('is looked for twice after each post, from the first one on', async () => {
    const { deps, channel, finish } = await startDelivering();
    channel.fates = [{ kind: 'lost' }, { kind: 'lost' }];
    const looks: { posts: number; since: Date }[] = [];
    const look: typeof deps.look = (request) => {
      looks.push({ posts: channel.posts, since: request.since });
      return deps.look(request);
    };

    await finish(createDeliver({ ...deps, look }));

    expect(looks.map(({ posts }) => posts)).toEqual([1, 1, 2, 2, 3]);
    // Two minutes early, since clocks differ.
    expect(looks.at(-1)?.since).toEqual(new Date(DUE.getTime() - 120_000));
  });

  it('keeps the older of two copies', async () => {
    const { channel, finish, delivery, time } = await startDelivering();
    channel.lagMs = 35_000;
    channel.fates = [{ kind: 'taken' }];
    const start = time.now().getTime() / 1000;

    await finish();

    expect(texts(channel.messages)).toEqual(TEXTS);
    expect(channel.messages[0]?.ts.startsWith(`${start}.`)).toBe(true);
    expect((await delivery())?.parts[0]?.ts).toBe(channel.messages[0]?.ts);
    expect(channel.messages.map(({ threadTs }) => threadTs)).toEqual([
      undefined,
      channel.messages[0]?.ts,
      channel.messages[0]?.ts,
    ]);
  });

  it('waits while history cannot be read for now', async () => {
    const { channel, finish } = await startDelivering();
    channel.fates = [{ kind: 'taken' }];
    channel.looks = [
      { kind: 'unavailable' },
      { kind: 'unavailable', retryAfterMs: 60_000 },
      { kind: 'unavailable' },
    ];

    await finish();

    expect(texts(channel.messages)).toEqual(TEXTS);
  });

  it('of every post is tried less and less often, and given up after 12 h', async () => {
    const { channel, finish, delivery } = await startDelivering();
    channel.fates = Array.from({ length: 200 }, () => ({ kind: 'lost' }));

    await finish();

    expect(await delivery()).toMatchObject({ state: 'missed' });
    expect(channel.posts).toBeGreaterThan(10);
    expect(channel.posts).toBeLessThan(60);
  });
});

describe('without the right to read history', () => {
  it('a lost answer is repeated with a label that says so, and no copy waited for', async () => {
    const { channel, finish, delivery, time } = await startDelivering();
    channel.fates = [{ kind: 'lost' }];
    channel.looks = [{ kind: 'forbidden' }, { kind: 'forbidden' }];

    await finish();

    const label = 'Possible repeat: Slack’s answer to the first try was lost.';
    expect(texts(channel.messages)).toEqual([`${label} ${TEXTS[0]}`, TEXTS[1], TEXTS[2]]);
    expect(channel.messages[0]?.blocks).toHaveLength(2);
    expect(await delivery()).toMatchObject({ state: 'sent' });
    expect(time.now().getTime() - DUE.getTime()).toBeLessThan(20_000);
  });

  it('a lost answer is left alone where the operator wants that, and is never silent', async () => {
    const { channel, finish, delivery, storage } = await startDelivering({ policy: 'skip' });
    channel.fates = [{ kind: 'lost' }];
    channel.looks = [{ kind: 'forbidden' }];

    await finish();

    expect(channel.posts).toBe(1);
    expect(await delivery()).toMatchObject({
      state: 'doubtful',
      reason: 'It is not known whether Slack took the message',
    });
    expect(await storage.deliveries.missedSince('s1', undefined)).toHaveLength(1);
  });
});

describe('two bots', () => {
  it('on one store post one digest', async () => {
    const { channel, deps, deliver, ref, time } = await startDelivering();
    const other = createDeliver({ ...deps, owner: 'second' });

    const progress = await time.until(
      Promise.all([deliver(ref, RUNNING), other(ref, RUNNING), other(ref, RUNNING)]),
    );

    expect(progress.toSorted((a, b) => a.localeCompare(b))).toEqual(['more', 'taken', 'taken']);
    expect(texts(channel.messages)).toEqual([TEXTS[0]]);
  });

  it('end with one message even when one froze in the middle of its post', async () => {
    const { channel, deps, deliver, ref, time, finish, delivery } = await startDelivering();
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
    const { deliver, ref, time, channel, delivery } = await startDelivering();
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
    const { deliver, ref, time, channel, delivery } = await startDelivering(
      {},
      { kind: 'parts', parts: [{ text: 'all is well', blocks: [] }] },
    );
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
    const { deliver, ref, time, channel } = await startDelivering();
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
