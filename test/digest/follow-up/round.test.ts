import { expect, it, onTestFinished } from 'vitest';
import { findFollowed, type RoundDeps, runRound } from '../../../src/digest/follow-up/round.ts';
import { createFollowUpTimer } from '../../../src/digest/follow-up/timer.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { surveyOf } from '../../fakes/judged.ts';
import { UNTRACED } from '../../fakes/log.ts';
import { SILENT } from '../../storage/databases.ts';
import { DUE } from '../delivering.ts';
import { createFakeTime } from '../fake-time.ts';
import { followOne, POSTED } from '../following.ts';

const MINUTE_MS = 60_000;

it('ten minutes of follow-ups ask the store little, however many channels have a digest', async () => {
  const time = createFakeTime(DUE);
  const storage = await openStorage('sqlite::memory:', { now: time.now, log: SILENT });
  onTestFinished(() => storage.close());
  const { followUps } = await followOne(storage, time, 'channel-0');
  for (let number = 1; number < 20; number += 1)
    await followOne(storage, time, `channel-${number}`);
  expect(await storage.subscriptions.list()).toHaveLength(20);
  const asked: string[] = [];
  const counting = <Args extends unknown[], Answer>(
    name: string,
    question: (...args: Args) => Answer,
  ) => {
    return (...args: Args): Answer => {
      asked.push(name);
      return question(...args);
    };
  };
  const deps = {
    ...followUps,
    store: {
      ...storage.deliveries,
      newestWritten: counting('newestWritten', storage.deliveries.newestWritten),
      lastSent: counting('lastSent', storage.deliveries.lastSent),
    },
    snoozes: { ...storage.snoozes, list: counting('snoozes', storage.snoozes.list) },
    subscriptions: counting('subscriptions', storage.subscriptions.list),
  };
  const found: number[] = [];
  const timer = createFollowUpTimer({
    followed: () => findFollowed(deps),
    round: (followed) => {
      found.push(followed.length);
      return Promise.resolve(1);
    },
    takeTurn: counting('takeTurn', (forMs) => storage.settings.takeTurn('next', forMs)),
    setNext: (at) => storage.settings.put('next', at.getTime()),
    budget: () => ({}),
    now: followUps.now,
    delay: time.delay,
    log: SILENT,
    tracing: UNTRACED,
  });

  timer.start();
  await time.during(10 * MINUTE_MS - 1);
  await timer.stop();

  expect(found).toEqual([20, 20]);
  expect(Object.groupBy(asked, (name) => name)).toMatchObject({
    takeTurn: { length: 20 },
    subscriptions: { length: 2 },
    newestWritten: { length: 2 },
    snoozes: { length: 2 },
  });
  expect(asked).toHaveLength(26);
});

it('judges an account once for each language of the channels, however many they are', async () => {
  const time = createFakeTime(DUE);
  const storage = await openStorage('sqlite::memory:', { now: time.now, log: SILENT });
  onTestFinished(() => storage.close());
  const { followUps } = await followOne(storage, time, 'channel-0');
  const others = await Promise.all(
    [1, 2, 3].map((number) => followOne(storage, time, `channel-${number}`)),
  );
  for (const { change } of others) await change({ language: 'de' });
  const languages: unknown[] = [];
  const deps: RoundDeps = {
    ...followUps,
    subscriptions: storage.subscriptions.list,
    survey: () => Promise.resolve(surveyOf(POSTED)),
    judge: (_survey, _now, language) => {
      languages.push(language);
      return POSTED;
    },
  };

  const followed = await findFollowed(deps);
  await runRound(deps, followed, new AbortController().signal);

  expect(followed).toHaveLength(4);
  expect(languages).toHaveLength(2);
  expect(new Set(languages)).toEqual(new Set(['de', undefined]));
});
