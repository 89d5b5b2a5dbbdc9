import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/domain/user-error.ts';
import { createDigestCommand } from '../../../src/slack/commands/digest.ts';
import { NOW } from '../../fakes/backups.ts';
import {
  DENIED,
  DIRECTORY,
  digestBot,
  fakeSnooze,
  fakeSubscription,
} from '../../fakes/digest-settings.ts';

const STORED = fakeSubscription();

describe('/backups digest', () => {
  it('opens the form with what is stored', async () => {
    const { settings, act, opened } = digestBot({ stored: fakeSubscription({ time: '07:15' }) });

    await settings.command(act, '');

    expect(opened).toMatchObject([{ submit: { text: 'Save' } }]);
    expect(JSON.stringify(opened)).toContain('"initial_time":"07:15"');
  });

  it("opens a first form with everything, each morning in the person's own zone", async () => {
    const { settings, act, opened } = digestBot();

    await settings.command(act, '');

    const text = JSON.stringify(opened);
    expect(text).toContain('"initial_time":"09:00"');
    expect(text).toContain('America/New_York · 04:00');
    expect(text).toContain('Covers *2 addons in prod, 1 in staging*');
  });

  it.each([
    ['the zone', { timeZoneOf: () => Promise.reject(new Error('Slack is away')) }, 'UTC · 09:00'],
    [
      'the groups',
      {
        stored: fakeSubscription({ mention: { id: 'S0GONE', kind: 'usergroup', from: 'late' } }),
        usergroups: () => Promise.reject(new Error('no groups')),
      },
      '@S0GONE',
    ],
    ['the directory', { directoryFails: true }, 'cannot be told'],
  ])('opens it also when %s cannot be looked up', async (_, options, words) => {
    const { settings, act, opened, logged } = digestBot(options);

    await settings.command(act, '');

    expect(JSON.stringify(opened)).toContain(words);
    expect(JSON.stringify(logged)).toContain('digest_page_gap');
  });

  it('asks Slack for its groups only where one is mentioned', async () => {
    const { settings, act, logged } = digestBot({
      stored: STORED,
      usergroups: () => Promise.reject(new Error('no groups')),
    });

    await settings.command(act, '');

    expect(logged).toEqual([]);
  });

  it('shows whoever may not change it the same in words', async () => {
    const { settings, act, opened } = digestBot({ stored: STORED, decision: DENIED });

    await settings.command(act, '');

    expect(JSON.stringify(opened)).not.toContain('"type":"input"');
    expect(JSON.stringify(opened)).toContain('every day 09:00 Europe/Berlin');
  });

  it('belongs to a channel, which the Home tab is not', async () => {
    const { settings, act } = digestBot();

    await expect(settings.command({ ...act, channelId: undefined }, '')).rejects.toThrow(UserError);
  });

  it('offers another try when Slack does not open it in time', async () => {
    const { settings, act, replies } = digestBot();

    await settings.command({ ...act, openView: () => Promise.reject(new Error('expired')) }, '');

    expect(replies.map(({ text }) => text)).toEqual([
      'Slack did not open the settings in time. Nothing was changed.',
    ]);
    expect(JSON.stringify(replies)).toContain('run_verb:digest');
  });
});

interface SlowBotOptions {
  ofChannel?: () => Promise<undefined>;
  /** What becomes of each view that is put in the place of the waiting one. */
  updated?: () => Promise<boolean>;
}

