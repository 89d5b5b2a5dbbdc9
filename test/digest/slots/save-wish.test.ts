import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dueSlots, nextDue } from '../../../src/digest/slots/due.ts';
import { createSaveWish } from '../../../src/digest/slots/save-wish.ts';
import { writeDownDue } from '../../../src/digest/slots/write-down-due.ts';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { SILENT } from '../../fakes/log.ts';
import { subscription as anySubscription } from '../delivering.ts';

/** 09:00 in Berlin. */
const NINE = new Date('2026-11-21T08:00:00Z');
const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;

/** One channel whose settings are saved again and again, on a store of its own. */
async function start(first: Partial<Subscription>, from: Date) {
  let clock = from;
  const storage = await openStorage('sqlite::memory:', { now: () => clock, log: SILENT });
  const due = {
    store: storage.deliveries,
    subscriptions: storage.subscriptions.list,
    log: SILENT,
  };
  const saveWish = createSaveWish({
    ...due,
    save: storage.subscriptions.save,
    now: storage.now,
  });
  /** Every wish with the moment from which on it held. */
  const held: Subscription[] = [];
  const save = async (fields: Partial<Subscription>) => {
    const saved = await saveWish({ ...(held.at(-1) ?? anySubscription('s1')), ...fields });
    if (saved === undefined) throw new Error('not saved');
    held.push(saved);
  };
  await save(first);
  return {
    storage,
    held,
    save,
    now: () => clock,
    pass: (milliseconds: number) => {
      clock = new Date(clock.getTime() + milliseconds);
    },
    tick: () => writeDownDue(due, clock),
    /** What was promised, by local date. */
    promised: async () => {
      const slots = await storage.deliveries.missedSince('s1', undefined);
      const open = await storage.deliveries.unfinished();
      return [...slots, ...open]
        .map(({ localDate, dueAt }) => `${localDate} at ${dueAt.toISOString()}`)
        .toSorted();
    },
  };
}

async function startHere(first: Partial<Subscription>, from: Date) {
  const started = await start(first, from);
  onTestFinished(() => started.storage.close());
  return started;
}

function secondsAfter(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * SECOND_MS);
}

const TODAY = '2026-11-21 at 2026-11-21T08:00:00.000Z';

describe('a digest that was due when its settings were saved', () => {
  it.each<{ change: string; fields: Partial<Subscription> }>([
    { change: 'nothing of when it comes', fields: { detail: 'all' } },
    { change: 'a later time of the same day', fields: { time: '18:00' } },
    { change: 'an earlier time', fields: { time: '08:00' } },
    { change: 'another zone', fields: { timeZone: 'Asia/Tokyo' } },
    { change: 'other days', fields: { days: [0] } },
  ])('still comes, once, when what changed is $change', async ({ fields }) => {
    const { save, pass, tick, promised } = await startHere({}, secondsAfter(NINE, -3600));
    pass(HOUR_MS + 5 * SECOND_MS);
    await save(fields);
    pass(13 * HOUR_MS);
    await tick();

    expect((await promised()).filter((slot) => slot.startsWith('2026-11-21'))).toEqual([TODAY]);
  });

  it('is not made up by a change', async () => {
    const moved = await startHere({ time: '18:00' }, secondsAfter(NINE, -3600));
    moved.pass(2 * HOUR_MS);
    await moved.save({ time: '09:00' });
    await moved.tick();
    expect(await moved.promised()).toEqual([]);

    moved.pass(23 * HOUR_MS);
    await moved.tick();
    expect(await moved.promised()).toEqual(['2026-11-22 at 2026-11-22T08:00:00.000Z']);
  });

  it('is not made up by a first subscription', async () => {
    const { tick, promised } = await startHere({}, secondsAfter(NINE, 3600));
    await tick();

    expect(await promised()).toEqual([]);
  });

  it.each<{ state: string; fields: Partial<Subscription> }>([
    { state: 'off', fields: { enabled: false } },
    { state: 'stopped', fields: { stoppedReason: 'The channel is archived' } },
    { state: 'paused', fields: { pausedUntil: secondsAfter(NINE, 60) } },
  ])('was none while it was $state', async ({ fields }) => {
    const { save, pass, tick, promised } = await startHere(fields, secondsAfter(NINE, -3600));
    pass(HOUR_MS + 5 * SECOND_MS);
    await save({ enabled: true, stoppedReason: undefined, pausedUntil: undefined });
    await tick();

    expect(await promised()).toEqual([]);
  });

  it('waits for nobody when a wish cannot be read, and that wish can be mended', async () => {
    const { save, tick, pass, promised } = await startHere(
      { timeZone: 'Atlantis/Capital' },
      secondsAfter(NINE, -3600),
    );
    await save({ timeZone: 'Europe/Berlin' });
    pass(HOUR_MS);
    await tick();

    expect(await promised()).toEqual([TODAY]);
  });
});

