import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { SILENT } from '../../fakes/log.ts';
import { type Delivering, DUE, deliverOne, TEXTS } from '../delivering.ts';
import type { Fate } from '../fake-channel.ts';
import { createFakeTime } from '../fake-time.ts';
import { dieAtEachCall, makeMortal } from '../mortal.ts';

const MOMENTS = ['before', 'after'] as const;
type Moment = (typeof MOMENTS)[number];

/** One store for many digests, each in a channel of its own: opening one for each run takes too long. */
async function openMany() {
  const time = createFakeTime(DUE);
  const storage = await openStorage('sqlite::memory:', { now: time.now, log: SILENT });
  onTestFinished(() => storage.close());
  let count = 0;
  return () => {
    count += 1;
    return deliverOne(storage, time, `s${count}`);
  };
}

/** Runs a process until it dies or has nothing left to do. */
async function runUntilDeath(started: Delivering, call: number, moment: Moment) {
  const mortal = makeMortal(started.deps, call, moment);
  await started.finish(createDeliver(mortal.deps)).catch(() => undefined);
  return mortal;
}

/** A process that comes after the dead one, once its lease has ended. */
async function resume(started: Delivering): Promise<void> {
  await started.finish(createDeliver({ ...started.deps, owner: 'after the crash' }));
}

async function outcomeOf({ channel, delivery }: Delivering) {
  const delivered = await delivery();
  return {
    state: delivered?.state,
    // A late one also says when it was due.
    texts: channel.messages
      .map(({ text }) => text.split('\n')[0] ?? '')
      .toSorted((a, b) => a.localeCompare(b)),
    known: delivered?.parts.map(({ ts }) => channel.messages.some((message) => message.ts === ts)),
    threads: new Set(channel.messages.map(({ threadTs }) => threadTs)).size,
  };
}

const ONCE = {
  state: 'sent',
  texts: TEXTS.toSorted((a, b) => a.localeCompare(b)),
  known: [true, true, true],
  threads: 2,
};

const HISTORIES: readonly { name: string; fates: Fate[]; lagMs: number }[] = [
  { name: 'all goes well', fates: [], lagMs: 0 },
  { name: 'history lags by 9 s', fates: [], lagMs: 9_000 },
  { name: 'the first answer is lost', fates: [{ kind: 'taken' }], lagMs: 9_000 },
  { name: 'the first post is lost', fates: [{ kind: 'lost' }], lagMs: 9_000 },
  { name: 'the first post arrives late', fates: [{ kind: 'taken', afterMs: 30_000 }], lagMs: 0 },
  {
    name: 'a reply’s answer is lost',
    fates: [{ kind: 'ok' }, { kind: 'taken' }],
    lagMs: 9_000,
  },
  {
    name: 'Slack asks to wait',
    fates: [{ kind: 'answer', answer: { kind: 'rate-limited', retryAfterMs: 5_000 } }],
    lagMs: 0,
  },
];

describe.each(HISTORIES)('a process that dies while $name', ({ fates, lagMs }) => {
  it.each(MOMENTS)(
    'just %s any of its calls leaves one message after the next takes over',
    async (moment) => {
      const next = await openMany();
      const { lives, wrong } = await dieAtEachCall(async (call) => {
        const started = await next();
        Object.assign(started.channel, { fates: [...fates], lagMs });
        const mortal = await runUntilDeath(started, call, moment);
        await resume(started);
        return { mortal, outcome: await outcomeOf(started) };
      }, ONCE);

      expect(wrong).toEqual([]);
      // Three parts take at least claim, render, freeze, and mark, post, record each.
      expect(lives).toBeGreaterThan(20);
    },
  );
});

describe('any number of deaths among any number of lost answers', () => {
  const fate = constantFrom<Fate>(
    { kind: 'ok' },
    { kind: 'taken' },
    { kind: 'taken', afterMs: 10_000 },
    { kind: 'lost' },
    { kind: 'answer', answer: { kind: 'rate-limited', retryAfterMs: 2_000 } },
    { kind: 'answer', answer: { kind: 'refused', code: 'internal_error' } },
    { kind: 'answer', answer: { kind: 'not-sent', reason: 'No connection' } },
  );
  const story = record({
    fates: array(fate, { maxLength: 6 }),
    deaths: array(
      record({ call: integer({ min: 1, max: 40 }), moment: constantFrom(...MOMENTS) }),
      {
        maxLength: 5,
      },
    ),
    lagMs: constantFrom(0, 4_000, 9_000),
  });

  it('end with each message exactly once', async () => {
    const next = await openMany();
    await assert(
      asyncProperty(story, async ({ fates, deaths, lagMs }) => {
        const started = await next();
        Object.assign(started.channel, { fates: [...fates], lagMs });

        for (const { call, moment } of deaths) await runUntilDeath(started, call, moment);
        await resume(started);

        expect(await outcomeOf(started)).toEqual(ONCE);
      }),
      { numRuns: 150 },
    );
  });
});
