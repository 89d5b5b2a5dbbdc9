import { describe, expect, it, onTestFinished } from 'vitest';
import { findFollowed, runRound } from '../../../src/digest/follow-up/round.ts';
import type { Destination } from '../../../src/domain/destinations/destination.ts';
import type { PostAnswer } from '../../../src/domain/digests/posting.ts';
import type { Survey } from '../../../src/domain/survey.ts';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { fakeListing } from '../../fakes/backups.ts';
import { project } from '../../fakes/directories.ts';
import { judged, surveyOf, unread } from '../../fakes/judged.ts';
import { snoozeOf } from '../../fakes/snoozes.ts';
import { SILENT } from '../../storage/databases.ts';
import { DUE } from '../delivering.ts';
import { createFakeTime } from '../fake-time.ts';
import { type Following, followOne, POSTED, TURNED } from '../following.ts';

const FAILURE = { kind: 'unavailable', reason: 'Northflank is not answering' } as const;
const SAID = 'act, p/orders failed';
const TURNED_SAID = 'act, p/billing failed, p/orders fixed';

async function start(posted = POSTED) {
  const time = createFakeTime(DUE);
  const storage = await openStorage('sqlite::memory:', { now: time.now, log: SILENT });
  onTestFinished(() => storage.close());
  return followOne(storage, time, 's1', posted);
}

