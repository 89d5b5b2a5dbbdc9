import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeliver, type Deliver } from '../../src/digest/delivery/deliver.ts';
import { createPacer } from '../../src/digest/delivery/pacer.ts';
import { createDigestTimer, type DigestTimerDeps } from '../../src/digest/digest-timer.ts';
import { isLate } from '../../src/domain/digests/delivery.ts';
import type { PostRequest } from '../../src/domain/digests/posting.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import type { Log } from '../../src/domain/log.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { SILENT, UNTRACED } from '../fakes/log.ts';
import { subscription as anySubscription } from './delivering.ts';
import { createFakeTime } from './fake-time.ts';

/** 09:00 in Berlin. */
const NINE = new Date('2026-11-21T08:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Made an hour ago, so that nothing was promised before. */
function subscription(id: string, overrides: Partial<Subscription> = {}): Subscription {
  return anySubscription(id, { updatedAt: new Date(NINE.getTime() - HOUR_MS), ...overrides });
}

interface Posted {
  at: number;
  channelId: string;
  text: string;
}

async function startTimer(
  subscriptions: readonly Subscription[],
  overrides: Partial<DigestTimerDeps> = {},
) {
  const time = createFakeTime(NINE);
  const storage = await openStorage('sqlite::memory:', { now: time.now, log: SILENT });
  onTestFinished(() => storage.close());
  for (const each of subscriptions) await storage.subscriptions.save(each);
  const posted: Posted[] = [];
  const writtenAt: number[] = [];
  const errors: string[] = [];
  const log: Log = { ...SILENT, error: (event) => errors.push(event) };
  const deliver = createDeliver({
    store: storage.deliveries,
    now: storage.now,
    slackNow: () => undefined,
    subscription: (id) => storage.subscriptions.get(id),
    render: ({ dueAt, windowTo, missed }) => {
      writtenAt.push(time.now().getTime());
      return Promise.resolve({
        kind: 'parts',
        parts: [
          {
            text: `digest of ${dueAt.toISOString()}${isLate(dueAt, windowTo) ? ', late' : ''}, ${missed.length} missed`,
            blocks: [],
          },
          { text: 'details', blocks: [] },
        ],
      });
    },
    post: ({ channelId, text }: PostRequest) => {
      const at = time.now().getTime();
      posted.push({ at, channelId, text });
      return Promise.resolve({ kind: 'ok', ts: `${at / 1000}.${posted.length}` });
    },
    look: () => Promise.resolve({ kind: 'read', ts: [] }),
    remove: () => Promise.resolve(true),
    stopSubscription: () => Promise.resolve(true),
    tellRefused: () => Promise.resolve(true),
    pace: createPacer(time.delay, 1_000),
    dueLine: (dueAt) => `Due ${dueAt.toISOString()}`,
    delay: time.delay,
    audit: () => Promise.resolve(),
    log,
    owner: 'timer',
    installation: 'test',
    policy: 'repeat',
  });
  const deps: DigestTimerDeps = {
    store: storage.deliveries,
    subscriptions: storage.subscriptions.list,
    deliver,
    now: storage.now,
    elapsed: time.elapsed,
    delay: time.delay,
    log,
    tracing: UNTRACED,
    ...overrides,
  };
  const timer = createDigestTimer(deps);
  const round = async () => {
    await timer.tick();
    await time.until(timer.idle());
  };
  const messages = () => posted.filter(({ text }) => text !== 'details');
  return { time, storage, timer, deps, posted, writtenAt, messages, errors, round };
}

describe('the timer', () => {
  it('sends a digest when it is due, within a tick, and once', async () => {
    const { time, timer, messages } = await startTimer([subscription('s1')]);
    time.jump(-MINUTE_MS);

    timer.start();
    await time.during(3 * MINUTE_MS);

    expect(messages()).toHaveLength(1);
    expect((messages()[0]?.at ?? 0) - NINE.getTime()).toBeLessThanOrEqual(15_000);
    await time.until(timer.stop());
  });

  it('sends every other digest where what is stored of one is damaged', async () => {
    const { storage, round, messages, errors } = await startTimer([
      subscription('s1', { channelId: 'C1' }),
      subscription('s2', { channelId: 'C2' }),
    ]);
    const damaged = { subscriptionId: 's1', localDate: '2026-11-20' };
    const dueAt = new Date(NINE.getTime() - DAY_MS);
    await storage.deliveries.create([{ ...damaged, dueAt, channelId: 'C1', state: 'open' }]);
    await storage.deliveries.claim(damaged, 'a bot');
    await storage.deliveries.freeze(damaged, 'a bot', {
      windowTo: dueAt,
      // No message has such a key: what is read back is no part.
      parts: [{ key: undefined as unknown as string, text: '', blocks: [] }],
      contentHash: '',
    });
    await storage.deliveries.release(damaged, 'a bot');

    await round();

    expect(
      messages()
        .map(({ channelId }) => channelId)
        .toSorted(),
    ).toEqual(['C1', 'C2']);
    expect(errors).toEqual(['digest_failed']);
    // Neither tried again nor passed over in silence: the next digest counts it.
    expect(await storage.deliveries.unfinished()).toEqual([]);
    const missed = await storage.deliveries.missedSince('s1', undefined);
    expect(missed.map(({ localDate }) => localDate)).toEqual([damaged.localDate]);
  });

  it('sends each local date one digest over weeks, across a change of clocks', async () => {
    const { time, round, messages } = await startTimer([
      subscription('s1', { time: '02:30', updatedAt: new Date('2027-03-25T00:00:00Z') }),
    ]);
    time.pass(new Date('2027-03-25T00:00:00Z').getTime() - NINE.getTime());
    for (let hours = 0; hours < 6 * 24; hours += 1) {
      time.pass(HOUR_MS);
      await round();
    }

    expect(messages().map(({ text }) => text.slice(10, 26))).toEqual([
      '2027-03-25T01:30',
      '2027-03-26T01:30',
      '2027-03-27T01:30',
      '2027-03-28T01:00',
      '2027-03-29T00:30',
      '2027-03-30T00:30',
    ]);
  });

  it('stays at one digest a date when time and zone are changed through the day', async () => {
    const { time, storage, round, messages } = await startTimer([subscription('s1')]);
    await round();
    for (const change of [
      { time: '10:00' },
      { timeZone: 'America/New_York' },
      { timeZone: 'Pacific/Kiritimati', time: '23:00' },
      { timeZone: 'Pacific/Niue', time: '00:30' },
    ]) {
      const known = await storage.subscriptions.get('s1');
      await storage.subscriptions.save({
        ...subscription('s1'),
        ...known,
        ...change,
        updatedAt: time.now(),
      });
      for (let hour = 0; hour < 12; hour += 1) {
        time.pass(HOUR_MS);
        await round();
      }
    }

    const dates = (await storage.deliveries.lastDue(time.now())).size;
    expect(dates).toBe(1);
    const days = Math.ceil((time.now().getTime() - NINE.getTime()) / DAY_MS) + 1;
    expect(messages().length).toBeLessThanOrEqual(days);
  });

  it('sends the newest missed digest when it comes back, labelled, with a count of the older', async () => {
    const { time, round, messages } = await startTimer([subscription('s1')]);
    await round();
    time.pass(3 * DAY_MS + 4 * HOUR_MS);

    await round();
    await round();

    expect(messages().map(({ text }) => text)).toEqual([
      `digest of ${NINE.toISOString()}, 0 missed`,
      'digest of 2026-11-24T08:00:00.000Z, late, 2 missed',
    ]);
  });

  it('sends nothing that is older than 12 h, and counts it in the next digest', async () => {
    const { time, round, messages } = await startTimer([subscription('s1')]);
    await round();
    time.pass(DAY_MS + 13 * HOUR_MS);
    await round();
    expect(messages()).toHaveLength(1);

    time.pass(11 * HOUR_MS);
    await round();

    expect(messages()[1]?.text).toBe('digest of 2026-11-23T08:00:00.000Z, 1 missed');
  });

  it('runs nothing again when the clock is set back', async () => {
    const { time, round, messages } = await startTimer([subscription('s1')]);
    await round();

    for (const back of [HOUR_MS, DAY_MS, 3 * DAY_MS]) {
      time.jump(-back);
      await round();
    }
    time.jump(4 * DAY_MS + HOUR_MS);
    await round();

    expect(messages()).toHaveLength(1);
  });

  it('tries again as soon when the clock is set back while it waits', async () => {
    const started = await startTimer([subscription('s1')]);
    const failing: Deliver = async (ref) => {
      await started.storage.deliveries.claim(ref, 'a');
      const retryAt = new Date(started.time.now().getTime() + 30_000);
      await started.storage.deliveries.release(ref, 'a', { retryAt });
      return 'later';
    };
    const first = createDigestTimer({ ...started.deps, deliver: failing });
    await first.tick();
    await started.time.until(first.idle());
    started.time.jump(-HOUR_MS);

    started.timer.start();
    await started.time.during(MINUTE_MS);

    expect(started.messages()).toHaveLength(1);
    await started.time.until(started.timer.stop());
  });

  it('runs once late when the clock jumps far ahead, and every day again when it is set right', async () => {
    const { time, round, messages } = await startTimer([subscription('s1')]);
    await round();
    time.jump(30 * DAY_MS + HOUR_MS);
    await round();
    expect(messages()).toHaveLength(2);

    time.jump(-30 * DAY_MS);
    for (let day = 0; day < 5; day += 1) {
      time.pass(DAY_MS);
      await round();
    }

    expect(messages()).toHaveLength(7);
  });

  it('brings 200 channels that are due at once their message before any gets its details, one a second', async () => {
    const many = Array.from({ length: 200 }, (_, index) => subscription(`s${index}`));
    const { round, posted } = await startTimer(many);

    await round();

    expect(posted).toHaveLength(400);
    expect(new Set(posted.slice(0, 200).map(({ channelId }) => channelId)).size).toBe(200);
    const gaps = posted.slice(1).map(({ at }, index) => at - (posted[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBe(1_000);
    expect((posted[199]?.at ?? 0) - NINE.getTime()).toBeLessThan(205_000);
  });

  it('says when it was due to the last of more channels than get theirs within five minutes', async () => {
    const many = Array.from({ length: 310 }, (_, index) => subscription(`s${index}`));
    const { round, messages } = await startTimer(many);

    await round();

    const due = `\nDue ${NINE.toISOString()}`;
    const isTold = messages().map(({ text }) => text.endsWith(due));
    expect(isTold.indexOf(true)).toBeGreaterThan(295);
    expect(isTold.lastIndexOf(false)).toBeLessThan(305);
    expect(isTold).toHaveLength(310);
  });

  it('writes the digests of 200 channels before it posts any, so that they share one reading', async () => {
    const many = Array.from({ length: 200 }, (_, index) => subscription(`s${index}`));
    const { round, posted, writtenAt } = await startTimer(many);

    await round();

    expect(writtenAt).toHaveLength(200);
    expect(Math.max(...writtenAt)).toBeLessThanOrEqual(posted[0]?.at ?? 0);
  });

  it('goes on with the others when one subscription cannot be read', async () => {
    const broken = subscription('s0', { timeZone: 'Europe/Nowhere' });
    const { round, messages, errors } = await startTimer([broken, subscription('s1')]);

    await round();

    expect(messages().map(({ channelId }) => channelId)).toEqual(['C-s1']);
    expect(errors).toEqual(['digest_plan_failed']);
  });

  it('goes on with the others when one delivery fails, and tries that one again', async () => {
    const started = await startTimer([subscription('s1'), subscription('s2')]);
    let failures = 1;
    const failing: Deliver = (ref, signal) => {
      if (ref.subscriptionId === 's1' && failures > 0) {
        failures -= 1;
        return Promise.reject(new Error('a bug'));
      }
      return started.deps.deliver(ref, signal);
    };
    const timer = createDigestTimer({ ...started.deps, deliver: failing });

    await timer.tick();
    await started.time.until(timer.idle());
    expect(started.messages().map(({ channelId }) => channelId)).toEqual(['C-s2']);
    await timer.tick();
    await started.time.until(timer.idle());

    expect(started.messages().map(({ channelId }) => channelId)).toEqual(['C-s2', 'C-s1']);
  });

  it('is alive only while it can read the store, and goes on when it can again', async () => {
    let broken = false;
    const started = await startTimer([subscription('s1')]);
    const timer = createDigestTimer({
      ...started.deps,
      subscriptions: () =>
        broken ? Promise.reject(new Error('gone')) : started.deps.subscriptions(),
    });
    timer.start();
    await started.time.during(1_000);
    expect(timer.sinceTick()).toBeLessThanOrEqual(15_000);
    broken = true;
    await started.time.during(MINUTE_MS);
    expect(timer.sinceTick()).toBeGreaterThanOrEqual(45_000);
    broken = false;

    await started.time.during(MINUTE_MS);

    expect(timer.sinceTick()).toBeLessThanOrEqual(15_000);
    await started.time.until(timer.stop());
  });

  it.each([-HOUR_MS, HOUR_MS])(
    'knows when it last looked when the clock is set by %i ms',
    async (ms) => {
      const { time, timer } = await startTimer([]);
      await timer.tick();

      time.jump(ms);
      time.pass(1_000);

      expect(timer.sinceTick()).toBe(1_000);
    },
  );

  it('takes over what another bot left behind as soon as its lease ends', async () => {
    const { time, storage, timer, messages } = await startTimer([subscription('s1')]);
    const ref = { subscriptionId: 's1', localDate: '2026-11-21' };
    await storage.deliveries.create([{ ...ref, dueAt: NINE, channelId: 'C-s1', state: 'open' }]);
    await storage.deliveries.claim(ref, 'another bot');
    time.pass(7_000);

    timer.start();
    await time.during(37_500);
    expect(messages()).toHaveLength(0);
    await time.during(3_000);

    expect(messages()).toHaveLength(1);
    await time.until(timer.stop());
  });

  it('posts within 75 s all that another bot left in the middle of its post', async () => {
    const { time, storage, timer, posted } = await startTimer([subscription('s1')]);
    const ref = { subscriptionId: 's1', localDate: '2026-11-21' };
    await storage.deliveries.create([{ ...ref, dueAt: NINE, channelId: 'C-s1', state: 'open' }]);
    await storage.deliveries.claim(ref, 'another bot');
    await storage.deliveries.freeze(ref, 'another bot', {
      windowTo: NINE,
      parts: [
        { key: 'k', text: 'digest', blocks: [] },
        { key: 'l', text: 'details', blocks: [] },
      ],
      contentHash: 'h',
    });
    await storage.deliveries.markSending(ref, 'another bot', 0);

    timer.start();
    await time.during(75_000);

    expect(posted.map(({ text }) => text)).toEqual(['digest', 'details']);
    await time.until(timer.stop());
  });

  it('leaves alone what another bot has and what is to wait', async () => {
    const { storage, timer, deps } = await startTimer([subscription('s1'), subscription('s2')]);
    await deps.store.create(
      ['s1', 's2'].map((id) => ({
        subscriptionId: id,
        localDate: '2026-11-21',
        dueAt: NINE,
        channelId: `C-${id}`,
        state: 'open',
      })),
    );
    const [first, second] = await storage.deliveries.unfinished();
    if (first === undefined || second === undefined) throw new Error('Both are unfinished');
    await storage.deliveries.claim(first, 'another bot');
    await storage.deliveries.claim(second, 'a bot');
    await storage.deliveries.release(second, 'a bot', { retryAt: new Date(NINE.getTime() + 1) });
    const begun: string[] = [];
    const watching = createDigestTimer({
      ...deps,
      deliver: ({ subscriptionId }) => {
        begun.push(subscriptionId);
        return Promise.resolve('later');
      },
    });

    await watching.tick();
    await timer.idle();

    expect(begun).toEqual([]);
  });

  it('works on a few at once, waits at the end for those, and begins no other', async () => {
    const many = Array.from({ length: 9 }, (_, index) => subscription(`s${index}`));
    const started = await startTimer(many);
    const begun: string[] = [];
    const ended: string[] = [];
    const slow: Deliver = async (ref) => {
      begun.push(ref.subscriptionId);
      await started.time.delay(10_000);
      ended.push(ref.subscriptionId);
      return 'more';
    };
    const timer = createDigestTimer({ ...started.deps, deliver: slow });
    await timer.tick();

    await started.time.until(timer.stop());
    await timer.tick();

    expect(begun).toEqual(['s0', 's1', 's2', 's3']);
    expect(ended).toEqual(begun);
    expect(started.time.waiting()).toBe(0);
  });

  it('ticks once at a time however often it is started', async () => {
    const started = await startTimer([]);
    let ticks = 0;
    const timer = createDigestTimer({
      ...started.deps,
      subscriptions: () => {
        ticks += 1;
        return Promise.resolve([]);
      },
    });

    timer.start();
    timer.start();
    await started.time.during(MINUTE_MS - 1);

    expect(ticks).toBe(4);
    await started.time.until(timer.stop());
    expect(started.time.waiting()).toBe(0);
  });

  it('does not wait for ever at the end', async () => {
    const started = await startTimer([subscription('s1')]);
    const stuck: Deliver = () => new Promise(() => undefined);
    const timer = createDigestTimer({ ...started.deps, deliver: stuck });
    await timer.tick();
    const before = started.time.now().getTime();

    await started.time.until(timer.stop());

    expect(started.time.now().getTime() - before).toBe(20_000);
  });
});

describe('a digest that somebody asks for', () => {
  it('is sent now, whatever the hour, and leaves the one of today due', async () => {
    const wish = subscription('s1', { time: '18:00' });
    const { time, timer, round, messages } = await startTimer([wish]);

    const [delivery] = await time.until(timer.runNow([wish]));

    expect(delivery).toMatchObject({ state: 'sent', localDate: NINE.toISOString() });
    time.pass(9 * HOUR_MS);
    await round();
    expect(messages().map(({ text }) => text.slice(10, 26))).toEqual([
      '2026-11-21T08:00',
      '2026-11-21T17:00',
    ]);
  });

  it('is sent though its subscription is off', async () => {
    const wish = subscription('s1', { enabled: false });
    const { time, timer, messages } = await startTimer([wish]);

    await time.until(timer.runNow([wish]));

    expect(messages()).toHaveLength(1);
  });

  it('is answered as it stands when it could not be sent', async () => {
    const wish = subscription('s1');
    const { time, timer, deps } = await startTimer([wish]);
    const failing = createDigestTimer({ ...deps, deliver: () => Promise.resolve('later') });

    const [delivery] = await time.until(failing.runNow([wish]));

    expect(delivery).toMatchObject({ state: 'open' });
    expect(timer.sinceTick()).toBeUndefined();
  });
});
