import { describe, expect, it } from 'vitest';
import { nextDue } from '../../../src/digest/slots/due.ts';
import { NOW } from '../../fakes/backups.ts';
import {
  DENIED,
  digestBot,
  type FakeBotOptions,
  fakeSnooze,
  fakeSubscription,
} from '../../fakes/digest-settings.ts';
import { buttonsOf } from '../messages/block-parts.ts';

const STORED = fakeSubscription();

/** Somebody types it behind the command; what they are told, and what then stands in the store. */
async function type(words: string, options: FakeBotOptions = {}) {
  const bot = digestBot({
    stored: STORED,
    nextDue: (subscription, after) => nextDue(subscription, after)?.at,
    ...options,
  });
  await bot.settings.command(bot.act, words);
  const [reply] = bot.replies;
  return {
    ...bot,
    text: reply?.text ?? '',
    buttons:
      reply === undefined ? [] : buttonsOf(reply).map((each) => `${each.text}: ${each.value}`),
    deeds: bot.audit.map(({ deed, state, subject }) => [deed, state, subject]),
  };
}

describe('digest snooze', () => {
  it('keeps the addon from the digest until the next one, for what is said of it', async () => {
    const { store, text, buttons, deeds } = await type('snooze prod/orders-db');

    expect(store.snoozes).toEqual([fakeSnooze()]);
    expect(text).toMatch(
      /^✔ `prod\/orders-db` \(failed\) is snoozed until the digest of <!date.*2026-11-22 08:00 UTC>\./,
    );
    expect(buttons).toEqual(['Wake: digest wake prod/orders-db', 'Settings: digest']);
    expect(deeds).toEqual([
      ['digest-snooze', 'intended', 'digest-1 prod/orders-db'],
      ['digest-snooze', 'done', 'digest-1 prod/orders-db'],
    ]);
  });

  it.each([
    { days: '1d', until: '2026-11-22T08:00:00Z' },
    { days: '7d', until: '2026-11-28T08:00:00Z' },
    { days: '30d', until: '2026-12-21T08:00:00Z' },
  ])(
    'for $days ends with the digest of that day, not at the hour of the click',
    async ({ days, until }) => {
      const { store } = await type(`snooze prod/orders-db ${days}`, {
        now: () => new Date('2026-11-21T17:23:45Z'),
      });

      expect(store.snoozes).toMatchObject([{ until: new Date(until) }]);
    },
  );

  it('ends with a digest where none comes on that day, or none before a pause is over', async () => {
    const mondays = fakeSubscription({ days: [0] });
    const paused = fakeSubscription({ pausedUntil: new Date('2026-11-24T23:00:00Z') });

    const [weekly, later] = await Promise.all(
      [mondays, paused].map((stored) => type('snooze prod/orders-db', { stored })),
    );

    expect(weekly?.store.snoozes).toMatchObject([{ until: new Date('2026-11-23T08:00:00Z') }]);
    expect(later?.store.snoozes).toMatchObject([{ until: new Date('2026-11-25T08:00:00Z') }]);
  });

  it('said twice changes nothing more, and says so', async () => {
    const { store, text, buttons, audit } = await type('snooze prod/orders-db', {
      snoozed: [fakeSnooze({ at: new Date(NOW.getTime() - 60_000), userId: 'U2' })],
    });

    expect(store.snoozes).toMatchObject([{ userId: 'U2' }]);
    expect(text).toMatch(/^Nothing was changed: `prod\/orders-db` .* already, by <@U2>\.$/);
    expect(buttons[0]).toBe('Wake: digest wake prod/orders-db');
    expect(audit).toEqual([]);
  });

  it.each([
    { change: 'for longer', words: 'snooze prod/orders-db 7d', snooze: fakeSnooze() },
    {
      change: 'for what it is now',
      words: 'snooze prod/orders-db',
      snooze: fakeSnooze({ word: 'late' }),
    },
  ])('takes the place of the one before: $change', async ({ words, snooze }) => {
    const { store, text } = await type(words, { snoozed: [snooze] });

    expect(store.snoozes).toHaveLength(1);
    expect(store.snoozes).not.toEqual([snooze]);
    expect(text).toMatch(/^✔/);
  });

  it('is refused to whoever may not change the digest, and that is recorded', async () => {
    const { store, text, deeds } = await type('snooze prod/orders-db', { decision: DENIED });

    expect(text).toBe('Ask <@U9>.');
    expect(store.snoozes).toEqual([]);
    expect(deeds).toEqual([['digest-snooze', 'denied', undefined]]);
  });

  it('does not happen when it cannot be recorded', async () => {
    const { store, text } = await type('snooze prod/orders-db', {
      audit: () => Promise.reject(new Error('disk full')),
    });

    expect(store.snoozes).toEqual([]);
    expect(text).toContain('cannot write its records');
  });

  it('is recorded as not known when the store does not say', async () => {
    const bot = digestBot({
      stored: STORED,
      snoozes: {
        ofSubscription: async () => [],
        put: () => Promise.reject(new Error('away')),
        end: async () => false,
      },
    });

    await expect(bot.settings.command(bot.act, 'snooze prod/orders-db')).rejects.toThrow('away');

    expect(bot.audit.map(({ state }) => state)).toEqual(['intended', 'not-known']);
  });

  it('is done also where Slack does not tell the name of whoever did it', async () => {
    const { store } = await type('snooze prod/orders-db', {
      nameOf: () => Promise.reject(new Error('missing scope')),
    });

    expect(store.snoozes).toMatchObject([{ userId: 'U1', userName: undefined }]);
  });

  it('takes the name alone where only one bad addon has it', async () => {
    expect((await type('snooze Cache')).store.snoozes).toMatchObject([
      { address: 'prod/cache', word: 'late' },
    ]);
  });

  it.each([
    [
      'snooze orders-db',
      /^Nothing was changed: `orders-db` fits `prod\/orders-db` and `staging\/orders-db`\. Type `\/backups digest snooze project\/addon`\.$/,
    ],
    [
      'snooze prod/fine',
      /^Nothing was changed: `prod\/fine` is not bad in the last digest of this channel\. `prod\/orders-db`, `prod\/cache` and `staging\/orders-db` are\./,
    ],
    ['snooze ledger', /`ledger` is not bad/],
    ['snooze prod/hidden', /`prod\/hidden` is not bad/],
    ['snooze', /^`prod\/orders-db`, .* are bad in the last digest of this channel\. Type/],
    ['snooze prod/orders-db 0d', /^Snooze for 1 to 30 days, such as `7d`\./],
    ['snooze prod/orders-db 31d', /^Snooze for 1 to 30 days/],
  ])('"%s" is answered with what to do', async (words, answer) => {
    const bot = digestBot({ stored: STORED });

    await expect(bot.settings.command(bot.act, words)).rejects.toThrow(answer);

    expect([bot.store.snoozes, bot.audit]).toEqual([[], []]);
  });

  it.each([
    {
      why: 'no digest was sent',
      options: { lastSaid: async () => undefined },
      words: 'nothing is bad in the last digest',
    },
    {
      why: 'its digest is off',
      options: { stored: fakeSubscription({ enabled: false }) },
      words: 'the digest of this channel is off',
    },
  ])('snoozes nothing where $why', async ({ options, words }) => {
    const bot = digestBot({ stored: STORED, ...options });

    await expect(bot.settings.command(bot.act, 'snooze prod/orders-db')).rejects.toThrow(words);
  });

  it('needs a digest', async () => {
    expect((await type('snooze prod/orders-db', { stored: undefined })).text).toContain(
      'No digest is set up in <#C0BACKUPS1>',
    );
  });
});

