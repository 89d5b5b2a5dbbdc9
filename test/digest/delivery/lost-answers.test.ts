import { describe, expect, it } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import type { LookRequest } from '../../../src/domain/digests/posting.ts';
import { DUE, startDelivering, TEXTS } from '../delivering.ts';
import { RUNNING, texts } from './delivery-acts.ts';

function minutesBefore(minutes: number, moment: Date): Date {
  return new Date(moment.getTime() - minutes * 60_000);
}

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
    const from = new Date(DUE.getTime() - 120_000);
    expect(looks.map(({ since }) => since)).toEqual(looks.map(() => from));
  });

  it('is found where the clock of Slack is ten minutes behind ours', async () => {
    const { deps, channel, finish, time } = await startDelivering();
    channel.fates = [{ kind: 'taken' }];
    const slackNow = () => minutesBefore(10, time.now());
    // Its history goes by its own clock.
    const look: typeof deps.look = ({ since, ...request }) =>
      deps.look({ ...request, since: minutesBefore(-10, since) });

    await finish(createDeliver({ ...deps, look, slackNow }));

    expect(channel.posts).toBe(TEXTS.length);
    expect(texts(channel.messages)).toEqual(TEXTS);
  });

  it('is found where our clock was set back after the post', async () => {
    const { deps, channel, finish, time } = await startDelivering();
    channel.fates = [{ kind: 'taken' }];
    const now = () => Promise.resolve(channel.posts === 0 ? time.now() : minutesBefore(60, DUE));

    await finish(createDeliver({ ...deps, now, slackNow: time.now }));

    expect(channel.posts).toBe(TEXTS.length);
    expect(texts(channel.messages)).toEqual(TEXTS);
  });

  it('to a first post holds the replies no longer up where our clock is set back meanwhile', async () => {
    const { channel, finish, deps, time } = await startDelivering();
    channel.fates = [{ kind: 'lost' }, { kind: 'ok' }];
    const post: typeof deps.post = async (request) => {
      const answer = await deps.post(request);
      if (channel.posts === 2) time.jump(-30 * 60_000);
      return answer;
    };
    const from = time.elapsed();

    await finish(createDeliver({ ...deps, post }));

    expect(texts(channel.messages)).toEqual(TEXTS);
    expect(time.elapsed() - from).toBeLessThan(120_000);
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

  it('is not looked for again before Slack allows it', async () => {
    const { channel, deliver, ref, time, delivery, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'lost' }];
    channel.looks = [{ kind: 'unavailable', retryAfterMs: 300_000 }];

    expect(await time.until(deliver(ref, RUNNING))).toBe('later');

    expect((await delivery())?.retryAt).toEqual(new Date(time.now().getTime() + 300_000));
  });

  it('is looked for again after longer and longer waits while Slack does not say', async () => {
    const { channel, deliver, ref, time, delivery, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'lost' }];
    channel.looks = Array.from({ length: 7 }, () => ({ kind: 'unavailable' as const }));
    const waits: number[] = [];

    for (let times = 0; times < 7; times += 1) {
      expect(await time.until(deliver(ref, RUNNING))).toBe('later');
      const wait = ((await delivery())?.retryAt?.getTime() ?? 0) - time.now().getTime();
      waits.push(wait / 1000);
      time.pass(wait);
    }

    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 900]);
  });

  it('is looked for to the end where Slack lets the bot look once a minute, and posted again', async () => {
    const { deps, channel, finish, time, delivery } = await startDelivering();
    channel.fates = [{ kind: 'lost' }];
    let free = time.now().getTime();
    const look: typeof deps.look = (request) => {
      const retryAfterMs = free - time.now().getTime();
      if (retryAfterMs > 0) return Promise.resolve({ kind: 'unavailable', retryAfterMs });
      free = time.now().getTime() + 60_000;
      return deps.look(request);
    };

    await finish(createDeliver({ ...deps, look }));

    expect(texts(channel.messages)).toEqual(TEXTS);
    expect(await delivery()).toMatchObject({ state: 'sent' });
    expect(time.now().getTime() - DUE.getTime()).toBeLessThan(5 * 60_000);
  });

  it('is looked for from where the last look got to, by another bot too, and as of when that began', async () => {
    const { deps, channel, deliver, finish, delivery, ref, time, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'lost' }];
    const places = ['page 2', 'page 3', 'page 4'].map((cursor) => ({ cursor, ts: [] }));
    channel.looks = places.map((reached) => ({ kind: 'unavailable', reached }));
    await time.until(deliver(ref, RUNNING));
    const begun = (await delivery())?.parts[0]?.looks?.begun;
    const requests: LookRequest[] = [];
    const empty: (readonly Date[] | undefined)[] = [];
    const look: typeof deps.look = async (request) => {
      requests.push(request);
      empty.push((await delivery())?.parts[0]?.looks?.empty);
      return deps.look(request);
    };

    await finish(createDeliver({ ...deps, owner: 'second', look }));

    const { since, until } = begun ?? {};
    expect(begun?.reached).toEqual(places[0]);
    expect(requests.slice(0, 3)).toMatchObject(
      places.map((reached) => ({ since, until, reached })),
    );
    expect(requests[3]?.reached).toBeUndefined();
    expect(empty[3]).toEqual([begun?.at]);
    expect(texts(channel.messages)).toEqual(TEXTS);
  });

  it('does not wait longer and longer while a look gets on', async () => {
    const { channel, deliver, ref, time, delivery, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'lost' }];
    channel.looks = Array.from({ length: 9 }, (_, page) => ({
      kind: 'unavailable',
      reached: { cursor: `page ${page}`, ts: [] },
    }));
    const waits: number[] = [];

    for (let times = 0; times < 9; times += 1) {
      await time.until(deliver(ref, RUNNING));
      const wait = ((await delivery())?.retryAt?.getTime() ?? 0) - time.now().getTime();
      waits.push(wait / 1000);
      time.pass(wait);
    }

    expect(waits).toEqual(waits.map(() => 15));
  });

  it.each([
    { what: 'the digest', fates: [], state: 'doubtful', reason: /whether Slack took the message/ },
    { what: 'a reply', fates: [{ kind: 'ok' }], state: 'sent', reason: /whether every reply/ },
  ] as const)(
    'to $what is left in doubt where Slack does not say within 12 h',
    async ({ fates, state, reason }) => {
      const { deps, channel, finish, delivery, storage } = await startDelivering();
      channel.fates = [...fates, { kind: 'lost' }];
      const look: typeof deps.look = () => Promise.resolve({ kind: 'unavailable' });

      expect(await finish(createDeliver({ ...deps, look }))).toBe('finished');

      expect(await delivery()).toMatchObject({ state, reason: expect.stringMatching(reason) });
      const missed = await storage.deliveries.missedSince('s1', undefined);
      expect(missed).toHaveLength(state === 'doubtful' ? 1 : 0);
    },
  );

  it('is looked for also by a bot that comes back days later, which Slack does not answer at once', async () => {
    const { channel, finish, deliver, delivery, ref, time, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'taken' }];
    channel.looks = Array.from({ length: 4 }, () => ({ kind: 'unavailable' as const }));
    await time.until(deliver(ref, RUNNING));
    time.pass(3 * 24 * 3_600_000);

    await finish();

    expect(await delivery()).toMatchObject({ state: 'sent' });
    expect(texts(channel.messages)).toEqual([TEXTS[0]]);
  });

  it('does not look for a second copy for ever', async () => {
    const { deps, channel, finish, delivery } = await startDelivering();
    channel.fates = [{ kind: 'lost' }];
    const look: typeof deps.look = (request) =>
      channel.messages.length === 0 ? deps.look(request) : Promise.resolve({ kind: 'unavailable' });

    expect(await finish(createDeliver({ ...deps, look }))).toBe('finished');

    expect(await delivery()).toMatchObject({
      state: 'sent',
      reason: 'It is not known whether a message is in the channel twice',
    });
  });

  it('may take long to look for: the lease is kept meanwhile', async () => {
    const { deps, storage, channel, ref, time, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'taken' }];
    const look: typeof deps.look = async (request) => {
      await time.delay(180_000);
      return deps.look(request);
    };
    const work = createDeliver({ ...deps, look })(ref, RUNNING);

    await time.during(180_000);

    expect(await storage.deliveries.claim(ref, 'another')).toBeUndefined();
    expect(await time.until(work)).not.toBe('taken');
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
