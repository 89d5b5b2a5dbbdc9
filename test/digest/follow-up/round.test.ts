import { expect, it, onTestFinished } from 'vitest';
import { findFollowed } from '../../../src/digest/follow-up/find-followed.ts';
import { runRound } from '../../../src/digest/follow-up/round.ts';
import { createFollowUpTimer } from '../../../src/digest/follow-up/timer.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { surveyOf } from '../../fakes/judged.ts';
import { SILENT, UNTRACED } from '../../fakes/log.ts';
import { snoozeOf } from '../../fakes/snoozes.ts';
import { openInMemory } from '../../storage/databases.ts';
import { DUE } from '../delivering.ts';
import { createFakeTime } from '../fake-time.ts';
import { type Following, type FollowUps, followOne, POSTED, TURNED } from '../following.ts';

const MINUTE_MS = 60_000;
const TOMORROW = new Date(DUE.getTime() + 24 * 60 * MINUTE_MS);

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

/** Four channels whose digests are to be edited, and what a round of them is made with. */
async function fourTurned() {
  const time = createFakeTime(DUE);
  const { storage, execute } = await openInMemory({ now: time.now, log: SILENT });
  const channels: Following[] = [];
  for (let number = 0; number < 4; number += 1) {
    channels.push(await followOne(storage, time, `channel-${number}`));
  }
  time.pass(6 * MINUTE_MS);
  const [first, ...others] = channels;
  if (first === undefined) throw new Error('no channel');
  for (const { change } of others) await change({ language: 'de' });
  const deps: FollowUps = {
    ...first.followUps,
    subscriptions: storage.subscriptions.list,
    survey: () => Promise.resolve(surveyOf(TURNED)),
    judge: () => TURNED,
    update: (request) => {
      const at = channels.find(({ wish }) => wish.channelId === request.channelId);
      return at?.channel.update(request) ?? Promise.reject(new Error('no such channel'));
    },
  };
  const texts = () => channels.map(({ seen }) => seen()[0] ?? '');
  return { deps, texts, storage, execute };
}

const SAID = 'act, p/orders failed';
const TURNED_SAID = 'act, p/billing failed, p/orders fixed';

it('one digest that cannot be followed up keeps no other from it, and is told', async () => {
  const { deps, texts } = await fourTurned();
  const failed: unknown[] = [];
  let written = 0;

  await runRound(
    {
      ...deps,
      log: { ...SILENT, error: (event, fields) => failed.push([event, fields?.['subscription']]) },
      texts: {
        ...deps.texts,
        digest: (content) => {
          written += 1;
          return written === 2
            ? Promise.reject(new Error('cannot be written'))
            : deps.texts.digest(content);
        },
      },
    },
    await findFollowed(deps),
    new AbortController().signal,
  );

  expect(texts()).toEqual([TURNED_SAID, SAID, TURNED_SAID, TURNED_SAID]);
  expect(failed).toEqual([['digest_follow_up_failed', 'channel-1']]);
});

it('a damaged row of one digest keeps no other from being followed up', async () => {
  const { deps, texts, execute } = await fourTurned();
  await execute(`update deliveries set parts = '[' where subscription_id = 'channel-1'`);

  await runRound(deps, await findFollowed(deps), new AbortController().signal);

  expect(texts()).toEqual([TURNED_SAID, SAID, TURNED_SAID, TURNED_SAID]);
});

it('a damaged snooze silences nothing, and keeps no digest from being followed up', async () => {
  const { deps, texts, storage, execute } = await fourTurned();
  for (const subscriptionId of ['channel-0', 'channel-1']) {
    const snooze = snoozeOf('p/billing', 'failed', { subscriptionId, at: DUE, until: TOMORROW });
    await storage.snoozes.put(snooze);
  }
  await execute(`update snoozes set word = 'loud' where subscription_id = 'channel-1'`);

  await runRound(deps, await findFollowed(deps), new AbortController().signal);

  expect(texts()).toEqual([
    'watch, p/billing snoozed, p/orders fixed',
    TURNED_SAID,
    TURNED_SAID,
    TURNED_SAID,
  ]);
});

it('a round that is given up edits no further digest', async () => {
  const { deps, texts } = await fourTurned();
  const round = new AbortController();
  const update: FollowUps['update'] = (request) => {
    round.abort();
    return deps.update(request);
  };

  await runRound({ ...deps, update }, await findFollowed(deps), round.signal);

  expect(texts()).toEqual([TURNED_SAID, SAID, SAID, SAID]);
});

it('reads as far back as the digest that asks for most', async () => {
  const { deps } = await fourTurned();
  const since: Date[] = [];
  const [first, ...others] = await findFollowed(deps);
  if (first === undefined) throw new Error('nothing to follow up');
  const longAgo = new Date(DUE.getTime() - 3 * 86_400_000);
  const followed = [...others, { ...first, delivery: { ...first.delivery, windowFrom: longAgo } }];

  await runRound(
    {
      ...deps,
      survey: (request) => {
        since.push(request.since);
        return Promise.resolve(surveyOf(POSTED));
      },
    },
    followed,
    new AbortController().signal,
  );

  expect(since).toEqual([longAgo]);
});

it('judges an account once for each language of the channels, however many they are', async () => {
  const { deps } = await fourTurned();
  const languages: unknown[] = [];
  const judge: FollowUps['judge'] = (_survey, _now, language) => {
    languages.push(language);
    return POSTED;
  };

  const followed = await findFollowed(deps);
  await runRound({ ...deps, judge }, followed, new AbortController().signal);

  expect(followed).toHaveLength(4);
  expect(languages).toHaveLength(2);
  expect(new Set(languages)).toEqual(new Set(['de', undefined]));
});