describe('a digest that was sent', () => {
  it('is edited in place, and has one reply in its thread about what broke', async () => {
    const { round, finish, seen, channel, delivery } = await start();
    expect(seen()).toEqual([SAID, 'details']);

    await round({ addons: TURNED });
    await finish();

    expect(seen()).toEqual([TURNED_SAID, 'details', 'broke: p/billing']);
    const [main, , reply] = channel.messages;
    expect(reply?.threadTs).toBe(main?.ts);
    expect(await delivery()).toMatchObject({
      state: 'sent',
      parts: [{ text: TURNED_SAID }, {}, {}],
    });
  });

  it('is judged and told in the language that the channel has by then', async () => {
    const { round, change, finish, seen } = await start();
    const languages: unknown[] = [];
    await change({ language: 'de' });

    await round(
      { addons: [] },
      {
        judge: (_survey, _now, language) => {
          languages.push(language);
          return TURNED;
        },
      },
    );
    await finish();

    expect(languages).toEqual(['de']);
    expect(seen()).toContain('broke (de): p/billing');
  });

  it('waits for its turn among all that is posted', async () => {
    const { round, channel } = await start();
    const updatesBefore: number[] = [];
    const pace = () => {
      updatesBefore.push(channel.updates);
      return Promise.resolve();
    };

    await round({ addons: POSTED }, { pace });
    await round({ addons: TURNED }, { pace });

    expect(updatesBefore).toEqual([0]);
    expect(channel.updates).toBe(1);
  });

  it('is not told again by a bot that looked before another one was done', async () => {
    const { followUps, finish, seen, channel, time } = await start();
    const found = {
      ...followUps,
      survey: () => Promise.resolve(surveyOf(TURNED)),
      judge: () => TURNED,
    };
    const followed = await findFollowed(found);
    const round = () => time.until(runRound(found, followed, new AbortController().signal));

    await round();
    await finish();
    await round();
    await finish();

    expect(seen()).toEqual([TURNED_SAID, 'details', 'broke: p/billing']);
    expect(channel.updates).toBe(1);
  });

  it('is left to the bot that has it, which is no failure', async () => {
    const { round, storage, ref, channel } = await start();
    const failed: string[] = [];
    const log = { ...SILENT, error: (event: string) => failed.push(event) };
    const { claimSent } = storage.deliveries;
    const store = {
      ...storage.deliveries,
      // Another bot is faster by a moment.
      claimSent: async (...asked: Parameters<typeof claimSent>) => {
        await claimSent(ref, 'another');
        return claimSent(...asked);
      },
    };

    await round({ addons: TURNED }, { log, store });

    expect(channel.updates).toBe(0);
    expect(failed).toEqual([]);
  });

  it('is left alone when nothing changed', async () => {
    const { round, finish, seen, channel } = await start();

    await round({ addons: POSTED });
    await finish();

    expect(seen()).toEqual([SAID, 'details']);
    expect(channel.updates).toBe(0);
  });

  it('is told of each break once, however often one looks', async () => {
    const { round, finish, seen, channel } = await start();

    for (let times = 0; times < 4; times += 1) {
      await round({ addons: TURNED });
      await finish();
    }

    expect(seen()).toHaveLength(3);
    expect(channel.updates).toBe(1);
  });

  it('is told again of what broke again', async () => {
    const { round, finish, seen, channel } = await start([judged('p/a')]);

    for (const word of ['failed', 'fresh', 'failed'] as const) {
      await round({ addons: [judged('p/a', word)] });
      await finish();
    }

    expect(seen()).toEqual(['act, p/a failed', 'details', 'broke: p/a', 'broke: p/a']);
    expect(new Set(channel.messages.map(({ key }) => key)).size).toBe(4);
  });

  it('is edited at most once in five minutes', async () => {
    const { round, channel, time } = await start();
    await round({ addons: TURNED });
    time.pass(-2 * 60_000);

    await round({ addons: POSTED });

    expect(channel.updates).toBe(1);
  });

  it('is not turned into an all-clear when nothing can be read, and keeps what it knew', async () => {
    const { round, seen, memo } = await start();

    await round({ addons: [], survey: { failure: FAILURE } });
    expect(seen()[0]).toBe(`Northflank is not answering; before: ${SAID}`);
    expect(await memo()).toMatchObject({ words: { 'p/orders': 'failed' } });

    await round({ addons: [judged('p/orders'), judged('p/billing')] });
    expect(seen()[0]).toBe('watch, p/orders fixed');
  });

  it.each<{ what: string; survey: Partial<Survey>; why: string }>([
    { what: 'rows', survey: { unreadableRows: 3 }, why: 'its rows could not be read' },
    {
      what: 'rows and destinations',
      survey: { unreadableRows: 3, destinationsFailure: FAILURE },
      why: 'Northflank is not answering',
    },
  ])('says why nobody knows when nothing but unreadable $what is left', async ({ survey, why }) => {
    const { round, seen } = await start();

    await round({ addons: [], survey });

    expect(seen()[0]).toBe(`${why}; before: ${SAID}`);
  });

  it('never comforts on what was read in part', async () => {
    const { round, seen } = await start([judged('p/a'), judged('p/b')]);

    await round({ addons: [judged('p/a'), unread('p/b')] });

    expect(seen()[0]).toBe('blind, p/b unknown');
  });

  const LIMITED = { kind: 'rate-limited', reason: 'not now' } as const;
  const [orders] = TURNED.map(({ reading }) => reading);
  if (orders?.kind !== 'read') throw new Error('nothing was read');
  const bucket = { id: 'd1', name: 'bucket' } as Destination;
  const UNREAD_BY_US: { what: string; survey: Partial<Survey> }[] = [
    { what: 'the account', survey: { failure: LIMITED } },
    { what: 'the destinations', survey: { destinationsFailure: LIMITED } },
    {
      what: 'a project',
      survey: { unreadProjects: [{ project: project('q'), failure: LIMITED }] },
    },
    {
      what: 'an addon',
      survey: { addons: [{ kind: 'unreadable', addon: orders.addon, failure: LIMITED }] },
    },
    {
      what: 'an addon, since the round was given up',
      survey: {
        addons: [
          { kind: 'unreadable', addon: orders.addon, failure: { ...LIMITED, kind: 'cancelled' } },
        ],
      },
    },
    {
      what: 'the end of its backups',
      survey: { addons: [{ ...orders, backups: { ...orders.backups, failure: LIMITED } }] },
    },
    {
      what: 'the end of its schedules',
      survey: { addons: [{ ...orders, schedules: { ...orders.schedules, failure: LIMITED } }] },
    },
    {
      what: 'a destination',
      survey: { destinations: [{ kind: 'unreadable', destination: bucket, failure: LIMITED }] },
    },
    {
      what: 'the end of a destination',
      survey: {
        destinations: [
          { kind: 'read', destination: bucket, backups: fakeListing([], { failure: LIMITED }) },
        ],
      },
    },
  ];

  it.each(UNREAD_BY_US)(
    'stays as it is when our own limits kept $what from being read',
    async ({ survey }) => {
      const { round, seen } = await start();

      const cost = await round({ addons: TURNED, survey: { ...survey, requests: 7 } });

      expect(cost).toBe(7);
      expect(seen()[0]).toBe(SAID);
    },
  );

  it('is followed up though a destination is listed without an id', async () => {
    const { round, seen } = await start();
    const destinations = [{ kind: 'idUnknown' as const, destination: bucket }];

    const cost = await round({ addons: TURNED, survey: { destinations, requests: 9 } });

    expect(cost).toBe(9);
    expect(seen()[0]).toBe(TURNED_SAID);
  });

  it('is about what it was about, whatever the subscription covers by now', async () => {
    const { round, seen, change } = await start();
    await change({ scope: { patterns: ['other/*'], types: [] } });

    await round({ addons: [...TURNED, judged('other/x', 'failed')] });

    expect(seen()[0]).toBe('act, other/x failed, p/billing failed, p/orders fixed');
  });

  it('covers its window from its beginning to now', async () => {
    const { round, surveyed } = await start();
    await round({ addons: TURNED });

    expect(surveyed).toEqual([{ since: new Date(DUE.getTime() - 86_400_000) }]);
  });
});

