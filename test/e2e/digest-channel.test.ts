import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelChange } from '../../sandbox/slack/acts/channel.ts';
import { renderText } from '../../sandbox/slack/render-text.ts';
import { IDS, messageOf, type SlackEvent, sees, viewOf } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { patientDelay } from '../fakes/patient-delay.ts';

const SATURDAY = '2026-11-21';
const SUNDAY = '2026-11-22';
const MONDAY = '2026-11-23';

let clock: Date;
let sandbox: Sandbox;

beforeEach(async () => {
  clock = at(SATURDAY, '08:30:00');
  sandbox = await startSandbox({ now: () => clock, log: SILENT, delay: patientDelay });
});
afterEach(() => sandbox.close());

const admin = () => sandbox.slack.user(IDS.admin);
const operator = () => sandbox.slack.user(IDS.operator);

function at(date: string, time: string): Date {
  return new Date(`${date}T${time}Z`);
}

function change(...changes: readonly ChannelChange[]): void {
  for (const each of changes) admin().changeChannel(IDS.backups, each);
}

/** Lets the bot look at what is due on a day, and once more a little later. */
async function digestsOf(date: string): Promise<void> {
  for (const time of ['09:00:05', '09:20:05']) {
    clock = at(date, time);
    await sandbox.bot.lookAtDigests();
  }
}

/** Digests in the channel, each by its first line. */
function digests(): string[] {
  return sandbox.slack
    .timeline(IDS.backups)
    .filter(({ threadTs, text }) => threadTs === undefined && text.startsWith('Backups on'))
    .map(({ text }) => text.slice(0, 'Backups on Sat 21 Nov'.length));
}

/** What the bot wrote to one person, as they read it: the admin, while nobody owns the digest. */
function letters(to = admin()): string[] {
  return sandbox.slack.timeline(to.directMessages).map((message) => read(message));
}

function read(shown: Parameters<typeof renderText>[0]): string {
  return renderText(shown, { now: clock, timeZone: 'UTC' });
}

/** The settings as a person reads them who types the command in the channel. */
async function settings() {
  const shows = (event: SlackEvent) =>
    sees.modal(event) && JSON.stringify(viewOf(event).blocks).includes('digest_verb:preview');
  return viewOf(
    await operator().command('/backups', 'digest', { channel: IDS.backups, until: shows }),
  );
}

/** Presses the button that the settings offer, and gives what they show then. */
async function turnOnAgain() {
  const shows = (event: SlackEvent) =>
    sees.modal(event) && JSON.stringify(viewOf(event).blocks).includes('✔ The digest is on');
  return read(await operator().click(await settings(), 'On again', { until: shows }));
}

