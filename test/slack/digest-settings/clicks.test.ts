import { describe, expect, it } from 'vitest';
import { digestState } from '../../fakes/digest-form.ts';
import {
  CHANNEL,
  DENIED,
  DIRECTORY,
  digestBot,
  digestView,
  fakeSubscription,
  GRANTED,
} from '../../fakes/digest-settings.ts';

const STORED = fakeSubscription();

describe('what was done from the settings', () => {
  it.each([
    ['the modal cannot be drawn', { updateView: failingAfter(1, true) }],
    [
      'the settings cannot be read',
      { access: { mayAct: async () => GRANTED, mayOpen: failingAfter(1, GRANTED) } },
    ],
  ])('is told in a message where %s afterwards', async (_, broken) => {
    const { settings, inModal, store, replies } = digestBot({ stored: STORED, ...broken });

    await settings.clicks.verb(inModal(), 'off');

    expect(store.subscription).toMatchObject({ enabled: false });
    expect(replies.map(({ text }) => text)).toEqual(['✔ The digest is off. I told the channel.']);
  });
});

/** Answers so many times, and is away from then on. */
function failingAfter<T>(times: number, answer: T): () => Promise<T> {
  let left = times;
  return async () => {
    left -= 1;
    if (left < 0) throw new Error('away');
    return answer;
  };
}

describe('a change of the scope', () => {
  it('tells what it covers, and keeps what is filled in', async () => {
    const { settings, inModal, views, lastView } = digestBot({ stored: STORED });

    await settings.clicks.scope(
      inModal(digestView(digestState({ scope: ['prod/*'], time: '07:15' }))),
    );

    expect(views).toMatchObject([{ hash: 'h1' }]);
    expect(lastView()).toContain('Covers *2 addons in prod*');
    expect(lastView()).toContain('"initial_time":"07:15"');
  });

  it('is drawn also when an answer to an older click came in between', async () => {
    const hashes: (string | undefined)[] = [];
    const { settings, inModal } = digestBot({
      updateView: async (_, __, hash) => {
        hashes.push(hash);
        return hash === undefined;
      },
    });

    await settings.clicks.scope(inModal());

    expect(hashes).toEqual(['h1', undefined]);
  });

  it('is not drawn over the answer to a newer one', async () => {
    const older = Promise.withResolvers<typeof DIRECTORY>();
    const answers = [older.promise, Promise.resolve(DIRECTORY)];
    const { settings, inModal, views, lastView } = digestBot({
      directory: () => answers.shift() ?? Promise.resolve(DIRECTORY),
    });

    const first = settings.clicks.scope(inModal(digestView(digestState({ scope: ['prod/*'] }))));
    await settings.clicks.scope(inModal(digestView(digestState({ scope: ['staging/*'] }))));
    older.resolve(DIRECTORY);
    await first;

    expect(views).toHaveLength(1);
    expect(lastView()).toContain('1 addon in staging');
  });

  it('is not drawn over a form that was sent meanwhile', async () => {
    const slow = Promise.withResolvers<typeof DIRECTORY>();
    let isFirst = true;
    const { settings, inModal, submit, lastView } = digestBot({
      stored: STORED,
      directory: () => {
        const answer = isFirst ? slow.promise : Promise.resolve(DIRECTORY);
        isFirst = false;
        return answer;
      },
    });

    const click = settings.clicks.scope(inModal());
    await submit(digestView(digestState({ time: '07:15' })));
    slow.resolve(DIRECTORY);
    await click;

    expect(lastView()).toContain('✔ Saved.');
  });
});