describe('settings that take long to read', () => {
  function slowBot(
    reading: Promise<typeof DIRECTORY>,
    { ofChannel = async () => undefined, updated = async () => true }: SlowBotOptions = {},
  ) {
    const drawn: object[] = [];
    const bot = digestBot();
    const command = createDigestCommand({
      access: { mayOpen: async () => ({ granted: true, role: 'operator', rule: '' }) },
      subscriptions: { ofChannel },
      directory: () => reading,
      timeZoneOf: async () => 'UTC',
      usergroups: async () => [],
      nextDue: () => undefined,
      deeds: {
        perform: async () => '',
        turnOffElsewhere: async () => '',
        preview: async () => ({ text: '', blocks: [] }),
      },
      snoozing: { snooze: async () => ({ text: '' }), wake: async () => ({ text: '' }) },
      snoozes: { ofSubscription: async () => [] },
      updateView: async (_, view) => {
        drawn.push(view);
        return updated();
      },
      now: () => NOW,
      log: { debug() {}, info() {}, warn() {}, error() {} },
      patienceMs: 0,
    });
    return { command, drawn, ...bot };
  }

  it('are waited for in an open modal, since the right to open one passes', async () => {
    const reading = Promise.withResolvers<typeof DIRECTORY>();
    const { command, act, opened, drawn } = slowBot(reading.promise);
    const opening = command(
      {
        ...act,
        openView: async (view) => {
          opened.push(view);
          reading.resolve(DIRECTORY);
          return 'V1';
        },
      },
      '',
    );
    await opening;

    expect(JSON.stringify(opened)).toContain('Reading the settings…');
    expect(JSON.stringify(drawn)).toContain('"initial_time":"09:00"');
  });

  it.each([
    { what: 'cannot be shown', updated: () => Promise.reject(new Error('500')), told: 1 },
    { what: 'nobody waits for any more', updated: async () => false, told: 0 },
  ])('and $what are told in $told messages', async ({ updated, told }) => {
    const reading = Promise.withResolvers<typeof DIRECTORY>();
    const { command, act, replies } = slowBot(reading.promise, { updated });

    await command(
      {
        ...act,
        openView: async () => {
          reading.resolve(DIRECTORY);
          return 'V1';
        },
      },
      '',
    );

    expect(replies).toHaveLength(told);
    for (const { text, blocks } of replies) {
      expect(text).toBe(
        'Slack did not show the settings, and nothing was changed. Close the window that says “Reading the settings…” and open them again.',
      );
      expect(JSON.stringify(blocks)).toContain('run_verb:digest');
    }
  });

  it('end nothing else when they fail after Slack did not open a modal for them', async () => {
    const reading = Promise.withResolvers<undefined>();
    const { command, act, replies } = slowBot(Promise.resolve(DIRECTORY), {
      ofChannel: () => reading.promise,
    });

    await command({ ...act, openView: () => Promise.reject(new Error('expired')) }, '');
    // Nobody waits for it any more: a rejection that nobody handles would end the process.
    reading.reject(new Error('database is locked'));
    await new Promise((resolve) => setImmediate(resolve));

    expect(replies).toHaveLength(1);
  });

  it('leave a sentence and another try there when they cannot be read', async () => {
    const reading = Promise.withResolvers<undefined>();
    const { command, act, drawn } = slowBot(Promise.resolve(DIRECTORY), {
      ofChannel: () => reading.promise,
    });

    await command(
      {
        ...act,
        openView: async () => {
          reading.reject(new Error('database is locked'));
          return 'V1';
        },
      },
      '',
    );

    expect(JSON.stringify(drawn)).toContain('ab12cd');
    expect(JSON.stringify(drawn)).toContain('"value":"read-again"');
  });
});