describe('a snooze', () => {
  const snoozeIn = async (following: Following, word: VerdictWord = 'failed') => {
    const at = following.time.now();
    const until = new Date(at.getTime() + 86_400_000);
    const snooze = snoozeOf('p/orders', word, { at, until });
    await following.storage.snoozes.put(snooze);
    return snooze;
  };
  const stand = (word: VerdictWord) => ({
    addons: [judged('p/orders', word), judged('p/billing')],
  });

  it('takes the row from the message at the next round, and calls nobody', async () => {
    const following = await start();
    await snoozeIn(following);

    await following.round(stand('failed'));
    await following.finish();

    expect(following.seen()).toEqual(['watch, p/orders snoozed', 'details']);
    expect(await following.storage.snoozes.ofSubscription('s1')).toHaveLength(1);
  });

  it('that is ended by somebody gives the row back, and calls nobody', async () => {
    const following = await start();
    const snooze = await snoozeIn(following);
    await following.round(stand('failed'));
    await following.storage.snoozes.end(snooze);

    await following.round(stand('failed'));
    await following.finish();

    expect(following.seen()).toEqual([SAID, 'details']);
  });

  it('is ended when it gets worse: the row is back, and somebody is called once', async () => {
    const following = await start();
    await snoozeIn(following);
    await following.round(stand('failed'));

    for (const word of ['missed', 'missed', 'failed'] as const) {
      await following.round(stand(word));
      await following.finish();
    }

    expect(following.seen()).toEqual([SAID, 'details', 'broke: p/orders']);
    expect(await following.storage.snoozes.ofSubscription('s1')).toEqual([]);
  });

  it('is ended when all is well again, and does not hold for the next time', async () => {
    const following = await start();
    await snoozeIn(following);
    await following.round(stand('failed'));

    await following.round(stand('fresh'));
    expect(following.seen()[0]).toBe('watch, p/orders fixed');
    expect(await following.storage.snoozes.ofSubscription('s1')).toEqual([]);

    await following.round(stand('failed'));
    await following.finish();
    expect(following.seen()).toEqual([SAID, 'details', 'broke: p/orders']);
  });

  it('goes on when what ends it could not be written down', async () => {
    const following = await start();
    await snoozeIn(following);
    await following.round(stand('failed'));
    const { deliveries } = following.storage;

    await following.round(stand('fresh'), {
      store: { ...deliveries, amend: () => Promise.resolve(false) },
    });

    expect(await following.storage.snoozes.ofSubscription('s1')).toHaveLength(1);
  });

  it('waits while the addon cannot be read, which is said', async () => {
    const following = await start();
    await snoozeIn(following);
    await following.round(stand('failed'));

    await following.round({ addons: [unread('p/orders'), judged('p/billing')] });
    expect(following.seen()[0]).toBe('blind, p/orders unknown');

    await following.round(stand('failed'));
    expect(following.seen()[0]).toBe('watch, p/orders snoozed');
  });

  it('is not ended before the message could be edited to say so', async () => {
    const following = await start();
    await snoozeIn(following);
    await following.round(stand('failed'));
    following.time.pass(-3 * 60_000);

    await following.round(stand('missed'));

    expect(following.seen()[0]).toBe('watch, p/orders snoozed');
    expect(await following.storage.snoozes.ofSubscription('s1')).toHaveLength(1);
  });

  it('of what was never shown as snoozed is ended though there is nothing to edit', async () => {
    const following = await start();
    await snoozeIn(following, 'late');

    await following.round(stand('failed'));

    expect(following.channel.updates).toBe(0);
    expect(await following.storage.snoozes.ofSubscription('s1')).toEqual([]);
  });
});