describe('Try again', () => {
  it('draws the settings that could not be read before', async () => {
    const { settings, inModal, views, lastView } = digestBot({ stored: STORED });

    await settings.clicks.verb(inModal(digestView({ values: {} })), 'read-again');

    expect(JSON.stringify(views[0])).toContain('Reading the settings…');
    expect(lastView()).toContain('"initial_time":"09:00"');
  });

  it('tells in a message where Slack shows them no more than before', async () => {
    const shown: object[] = [];
    const { settings, inModal, replies } = digestBot({
      stored: STORED,
      updateView: async (_, view) => {
        if (shown.push(view) > 1) throw new Error('500');
        return true;
      },
    });

    await settings.clicks.verb(inModal(digestView({ values: {} })), 'read-again');

    expect(replies.map(({ text }) => text)).toEqual([
      expect.stringContaining('Slack did not show the settings, and nothing was changed.'),
    ]);
  });

  it('says so and stays when they cannot be read yet', async () => {
    const { settings, inModal, lastView } = digestBot({
      subscriptions: {
        ofChannel: () => Promise.reject(new Error('database is locked')),
        save: () => Promise.reject(new Error('never asked')),
      },
    });

    await settings.clicks.verb(inModal(digestView({ values: {} })), 'read-again');

    expect(lastView()).toContain('ab12cd');
    expect(lastView()).toContain('"value":"read-again"');
    expect(lastView()).toContain('C0BACKUPS1');
  });
});

describe('Preview', () => {
  it('is laid upon the settings for this person only, and stores nothing', async () => {
    const { settings, inModal, noticed, replies, views, store, audit, notes } = digestBot({
      stored: STORED,
    });

    await settings.clicks.verb(inModal(), 'preview');

    expect(noticed.map(({ text }) => text)).toEqual(['Reading the backups for the preview…']);
    expect(replies.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^Preview of the digest in <#C0BACKUPS1>: only you see it.*\nBackups: all fresh$/,
      ),
    ]);
    expect([views, audit, notes, store.subscription]).toEqual([[], [], [], STORED]);
  });

  it('shows what is filled in, saved or not, without the fields that are wrong', async () => {
    const { settings, inModal, previewed } = digestBot({ stored: STORED });
    const state = digestState({ scope: ['prod/*'], days: [], time: '07:15' });

    await settings.clicks.verb(inModal(digestView(state)), 'preview');

    expect(previewed).toMatchObject([
      { scope: { patterns: ['prod/*'] }, time: '07:15', days: STORED.days },
    ]);
  });

  it('comes also where no modal can be laid upon the settings', async () => {
    const { settings, inModal, replies } = digestBot({ stored: STORED });
    const act = { ...inModal(), notice: () => Promise.reject(new Error('expired')) };

    await settings.clicks.verb(act, 'preview');

    expect(replies).toHaveLength(1);
  });

  it('may be asked for by everybody who may look', async () => {
    const { settings, inModal, replies } = digestBot({ stored: STORED, decision: DENIED });

    await settings.clicks.verb(inModal(digestView({ values: {} })), 'preview');

    expect(replies).toHaveLength(1);
  });
});

describe('Off and On again', () => {
  it('take effect at once, are told in the channel, and keep what is filled in', async () => {
    const { settings, inModal, store, notes, lastView, audit } = digestBot({ stored: STORED });
    const shown = digestView(digestState({ time: '07:15' }));

    await settings.clicks.verb(inModal(shown), 'off');

    expect(store.subscription).toMatchObject({ enabled: false, time: '09:00', version: 4 });
    expect(notes.map(({ message }) => message.text)).toEqual([
      'Backup digest turned off by <@U1>: nothing more is posted here.',
    ]);
    expect(audit.map(({ deed, state }) => [deed, state])).toEqual([
      ['digest-off', 'intended'],
      ['digest-off', 'done'],
    ]);
    expect(lastView()).toContain('✔ The digest is off.');
    expect(lastView()).toContain('"initial_time":"07:15"');
    expect(lastView()).toContain('On again');
    expect(lastView()).toContain('\\"version\\":4');
  });

  it('start over after an end, a stop and a pause', async () => {
    const { settings, inModal, store } = digestBot({
      stored: fakeSubscription({
        enabled: false,
        stoppedReason: 'gone',
        pausedUntil: new Date('2026-11-24T23:00:00Z'),
      }),
    });

    await settings.clicks.verb(inModal(), 'on');

    expect(store.subscription).toMatchObject({ enabled: true });
    expect(store.subscription?.stoppedReason).toBeUndefined();
    expect(store.subscription?.pausedUntil).toBeUndefined();
  });

  it('are not lost when somebody else changes something in the same moment', async () => {
    let tries = 0;
    const { settings, inModal } = digestBot({
      subscriptions: {
        ofChannel: async () => fakeSubscription({ version: tries }),
        save: async (wanted) => {
          tries += 1;
          return tries < 2 ? undefined : wanted;
        },
      },
    });

    await settings.clicks.verb(inModal(), 'off');

    expect(tries).toBe(2);
  });

  it('give up when it does not end', async () => {
    let tries = 0;
    const { settings, inModal, lastView } = digestBot({
      subscriptions: {
        ofChannel: async () => fakeSubscription(),
        save: async () => {
          tries += 1;
          return undefined;
        },
      },
    });

    await settings.clicks.verb(inModal(), 'off');

    expect(tries).toBe(3);
    expect(lastView()).toContain('ab12cd');
  });

  it('are refused to whoever may not', async () => {
    const { settings, inModal, store, audit, lastView } = digestBot({
      stored: STORED,
      decision: DENIED,
    });

    await settings.clicks.verb(inModal(digestView({ values: {} })), 'off');

    expect(store.subscription).toEqual(STORED);
    expect(audit).toMatchObject([{ deed: 'digest-off', state: 'denied' }]);
    expect(lastView()).toContain('Ask <@U9>.');
  });
});

