import { describe, expect, it } from 'vitest';
import { checkView } from '../../../sandbox/slack/validate.ts';
import { CALLBACK } from '../../../src/slack/ids.ts';
import { digestState, type FilledDigest } from '../../fakes/digest-form.ts';
import {
  CHANNEL,
  DENIED,
  digestBot,
  digestView,
  fakeSubscription,
} from '../../fakes/digest-settings.ts';

const view = (filled: Partial<FilledDigest> = {}, version: number | undefined = 3) =>
  digestView(digestState(filled), { version });

/** The form of a channel that has no digest yet. */
const first = (filled: Partial<FilledDigest> = {}) =>
  digestView(digestState(filled), { version: undefined });

describe('a form with mistakes', () => {
  it('is answered at once at its fields, and nothing else happens', async () => {
    const { submit, store, views, audit, notes } = digestBot();

    expect(await submit(first({ days: [], zone: 'Mars/Olympus' }))).toEqual({
      response_action: 'errors',
      errors: { days: expect.any(String), zone: expect.any(String) },
    });
    expect([store.subscription, views, audit, notes]).toEqual([undefined, [], [], []]);
  });
});

describe('the first form of a channel', () => {
  it('sets a digest up, with whoever sent it as its owner', async () => {
    const { submit, store } = digestBot();

    await submit(first({ days: ['0', '1'], time: '08:30', scope: ['prod/*'] }));

    expect(store.subscription).toMatchObject({
      channelId: CHANNEL,
      ownerId: 'U1',
      days: [0, 1],
      time: '08:30',
      timeZone: 'Europe/Berlin',
      scope: { patterns: ['prod/*'], types: [] },
      enabled: true,
      version: 1,
    });
  });

  it('tells the channel who did it, when it comes and what it covers', async () => {
    const { submit, notes } = digestBot();

    await submit(first({ scope: ['prod/*'] }));

    expect(notes).toHaveLength(1);
    expect(notes[0]?.channelId).toBe(CHANNEL);
    expect(notes[0]?.message.text).toBe(
      'Backup digest set up by <@U1>: every day 09:00 Europe/Berlin, covers 2 addons in prod.',
    );
  });

  it('is answered before anything is done, and then shows in words what was saved', async () => {
    const { settings, inModal, views, lastView, store } = digestBot();

    const { response, work } = await settings.submit(inModal(), first() as never);
    expect(JSON.stringify(response)).toContain('Saving…');
    expect(store.subscription).toBeUndefined();
    await work?.();

    expect(lastView()).toContain('✔ The digest is set up. I told the channel.');
    expect(lastView()).toContain('every day 09:00 Europe/Berlin');
    expect(views.at(-1)?.view).toMatchObject({ callback_id: CALLBACK.digestSettings });
    expect(views.at(-1)?.view).not.toHaveProperty('submit');
  });

  it('is recorded before and after', async () => {
    const { submit, audit } = digestBot();

    await submit(first());

    expect(audit).toEqual(
      ['intended', 'done'].map((state) => ({
        userId: 'U1',
        deed: 'digest-save',
        state,
        subject: `channel-${CHANNEL}`,
        rule: 'OPERATORS lists U1',
        reference: 'ab12cd',
      })),
    );
  });
});

describe('a channel that takes no message', () => {
  it.each([
    ['not_in_channel', 'Type `/invite` in <#C0BACKUPS1> and choose <@U0BOT>'],
    ['channel_not_found', 'Type `/invite` in <#C0BACKUPS1> and choose <@U0BOT>'],
    ['is_archived', 'unarchive it'],
    ['restricted_action', 'an admin of this workspace'],
  ])('is told in the modal at once, with what to do: %s', async (error, words) => {
    const { submit, lastView, store } = digestBot({ note: { kind: 'refused', error } });

    await submit(first());

    expect(store.subscription).toBeDefined();
    expect(lastView()).toContain('I cannot post there');
    expect(lastView()).toContain(words);
    expect(lastView()).not.toContain('I told the channel');
  });

  it('is not said to be told when nobody knows', async () => {
    const { submit, lastView } = digestBot({ note: { kind: 'unclear' } });

    await submit(first());

    expect(lastView()).toContain('◌ I could not see whether my message');
  });
});