describe('a digest is still followed up', () => {
  it('once a pause of its subscription is over', async () => {
    const { round, change, seen } = await start();
    await change({ pausedUntil: DUE });

    await round({ addons: TURNED });

    expect(seen()[0]).toBe(TURNED_SAID);
  });

  it('a day after it was sent, though it was sent late', async () => {
    const { round, storage, ref, time, delivery } = await start();
    const next = { ...ref, localDate: 'next' };
    await storage.deliveries.create([{ ...next, dueAt: DUE, channelId: 'C-s1', state: 'open' }]);
    time.pass(11 * 3_600_000);
    await storage.deliveries.claim(next, 'a');
    const { memo, contentHash = '' } = (await delivery()) ?? {};
    const windowTo = time.now();
    await storage.deliveries.freeze(next, 'a', { windowTo, parts: [], contentHash, memo });
    await storage.deliveries.finish(next, 'a', 'sent');

    time.pass(23 * 3_600_000);

    expect(await round({ addons: POSTED })).toBeDefined();
  });
});

describe('a digest is not followed up', () => {
  it('a day after it was sent', async () => {
    const { round, time } = await start();
    time.pass(24 * 3_600_000 - 6 * 60_000 - 1);
    expect(await round({ addons: POSTED })).toBeDefined();

    time.pass(1);
    expect(await round({ addons: TURNED })).toBeUndefined();
  });

  it('once the next one was sent', async () => {
    const { round, storage, ref, channel, time } = await start();
    const next = { ...ref, localDate: 'next' };
    time.pass(1000);
    await storage.deliveries.create([{ ...next, dueAt: DUE, channelId: 'C-s1', state: 'open' }]);
    await storage.deliveries.claim(next, 'a');
    const windowTo = time.now();
    await storage.deliveries.freeze(next, 'a', { windowTo, parts: [], contentHash: '' });
    await storage.deliveries.finish(next, 'a', 'sent');

    expect(await round({ addons: TURNED })).toBeUndefined();
    expect(channel.updates).toBe(0);
  });

  it.each([
    { why: 'is switched off', fields: { enabled: false } },
    { why: 'was stopped', fields: { stoppedReason: 'The channel is archived' } },
    { why: 'is paused', fields: { pausedUntil: new Date(DUE.getTime() + 3_600_000) } },
    { why: 'moved to another channel', fields: { channelId: 'C-other' } },
  ])('while its subscription $why', async ({ fields }) => {
    const { round, change } = await start();
    await change(fields);

    expect(await round({ addons: TURNED })).toBeUndefined();
  });

  it('while its own replies are not posted yet', async () => {
    const { round, channel } = await start();
    await round({ addons: TURNED });

    expect(await round({ addons: POSTED })).toBeUndefined();

    expect(channel.updates).toBe(1);
  });

  it('once nobody knows any more what it said', async () => {
    const { round, storage, ref, delivery } = await start();
    await storage.deliveries.claimSent(ref, 'a');
    const parts = (await delivery())?.parts ?? [];
    await storage.deliveries.amend(ref, 'a', { parts, contentHash: '', memo: { failed: 2 } });

    expect(await round({ addons: TURNED })).toBeUndefined();
  });
});