describe('digest wake', () => {
  it('ends a snooze', async () => {
    const { store, text, deeds } = await type('wake prod/orders-db', { snoozed: [fakeSnooze()] });

    expect(store.snoozes).toEqual([]);
    expect(text).toMatch(/^✔ `prod\/orders-db` is awake: /);
    expect(deeds).toEqual([
      ['digest-wake', 'intended', 'digest-1 prod/orders-db'],
      ['digest-wake', 'done', 'digest-1 prod/orders-db'],
    ]);
  });

  it('is refused to whoever may not', async () => {
    const { store, text } = await type('wake prod/orders-db', {
      snoozed: [fakeSnooze()],
      decision: DENIED,
    });

    expect(store.snoozes).toHaveLength(1);
    expect(text).toBe('Ask <@U9>.');
  });

  it('ends it in the settings too, and shows those that are left', async () => {
    const snoozed = [fakeSnooze(), fakeSnooze({ address: 'prod/cache', word: 'late' })];
    const { settings, inModal, store, lastView } = digestBot({ stored: STORED, snoozed });

    await settings.clicks.verb(inModal(), 'wake prod/orders-db');

    expect(store.snoozes).toMatchObject([{ address: 'prod/cache' }]);
    expect(lastView()).toContain('✔ `prod/orders-db` is awake');
    expect(lastView()).toContain('"value":"wake prod/cache"');
    expect(lastView()).not.toContain('"value":"wake prod/orders-db"');
  });

  it.each([
    { snoozed: [], words: 'wake prod/orders-db', answer: 'nothing is snoozed in this channel' },
    {
      snoozed: [fakeSnooze({ until: NOW })],
      words: 'wake prod/orders-db',
      answer: 'nothing is snoozed in this channel',
    },
    {
      snoozed: [fakeSnooze()],
      words: 'wake prod/cache',
      answer: '`prod/cache` is not snoozed in this channel. Only `prod/orders-db` is.',
    },
  ])('"$words" is answered with: $answer', async ({ snoozed, words, answer }) => {
    const bot = digestBot({ stored: STORED, snoozed });

    await expect(bot.settings.command(bot.act, words)).rejects.toThrow(answer);
  });
});