describe('a changed form', () => {
  it('changes what was filled in and leaves the rest', async () => {
    const pausedUntil = new Date('2026-11-24T23:00:00Z');
    const stored = fakeSubscription({ enabled: false, pausedUntil });
    const { submit, store, notes } = digestBot({ stored });

    await submit(view({ time: '07:15' }));

    expect(store.subscription).toMatchObject({
      id: stored.id,
      ownerId: stored.ownerId,
      time: '07:15',
      enabled: false,
      version: 4,
    });
    expect(store.subscription?.pausedUntil).toBeUndefined();
    expect(notes[0]?.message.text).toContain('changed by <@U1>');
  });

  it('ends a stop, since whoever saves wants it posted', async () => {
    const { submit, store } = digestBot({ stored: fakeSubscription({ stoppedReason: 'gone' }) });

    await submit(view());

    expect(store.subscription?.stoppedReason).toBeUndefined();
  });

  it('takes what the environment made out of its hands', async () => {
    const { submit, store } = digestBot({ stored: fakeSubscription({ ownerId: undefined }) });

    await submit(view({ time: '07:15' }));

    expect(store.subscription?.ownerId).toBe('U1');
  });

  it('without a change writes nothing and bothers nobody', async () => {
    const { submit, store, notes, audit, lastView } = digestBot({ stored: fakeSubscription() });

    await submit(view());

    expect([store.subscription?.version, notes, audit]).toEqual([3, [], []]);
    expect(lastView()).toContain('Nothing was changed');
  });

  it('has one effect when it arrives twice', async () => {
    const { submit, store, notes, lastView } = digestBot({ stored: fakeSubscription() });

    await Promise.all([submit(view({ time: '07:15' })), submit(view({ time: '07:15' }))]);

    expect(store.subscription?.version).toBe(4);
    expect(notes).toHaveLength(1);
    expect(lastView()).toContain('07:15');
  });
});

describe('a digest that somebody else changed meanwhile', () => {
  const stored = fakeSubscription({ version: 5, time: '11:00', detail: 'all' });

  it('is not overwritten: theirs is told, and what was filled in stays in the form', async () => {
    const { submit, store, lastView, views, notes } = digestBot({ stored });

    await submit(view({ time: '07:15' }));

    expect(store.subscription).toEqual(stored);
    expect(notes).toEqual([]);
    expect(lastView()).toContain('Somebody else changed this digest');
    expect(lastView()).toContain('• When: every day 11:00 Europe/Berlin');
    expect(lastView()).toContain('• Lists: Every addon');
    expect(lastView()).not.toContain('• Covers');
    expect(lastView()).toContain('"initial_time":"07:15"');
    expect(checkView({ ...views.at(-1)?.view }, 'modal', { oldWorkspace: true })).toEqual([]);
  });

  it('can be overwritten knowingly, by saving once more', async () => {
    const { submit, store } = digestBot({ stored });

    await submit(view({ time: '07:15' }));
    await submit(view({ time: '07:15' }, 5));

    expect(store.subscription).toMatchObject({ time: '07:15', detail: 'problems', version: 6 });
  });

  it('is told also where the channel had none when the form was opened', async () => {
    const { submit, store, lastView } = digestBot({ stored });

    await submit(first({ time: '07:15' }));

    expect(store.subscription).toEqual(stored);
    expect(lastView()).toContain('Somebody else changed this digest');
  });
});

describe('a form that cannot be saved', () => {
  it('is refused to whoever may not, by now, and that is recorded', async () => {
    const { submit, store, audit, lastView, notes } = digestBot({ decision: DENIED });

    await submit(first());

    expect([store.subscription, notes]).toEqual([undefined, []]);
    expect(audit).toMatchObject([{ state: 'denied', deed: 'digest-save' }]);
    expect(lastView()).toContain('Ask <@U9>.');
  });

  it('changes nothing that cannot be recorded, and keeps what was filled in', async () => {
    const { submit, store, lastView } = digestBot({
      audit: () => Promise.reject(new Error('disk full')),
    });

    await submit(first({ time: '07:15' }));

    expect(store.subscription).toBeUndefined();
    expect(lastView()).toContain('cannot write its records');
    expect(lastView()).toContain('"initial_time":"07:15"');
  });

  it('stays as it is while the store is away, with the reason at a field', async () => {
    const away = () => Promise.reject(new Error('database is locked'));
    const { submit, views } = digestBot({ subscriptions: { ofChannel: away, save: away } });

    expect(await submit(first())).toEqual({
      response_action: 'errors',
      errors: { scope: expect.stringContaining('ab12cd') },
    });
    expect(views).toEqual([]);
  });

  it('comes back filled in when saving fails, and the ending is recorded as not known', async () => {
    const { submit, audit, lastView } = digestBot({
      subscriptions: {
        ofChannel: async () => undefined,
        save: () => Promise.reject(new Error('database is locked')),
      },
    });

    await submit(first({ time: '07:15' }));

    expect(audit.map(({ state }) => state)).toEqual(['intended', 'not-known']);
    expect(lastView()).toContain('ab12cd');
    expect(lastView()).toContain('"initial_time":"07:15"');
    expect(lastView()).not.toContain('database is locked');
  });
});

describe('a modal that cannot be drawn after saving', () => {
  it('does not keep the ending from the person', async () => {
    const updateView = () => Promise.reject(new Error('Slack is away'));
    const { submit, store, replies } = digestBot({ updateView });

    await submit(first());

    expect(store.subscription).toBeDefined();
    expect(replies.map(({ text }) => text)).toEqual([
      '✔ The digest is set up. I told the channel.',
    ]);
  });
});

describe('a modal that was closed while saving', () => {
  it('does not keep the ending from the person', async () => {
    const { submit, replies } = digestBot({ closed: true });

    await submit(first());

    expect(replies.map(({ text }) => text)).toEqual([
      '✔ The digest is set up. I told the channel.',
    ]);
  });
});