describe('a word after it', () => {
  it.each([
    ['off', false],
    ['stop', false],
    ['OFF', false],
  ])('%j turns the digest off', async (word, enabled) => {
    const { settings, act, store, replies } = digestBot({ stored: STORED });

    await settings.command(act, word);

    expect(store.subscription).toMatchObject({ enabled });
    expect(replies[0]?.text).toBe('✔ The digest is off. I told the channel.');
  });

  it.each(['on', 'resume'])('%j turns it on again', async (word) => {
    const { settings, act, store } = digestBot({ stored: fakeSubscription({ enabled: false }) });

    await settings.command(act, word);

    expect(store.subscription).toMatchObject({ enabled: true });
  });

  it('"now" sends it', async () => {
    const { settings, act, replies } = digestBot({ stored: STORED });

    await settings.command(act, 'now');

    expect(replies[0]?.text).toBe('✔ Posted in <#C0BACKUPS1>.');
  });

  it.each(['on', 'off', 'now'])('%j has nothing to do where none is set up', async (word) => {
    const { settings, act, replies, notes } = digestBot();

    await settings.command(act, word);

    expect(replies[0]?.text).toContain('No digest is set up in <#C0BACKUPS1>');
    expect(notes).toEqual([]);
  });

  it('"preview" shows the stored one to this person, or what a first one would be', async () => {
    const { settings, act, replies, previewed } = digestBot();

    await settings.command(act, 'preview');

    expect(replies[0]?.text).toContain('Preview of the digest');
    expect(previewed).toMatchObject([{ timeZone: 'America/New_York' }]);
  });

  it.each(['weather', 'off now', 'on C0GONE0001'])(
    'that is none is answered with those that are: %s',
    async (word) => {
      const { settings, act, store } = digestBot({ stored: STORED });

      await expect(settings.command(act, word)).rejects.toThrow(
        /`digest [\w ]+` is nothing that I know\..*`preview`, `now`, `on` or `off`; `snooze` or `wake`/,
      );
      expect(store.subscription).toEqual(STORED);
    },
  );

  const GONE = 'C0GONE0001';
  const stopped = () =>
    fakeSubscription({ channelId: GONE, stoppedReason: 'Slack does not find the channel' });

  it.each([`off ${GONE}`, `off <#${GONE}>`, `stop <#${GONE}|gone>`])(
    '%j turns off what is stopped in a channel that is gone, and is written down',
    async (words) => {
      const { settings, act, store, replies, audit } = digestBot({
        stored: stopped(),
        note: { kind: 'refused', error: 'channel_not_found' },
      });

      await settings.command(act, words);

      expect(store.subscription).toMatchObject({ channelId: GONE, enabled: false });
      expect(replies[0]?.text).toBe('✔ The digest is off. The channel could not be told.');
      expect(audit.map(({ deed, state, subject }) => [deed, state, subject])).toEqual([
        ['digest-off', 'intended', 'digest-1'],
        ['digest-off', 'done', 'digest-1'],
      ]);
    },
  );

  it('"off" with another channel leaves alone what is still posted there', async () => {
    const stored = fakeSubscription({ channelId: GONE });
    const { settings, act, store, audit } = digestBot({ stored });

    await expect(settings.command(act, `off ${GONE}`)).rejects.toThrow(
      'Nothing was changed: the digest of <#C0GONE0001> is not stopped. Type `/backups digest off` there to turn it off.',
    );
    expect(store.subscription).toEqual(stored);
    expect(audit).toEqual([]);
  });

  it('"off" with an id that has no digest sends nobody to a channel that may not be there', async () => {
    const { settings, act, audit } = digestBot();

    await expect(settings.command(act, `off ${GONE}`)).rejects.toThrow(
      'Nothing was changed: no digest is set up for a channel with the id `C0GONE0001`. Check the id: an admin’s `/backups doctor` names each channel whose digest is stopped.',
    );
    expect(audit).toEqual([]);
  });

  it('"off" with another channel needs the same right', async () => {
    const { settings, act, store, audit } = digestBot({ stored: stopped(), decision: DENIED });

    await settings.command(act, `off ${GONE}`);

    expect(store.subscription).toEqual(stopped());
    expect(audit).toMatchObject([{ deed: 'digest-off', state: 'denied' }]);
  });

  it.each([
    ['mute prod/orders-db', 1],
    ['unsnooze prod/cache', 0],
    ['unmute prod/cache', 0],
  ])('may be one that people try: %s', async (words, left) => {
    const snoozed = words.startsWith('un') ? [fakeSnooze({ address: 'prod/cache' })] : [];
    const { settings, act, store } = digestBot({ stored: STORED, snoozed });

    await settings.command(act, words);

    expect(store.snoozes).toHaveLength(left);
  });
});