describe('Send now', () => {
  it('goes the way of all digests, and says how that ended', async () => {
    const { settings, inModal, audit, lastView } = digestBot({ stored: STORED });

    await settings.clicks.verb(inModal(), 'now');

    expect(lastView()).toContain('✔ Posted in <#C0BACKUPS1>.');
    expect(audit.map(({ deed, state }) => [deed, state])).toEqual([
      ['digest-send-now', 'intended'],
      ['digest-send-now', 'done'],
    ]);
  });

  it('is refused to whoever may not, before anything is sent', async () => {
    const sent: string[] = [];
    const { settings, inModal, audit } = digestBot({
      stored: STORED,
      decision: DENIED,
      sendNow: async ({ id, channelId }) => {
        sent.push(id);
        return { channelId, state: 'sent' };
      },
    });

    await settings.clicks.verb(inModal(), 'now');

    expect(sent).toEqual([]);
    expect(audit).toMatchObject([{ state: 'denied' }]);
  });

  it('does not happen when it cannot be recorded', async () => {
    const sent: string[] = [];
    const { settings, inModal, lastView } = digestBot({
      stored: STORED,
      audit: () => Promise.reject(new Error('disk full')),
      sendNow: async ({ id, channelId }) => {
        sent.push(id);
        return { channelId, state: 'sent' };
      },
    });

    await settings.clicks.verb(inModal(), 'now');

    expect(sent).toEqual([]);
    expect(lastView()).toContain('cannot write its records');
  });

  it('is recorded as not known when nobody can tell', async () => {
    const { settings, inModal, audit } = digestBot({
      stored: STORED,
      sendNow: () => Promise.reject(new Error('boom')),
    });

    await settings.clicks.verb(inModal(), 'now');

    expect(audit.at(-1)).toMatchObject({ deed: 'digest-send-now', state: 'not-known' });
  });
});

describe('a button', () => {
  it('tells its ending by message when the modal is closed', async () => {
    const { settings, inModal, replies } = digestBot({ stored: STORED, closed: true });

    await settings.clicks.verb(inModal(), 'off');

    expect(replies.map(({ text }) => text)).toEqual(['✔ The digest is off. I told the channel.']);
  });

  it('of another time is said to be out of date', async () => {
    const { settings, act, inModal } = digestBot();

    await expect(settings.clicks.verb(inModal(), 'explode')).rejects.toThrow('out of date');
    await expect(settings.clicks.verb(act, 'off')).rejects.toThrow('out of date');
  });

  it('belongs to the channel that its modal was opened for', async () => {
    const channels: string[] = [];
    const { settings, inModal } = digestBot({
      subscriptions: {
        ofChannel: async (channelId) => {
          channels.push(channelId);
          return undefined;
        },
        save: async () => undefined,
      },
    });

    await settings.clicks.verb(inModal(), 'off');

    expect(new Set(channels)).toEqual(new Set([CHANNEL]));
  });
});