describe('a digest whose channel takes no more messages', () => {
  const TROUBLES: {
    what: string;
    broken: ChannelChange[];
    mended: ChannelChange[];
    why: string;
  }[] = [
    {
      what: 'is archived',
      broken: [{ kind: 'archive' }],
      mended: [{ kind: 'unarchive' }],
      why: 'The channel is archived',
    },
    {
      what: 'has lost the bot',
      broken: [{ kind: 'removeBot' }],
      mended: [],
      why: 'The bot is not in the channel',
    },
    {
      what: 'was turned private without the bot',
      broken: [{ kind: 'makePrivate' }, { kind: 'removeBot' }],
      mended: [],
      why: 'Slack does not find the channel: it was deleted, or it is private and the bot is not in it',
    },
  ];

  it.each(TROUBLES)('is stopped once when it $what, and goes on when told to', async (trouble) => {
    change(...trouble.broken);
    await digestsOf(SATURDAY);
    await digestsOf(SUNDAY);

    expect(letters()).toEqual([
      [
        '✖ I stopped posting the backup digest (every day 09:00 UTC, covers everything) in #C0BACKUPS1: nobody there hears of failed backups now.',
        `Why: ${trouble.why}.`,
        'To go on: once that is mended, type /invite there if I am not in it, then /backups digest on; its settings are kept. In another channel, /backups digest sets one up.',
      ].join('\n'),
    ]);
    change(...trouble.mended);
    expect(read(await settings())).toContain(
      `✖ I stopped posting in #C0BACKUPS1. The reason then: ${trouble.why}. When that is mended, turn it on again.\n[Preview] [Send now] [On again]`,
    );

    await admin().invite(IDS.backups, { until: () => true });
    expect(await turnOnAgain()).toContain('✔ The digest is on. I told the channel.');
    await digestsOf(MONDAY);
    expect(digests()).toEqual(['Backups on Mon 23 Nov']);
    expect(letters()).toHaveLength(1);
  });

  it('says at once when it is turned on again in a channel that still lacks the bot', async () => {
    change({ kind: 'archive' });
    await digestsOf(SATURDAY);
    change({ kind: 'unarchive' });

    expect(await turnOnAgain()).toContain('But I cannot post there, so no digest would arrive.');
    await digestsOf(SUNDAY);

    expect(digests()).toEqual([]);
    expect(letters()).toHaveLength(1);
    // Whoever turned it on owns it from then on.
    expect(letters(operator())).toEqual([
      expect.stringContaining('Why: The bot is not in the channel.'),
    ]);
  });

  it('is stopped when the channel was deleted; the doctor names it until it is turned off', async () => {
    change({ kind: 'delete' });
    await digestsOf(SATURDAY);
    await digestsOf(SUNDAY);

    expect(letters()).toHaveLength(1);
    expect(letters()[0]).toContain('Why: Slack does not find the channel: it was deleted, or');
    const type = async (words: string, answer: string) =>
      read(
        messageOf(
          await admin().command('/backups', words, {
            channel: IDS.dbOncall,
            until: sees.words(answer),
          }),
        ),
      );
    const named = await type('doctor', 'Digest channel');
    expect(named).toContain('Slack knows no such channel');
    expect(named).toContain('Slack did not take the last one');
    expect(named).not.toContain('digest now there');
    const [way = ''] = /digest off \w+/.exec(named) ?? [];
    expect(await type(way, 'The digest is off')).toBe(
      '✔ The digest is off. The channel could not be told.\n[Settings]',
    );
    expect(await type('doctor', 'Digest channel')).toContain('no channel has a digest yet');
  });

  it('tells whoever set it up, not the admins', async () => {
    await operator().submit(
      await settings(),
      { time: '08:45', zone: { value: 'UTC' } },
      {
        until: sees.message,
      },
    );
    change({ kind: 'archive' });
    await digestsOf(SATURDAY);

    expect(letters()).toEqual([]);
    expect(letters(operator())).toEqual([expect.stringContaining('every day 08:45 UTC')]);
  });

  it('is stopped by the first edit that finds the channel archived', async () => {
    await digestsOf(SATURDAY);
    change({ kind: 'archive' });
    sandbox.northflank?.account.addBackup(
      { projectId: 'shop-prod', addonId: 'orders-db' },
      { status: 'completed', minutes: 12 },
    );
    clock = at(SATURDAY, '10:15:00');
    await sandbox.bot.followUpDigests();
    await digestsOf(SUNDAY);

    expect(letters()).toHaveLength(1);
    expect(letters()[0]).toContain('Why: The channel is frozen, archived or deleted.');
    expect(digests()).toEqual(['Backups on Sat 21 Nov']);
  });
});

describe('a digest whose channel changes otherwise', () => {
  it.each<{ how: string; changes: ChannelChange[] }>([
    { how: 'is renamed', changes: [{ kind: 'rename', name: 'db-backups' }] },
    { how: 'is turned private with the bot in it', changes: [{ kind: 'makePrivate' }] },
  ])('goes on when it $how', async ({ changes }) => {
    await digestsOf(SATURDAY);
    change(...changes);
    await digestsOf(SUNDAY);

    expect(digests()).toEqual(['Backups on Sat 21 Nov', 'Backups on Sun 22 Nov']);
    expect(letters()).toEqual([]);
    expect(read(await settings())).toContain(
      'A digest is posted in #C0BACKUPS1. Next one: tomorrow',
    );
  });
});