type Step =
  | { do: 'save'; fields: Partial<Subscription>; pauseHours?: number | undefined }
  | { do: 'tick' }
  | { do: 'pass'; seconds: number }
  /** Goes to so many seconds before or after the next due moment. */
  | { do: 'approach'; seconds: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('save' as const), fields: anyFields() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      fields: anyFields(),
      pauseHours: fc.integer({ min: -2, max: 60 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'tick' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      seconds: fc.integer({ min: 1, max: 30 * 3600 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('approach' as const),
      seconds: fc.integer({ min: -16, max: 16 }),
    }),
  },
);

function anyFields(): fc.Arbitrary<Partial<Subscription>> {
  return fc.record(
    {
      time: fc.constantFrom('00:00', '02:30', '09:00', '09:01', '18:00', '23:59'),
      timeZone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/New_York',
        'Pacific/Auckland',
        'Pacific/Kiritimati',
      ),
      days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
      enabled: fc.boolean(),
      stoppedReason: fc.constantFrom(undefined, undefined, 'The channel is archived'),
      detail: fc.constantFrom('all' as const, 'problems' as const),
    },
    { requiredKeys: [] },
  );
}

/** What each wish had due while it held, the first of each local date. */
function expected(held: readonly Subscription[], end: Date): string[] {
  const byDate = new Map<string, Date>();
  for (const [index, wish] of held.entries()) {
    const until = held[index + 1]?.updatedAt ?? end;
    const isQuiet = !wish.enabled || wish.stoppedReason !== undefined;
    const paused = (wish.pausedUntil?.getTime() ?? 0) - 1;
    const from = new Date(Math.max(wish.updatedAt.getTime(), paused));
    const slots = isQuiet || from > until ? [] : dueSlots(wish, from, until);
    for (const { localDate, at } of slots) {
      if (!byDate.has(localDate)) byDate.set(localDate, at);
    }
  }
  return [...byDate].map(([date, at]) => `${date} at ${at.toISOString()}`).toSorted();
}

it('any saves around due times lose no digest that was due, make none up, and give a date one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 24 }), async (steps) => {
      const { storage, held, save, now, pass, tick, promised } = await start(
        {},
        secondsAfter(NINE, -3600),
      );
      try {
        for (const step of steps) {
          if (step.do === 'tick') await tick();
          else if (step.do === 'pass') pass(step.seconds * SECOND_MS);
          else if (step.do === 'approach') {
            const wish = held.at(-1);
            const next = wish && nextDue(wish, now());
            const wait = next && next.at.getTime() + step.seconds * SECOND_MS - now().getTime();
            if (wait !== undefined && wait > 0) pass(wait);
          } else {
            const { pauseHours } = step;
            const pausedUntil =
              pauseHours === undefined ? undefined : secondsAfter(now(), pauseHours * 3600);
            await save({ ...step.fields, pausedUntil });
          }
        }
        await tick();

        expect(await promised()).toEqual(expected(held, now()));
      } finally {
        await storage.close();
      }
    }),
    { numRuns: 150 },
  );
});