describe('an edit that Slack does not take', () => {
  it.each([
    { code: 'message_not_found', reason: 'The message was deleted' },
    { code: 'edit_window_closed', reason: expect.stringContaining('age') },
    { code: 'cant_update_message', reason: expect.stringContaining('edit') },
    { code: 'restricted_action', reason: expect.stringContaining('workspace') },
  ])('for $code ends the follow-up, and is logged once', async ({ code, reason }) => {
    const { round, finish, seen, channel, logged, delivery, stopped } = await start();
    channel.updateFates = [{ kind: 'answer', answer: { kind: 'refused', code } }];

    await round({ addons: TURNED });
    expect(await round({ addons: POSTED })).toBeUndefined();
    await finish();

    expect(seen()).toEqual([SAID, 'details']);
    expect(channel.updates).toBe(1);
    expect(logged).toEqual([{ event: 'digest_not_edited', reason }]);
    expect((await delivery())?.state).toBe('sent');
    expect(stopped).toEqual([]);
  });

  it('since the channel is gone stops the digest at once', async () => {
    const { round, channel, stopped, memo } = await start();
    const answer = { kind: 'refused', code: 'is_inactive' } as const;
    channel.updateFates = [{ kind: 'answer', answer }];

    await round({ addons: TURNED });
    await round({ addons: POSTED });

    const reason = 'The channel is frozen, archived or deleted';
    expect(stopped).toEqual([reason]);
    expect(await memo()).toMatchObject({ ended: reason });
    expect(channel).toMatchObject({ updates: 1, messages: [{}, {}] });
  });

  it('since the channel is gone is made again until somebody could be told', async () => {
    const { round, channel, stopped, memo } = await start();
    const answer = { kind: 'refused', code: 'is_archived' } as const;
    channel.updateFates = [
      { kind: 'answer', answer },
      { kind: 'answer', answer },
    ];

    await round({ addons: TURNED }, { stopSubscription: () => Promise.resolve(false) });
    expect((await memo())?.ended).toBeUndefined();
    await round({ addons: TURNED });

    expect(stopped).toEqual(['The channel is archived']);
    expect(channel).toMatchObject({ updates: 2, messages: [{}, {}] });
  });

  it('since a person deleted the message brings no reply either', async () => {
    const { round, finish, channel } = await start();
    channel.messages = [];

    await round({ addons: TURNED });
    await finish();

    expect(channel.messages).toEqual([]);
  });

  it.each<{ name: string; answer: PostAnswer }>([
    { name: 'Slack asks to wait', answer: { kind: 'rate-limited', retryAfterMs: 30_000 } },
    { name: 'the token was refused', answer: { kind: 'refused', code: 'invalid_auth' } },
    { name: 'the answer is lost', answer: { kind: 'no-answer', reason: 'timeout' } },
    { name: 'Slack fails', answer: { kind: 'refused', code: 'fatal_error' } },
    { name: 'there is no connection', answer: { kind: 'not-sent', reason: 'no connection' } },
  ])(
    'because $name is made with the next round, and the reply comes all the same',
    async ({ answer }) => {
      const { round, finish, seen, channel } = await start();
      channel.updateFates = [{ kind: 'answer', answer }];

      await round({ addons: TURNED });
      await finish();
      expect(seen()).toEqual([SAID, 'details', 'broke: p/billing']);

      await round({ addons: TURNED });
      await finish();
      expect(seen()).toEqual([TURNED_SAID, 'details', 'broke: p/billing']);
    },
  );

  it('is not made once more by a bot that looked before another one ended it', async () => {
    const { followUps, channel, time } = await start();
    const found = {
      ...followUps,
      survey: () => Promise.resolve(surveyOf(TURNED)),
      judge: () => TURNED,
    };
    const followed = await findFollowed(found);
    channel.messages = [];

    for (let bots = 0; bots < 2; bots += 1) {
      await time.until(runRound(found, followed, new AbortController().signal));
    }

    expect(channel.updates).toBe(1);
  });

  it('leaves nothing behind that readers never saw', async () => {
    const { round, channel, memo } = await start();
    const before = await memo();
    const answer = { kind: 'rate-limited', retryAfterMs: 30_000 } as const;
    channel.updateFates = [{ kind: 'answer', answer }];

    await round({ addons: [judged('p/orders', 'failed'), judged('p/billing', 'late')] });

    expect(await memo()).toEqual(before);
  });

  it('leaves the digest free for the next bot at once', async () => {
    const { round, storage, ref, channel } = await start();
    const answer = { kind: 'rate-limited', retryAfterMs: 30_000 } as const;
    channel.updateFates = [{ kind: 'answer', answer }];

    await round({ addons: [judged('p/orders'), judged('p/billing')] });

    expect(await storage.deliveries.claimSent(ref, 'another')).toBeDefined();
  });

  it('is tried in a simpler form where it is the content that Slack refuses', async () => {
    const { round, channel, delivery } = await start();
    const refused = {
      kind: 'answer',
      answer: { kind: 'refused', code: 'invalid_blocks' },
    } as const;
    channel.updateFates = [refused];

    await round({ addons: [judged('p/orders'), judged('p/billing')] });

    expect(channel.messages[0]).toMatchObject({ text: 'watch, p/orders fixed', blocks: [] });
    expect((await delivery())?.parts[0]).toMatchObject({ blocks: [], ts: channel.messages[0]?.ts });
  });

  it('in any form ends the follow-up', async () => {
    const { round, channel, memo } = await start();
    const refused = {
      kind: 'answer',
      answer: { kind: 'refused', code: 'invalid_blocks' },
    } as const;
    channel.updateFates = [refused, refused];

    await round({ addons: [judged('p/orders')] });

    expect(await memo()).toMatchObject({ ended: 'Slack answered invalid_blocks' });
  });
});

