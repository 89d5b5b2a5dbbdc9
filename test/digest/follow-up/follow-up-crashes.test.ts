import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { judged } from '../../fakes/judged.ts';
import { SILENT } from '../../fakes/log.ts';
import { snoozeOf } from '../../fakes/snoozes.ts';
import { DUE } from '../delivering.ts';
import type { Fate } from '../fake-channel.ts';
import { createFakeTime } from '../fake-time.ts';
import { type Following, type FollowUps, followOne, TURNED } from '../following.ts';
import { createDeath, type Death, dieAtEachCall, makeMortal } from '../mortal.ts';

const MOMENTS = ['before', 'after'] as const;
type Moment = (typeof MOMENTS)[number];

/** One store for many digests, each in a channel of its own: opening one for each run takes too long. */
async function openMany() {
  const time = createFakeTime(DUE);
  const storage = await openStorage('sqlite::memory:', { now: time.now, log: SILENT });
  onTestFinished(() => storage.close());
  let count = 0;
  return (posted?: JudgedAddon[]) => {
    count += 1;
    return followOne(storage, time, `s${count}`, posted);
  };
}

/** A process that follows up once and delivers what is to be posted, until it dies. */
async function runUntilDeath(following: Following, call: number, moment: Moment): Promise<Death> {
  const death = createDeath(call, moment);
  const { mortal } = death;
  const { store, texts, update, snoozes } = following.followUps;
  const owner = `follower until ${call}`;
  const deps: Partial<FollowUps> = {
    owner,
    store: {
      newestWritten: mortal('newestWritten', store.newestWritten),
      claimSent: mortal('claimSent', store.claimSent),
      amend: mortal('amend', store.amend),
      release: mortal('release', store.release),
    },
    snoozes: {
      list: mortal('snoozes.list', snoozes.list),
      end: mortal('snoozes.end', snoozes.end),
    },
    texts: { ...texts, digest: mortal('digest', texts.digest) },
    update: mortal('update', update),
  };
  await following.round({ addons: TURNED }, deps).catch(() => undefined);
  if (!death.died()) {
    const { deps: delivering } = makeMortal(following.deps, call, moment, death);
    await following.finish(createDeliver(delivering)).catch(() => undefined);
  }
  return death;
}

/** Processes that come after the dead one; the second round makes the edits that Slack did not take. */
async function resume(following: Following): Promise<void> {
  const deliver = createDeliver({ ...following.deps, owner: 'after the crash' });
  for (let rounds = 0; rounds < 3; rounds += 1) {
    await following.finish(deliver);
    await following.round({ addons: TURNED }, { owner: 'after the crash' });
  }
  await following.finish(deliver);
}

async function outcomeOf({ seen, channel, delivery }: Following) {
  const { state, parts = [] } = (await delivery()) ?? {};
  return {
    state,
    seen: seen(),
    known: parts.map(({ ts }) => channel.messages.some((message) => message.ts === ts)),
  };
}

const ONCE = {
  state: 'sent',
  seen: ['act, p/billing failed, p/orders fixed', 'details', 'broke: p/billing'],
  known: [true, true, true],
};

const HISTORIES: readonly { name: string; updateFates: Fate[]; fates: Fate[]; lagMs: number }[] = [
  { name: 'all goes well', updateFates: [], fates: [], lagMs: 0 },
  { name: 'the edit’s answer is lost', updateFates: [{ kind: 'taken' }], fates: [], lagMs: 0 },
  { name: 'the edit is lost', updateFates: [{ kind: 'lost' }], fates: [], lagMs: 0 },
  { name: 'the reply’s answer is lost', updateFates: [], fates: [{ kind: 'taken' }], lagMs: 9_000 },
  { name: 'the reply is lost', updateFates: [], fates: [{ kind: 'lost' }], lagMs: 9_000 },
];

