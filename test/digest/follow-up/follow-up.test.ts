import { describe, expect, it } from 'vitest';
import { findFollowed } from '../../../src/digest/follow-up/find-followed.ts';
import { runRound } from '../../../src/digest/follow-up/round.ts';
import type { Destination } from '../../../src/domain/destinations/destination.ts';
import type { Survey } from '../../../src/domain/survey.ts';
import { fakeListing } from '../../fakes/backups.ts';
import { project } from '../../fakes/directories.ts';
import { judged, surveyOf, unread } from '../../fakes/judged.ts';
import { SILENT } from '../../fakes/log.ts';
import { DUE } from '../delivering.ts';
import { POSTED, SAID, startFollowing, TURNED, TURNED_SAID } from '../following.ts';

const FAILURE = { kind: 'unavailable', reason: 'Northflank is not answering' } as const;

describe('a digest that was sent', () => {
  it('is edited in place, and has one reply in its thread about what broke', async () => {
    const { round, finish, seen, channel, delivery } = await startFollowing();
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
    const { round, change, finish, seen } = await startFollowing();
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
    const { round, channel } = await startFollowing();
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
    const { followUps, finish, seen, channel, time } = await startFollowing();
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
    const { round, storage, ref, channel } = await startFollowing();
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
    const { round, finish, seen, channel } = await startFollowing();

    await round({ addons: POSTED });
    await finish();

    expect(seen()).toEqual([SAID, 'details']);
    expect(channel.updates).toBe(0);
  });

  it('is told of each break once, however often one looks', async () => {
    const { round, finish, seen, channel } = await startFollowing();

    for (let times = 0; times < 4; times += 1) {
      await round({ addons: TURNED });
      await finish();
    }

    expect(seen()).toHaveLength(3);
    expect(channel.updates).toBe(1);
  });

  it('is told again of what broke again', async () => {
    const { round, finish, seen, channel } = await startFollowing([judged('p/a')]);

    for (const word of ['failed', 'fresh', 'failed'] as const) {
      await round({ addons: [judged('p/a', word)] });
      await finish();
    }

    expect(seen()).toEqual(['act, p/a failed', 'details', 'broke: p/a', 'broke: p/a']);
    expect(new Set(channel.messages.map(({ key }) => key)).size).toBe(4);
  });

  it('is edited at most once in five minutes', async () => {
    const { round, channel, time } = await startFollowing();
    await round({ addons: TURNED });
    time.pass(-2 * 60_000);

    await round({ addons: POSTED });

    expect(channel.updates).toBe(1);
  });

  it('is not turned into an all-clear when nothing can be read, and keeps what it knew', async () => {
    const { round, seen, memo } = await startFollowing();

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
    const { round, seen } = await startFollowing();

    await round({ addons: [], survey });

    expect(seen()[0]).toBe(`${why}; before: ${SAID}`);
  });

  it('never comforts on what was read in part', async () => {
    const { round, seen } = await startFollowing([judged('p/a'), judged('p/b')]);

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
      const { round, seen } = await startFollowing();

      const cost = await round({ addons: TURNED, survey: { ...survey, requests: 7 } });

      expect(cost).toBe(7);
      expect(seen()[0]).toBe(SAID);
    },
  );

  it('is followed up though a destination is listed without an id', async () => {
    const { round, seen } = await startFollowing();
    const destinations = [{ kind: 'idUnknown' as const, destination: bucket }];

    const cost = await round({ addons: TURNED, survey: { destinations, requests: 9 } });

    expect(cost).toBe(9);
    expect(seen()[0]).toBe(TURNED_SAID);
  });

  it('is about what it was about, whatever the subscription covers by now', async () => {
    const { round, seen, change } = await startFollowing();
    await change({ scope: { patterns: ['other/*'], types: [] } });

    await round({ addons: [...TURNED, judged('other/x', 'failed')] });

    expect(seen()[0]).toBe('act, other/x failed, p/billing failed, p/orders fixed');
  });

  it('covers its window from its beginning to now', async () => {
    const { round, surveyed } = await startFollowing();
    await round({ addons: TURNED });

    expect(surveyed).toEqual([{ since: new Date(DUE.getTime() - 86_400_000) }]);
  });
});

describe('replies about what broke', () => {
  it('are tried again while they are news, also late in the day', async () => {
    const { round, finish, seen, channel, time } = await startFollowing();
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
    const { round, finish, seen, channel } = await startFollowing([judged('p/a'), judged('p/b')]);
    channel.fates = [{ kind: 'answer', answer: { kind: 'refused', code: 'restricted_action' } }];
    await round({ addons: [judged('p/a', 'failed'), judged('p/b')] });
    await finish();

    await round({ addons: [judged('p/a', 'failed'), judged('p/b', 'failed')] });
    await finish();

    expect(seen().slice(1)).toEqual(['details', 'broke: p/b']);
  });

  it('leave the digest the last one that was sent while they are under way', async () => {
    const { round, storage, delivery } = await startFollowing();
    await round({ addons: TURNED });

    expect((await delivery())?.state).toBe('frozen');
    expect((await storage.deliveries.lastSent('s1'))?.parts).toHaveLength(3);
  });
});