describe('replies about what broke', () => {
  it('are tried again while they are news, also late in the day', async () => {
    const { round, finish, seen, channel, time } = await start();
    time.pass(20 * 3_600_000);
    channel.fates = [
      { kind: 'answer', answer: { kind: 'rate-limited', retryAfterMs: 60_000 } },
      { kind: 'taken' },
    ];

    await round({ addons: TURNED });
    await finish();

    expect(seen()).toEqual([TURNED_SAID, 'details', 'broke: p/billing']);
  });

  it('that were given up are not tried with the next ones', async () => {
    const { round, finish, seen, channel } = await start([judged('p/a'), judged('p/b')]);
    channel.fates = [{ kind: 'answer', answer: { kind: 'refused', code: 'restricted_action' } }];
    await round({ addons: [judged('p/a', 'failed'), judged('p/b')] });
    await finish();

    await round({ addons: [judged('p/a', 'failed'), judged('p/b', 'failed')] });
    await finish();

    expect(seen().slice(1)).toEqual(['details', 'broke: p/b']);
  });

  it('leave the digest the last one that was sent while they are under way', async () => {
    const { round, storage, delivery } = await start();
    await round({ addons: TURNED });

    expect((await delivery())?.state).toBe('frozen');
    expect((await storage.deliveries.lastSent('s1'))?.parts).toHaveLength(3);
  });
});