describe.each(HISTORIES)('a process that dies while $name', ({ updateFates, fates, lagMs }) => {
  it.each(MOMENTS)(
    'just %s any of its calls leaves one reply after the next take over',
    async (moment) => {
      const next = await openMany();
      const { lives, wrong } = await dieAtEachCall(async (call) => {
        const following = await next();
        const { channel } = following;
        Object.assign(channel, { updateFates: [...updateFates], fates: [...fates], lagMs });
        const mortal = await runUntilDeath(following, call, moment);
        await resume(following);
        return { mortal, outcome: await outcomeOf(following) };
      }, ONCE);

      expect(wrong).toEqual([]);
      // Find, claim, write, edit, amend, and for the reply claim, mark, post, record.
      expect(lives).toBeGreaterThan(9);
    },
  );
});

describe('a process that dies while it tells that something snoozed got worse', () => {
  it.each(MOMENTS)(
    'just %s any of its calls leaves one reply and no snooze after the next take over',
    async (moment) => {
      const next = await openMany();
      const posted = [judged('p/orders', 'failed'), judged('p/billing', 'missed')];
      const live = async (call: number) => {
        const following = await next(posted);
        const { storage, ref, time } = following;
        const { subscriptionId } = ref;
        const at = time.now();
        const until = new Date(at.getTime() + 86_400_000);
        const snooze = snoozeOf('p/billing', 'missed', { subscriptionId, at, until });
        await storage.snoozes.put(snooze);
        await following.round({ addons: posted });
        const mortal = await runUntilDeath(following, call, moment);
        await resume(following);
        const left = await storage.snoozes.ofSubscription(subscriptionId);
        return { mortal, outcome: { ...(await outcomeOf(following)), snoozes: left.length } };
      };
      const { endedBy, wrong } = await dieAtEachCall(live, { ...ONCE, snoozes: 0 });

      expect(wrong).toEqual([]);
      expect(endedBy).toContain('snoozes.end');
    },
  );
});

describe('two bots', () => {
  async function race(following: Following) {
    const bots = ['one', 'two', 'three'];
    await Promise.all(bots.map((owner) => following.round({ addons: TURNED }, { owner })));
    const delivers = bots.map((owner) => createDeliver({ ...following.deps, owner }));
    await Promise.all(delivers.map((deliver) => following.finish(deliver)));
  }

  it('that find the same at once edit once and reply once', async () => {
    const following = await (await openMany())();

    await race(following);

    expect(await outcomeOf(following)).toEqual(ONCE);
    expect(following.channel.updates).toBe(1);
  });

  it('of which one is much slower reply once', async () => {
    const following = await (await openMany())();
    const { followUps, time } = following;
    let slow: Promise<unknown> = Promise.resolve();
    const overtaken: Partial<FollowUps> = {
      owner: 'slow',
      update: async (request) => {
        await time.delay(90_000);
        slow = following.round({ addons: TURNED }, { owner: 'fast' });
        await slow;
        return followUps.update(request);
      },
    };

    await following.round({ addons: TURNED }, overtaken);
    await resume(following);

    expect(await outcomeOf(following)).toEqual(ONCE);
  });
});

describe('any number of deaths among any number of lost answers', () => {
  const fate = constantFrom<Fate>(
    { kind: 'ok' },
    { kind: 'taken' },
    { kind: 'lost' },
    { kind: 'answer', answer: { kind: 'rate-limited', retryAfterMs: 2_000 } },
    { kind: 'answer', answer: { kind: 'refused', code: 'internal_error' } },
  );
  const story = record({
    fates: array(fate, { maxLength: 4 }),
    updateFates: array(fate, { maxLength: 2 }),
    deaths: array(
      record({ call: integer({ min: 1, max: 20 }), moment: constantFrom(...MOMENTS) }),
      { maxLength: 4 },
    ),
    lagMs: constantFrom(0, 9_000),
  });

  it('end with the message true and each reply there once', async () => {
    const next = await openMany();
    await assert(
      asyncProperty(story, async ({ fates, updateFates, deaths, lagMs }) => {
        const following = await next();
        const { channel } = following;
        Object.assign(channel, { fates: [...fates], updateFates: [...updateFates], lagMs });

        for (const { call, moment } of deaths) await runUntilDeath(following, call, moment);
        await resume(following);

        expect(await outcomeOf(following)).toEqual(ONCE);
      }),
      { numRuns: 80 },
    );
  });
});
