import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  IDS,
  messageOf,
  type ShownView,
  type SlackEvent,
  sees,
  viewOf,
} from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { patientDelay } from '../fakes/patient-delay.ts';
import { isAnswer } from './is-answer.ts';

const MORNING = new Date('2026-11-21T08:30:00Z');

let clock: Date;
let sandbox: Sandbox;

beforeEach(async () => {
  clock = MORNING;
  sandbox = await startSandbox({ now: () => clock, log: SILENT, delay: patientDelay });
});
afterEach(() => sandbox.close());

const person = (id: string = IDS.operator) => sandbox.slack.user(id);

/** Waits for a modal that says this. */
const shows =
  (words: string) =>
  (event: SlackEvent): boolean =>
    sees.modal(event) && textOf(viewOf(event)).includes(words);

function textOf({ blocks }: Pick<ShownView, 'blocks'>): string {
  return JSON.stringify(blocks);
}

async function open(user: string = IDS.operator, channel: string = IDS.backups) {
  const until = shows('digest_verb:preview');
  return viewOf(await person(user).command('/backups', 'digest', { channel, until }));
}

/** Saves the form and gives what the modal shows then. */
async function save(form: ShownView, answers = {}, words = '✔', user: string = IDS.operator) {
  return viewOf(await person(user).submit(form, answers, { until: shows(words) }));
}

/** What everybody sees in a channel, without the replies in threads. */
function notes(channel: string = IDS.backups): string[] {
  const messages = sandbox.slack.timeline(channel);
  return messages.flatMap(({ text, threadTs }) => (threadTs === undefined ? [text] : []));
}

/** Lets the bot look at what is due, at a moment. */
async function tickAt(moment: string): Promise<void> {
  clock = new Date(moment);
  await sandbox.bot.lookAtDigests();
}

describe('/backups digest', () => {
  it('shows what the environment made, and saves a change that then holds', async () => {
    const form = await open();
    expect(textOf(form)).toContain('"initial_time":"09:00"');

    const saved = await save(form, { time: '08:45', zone: { value: 'UTC' } });

    expect(textOf(saved)).toContain('every day 08:45 UTC');
    expect(notes()).toEqual([
      expect.stringMatching(
        /^Backup digest changed by <@U0OPERATR1>: every day 08:45 UTC, covers \d+ addons/,
      ),
    ]);
    await tickAt('2026-11-21T08:45:05Z');
    await tickAt('2026-11-21T09:00:05Z');
    expect(notes().filter((text) => text.startsWith('Backups on'))).toHaveLength(1);
  });

  it('still sends what was due when somebody saved, before it was looked at', async () => {
    const form = await open();
    clock = new Date('2026-11-21T09:00:05Z');
    await save(form, { time: '18:00', zone: { value: 'UTC' } });

    await tickAt('2026-11-21T09:00:15Z');
    await tickAt('2026-11-21T18:00:05Z');

    expect(notes().filter((text) => text.startsWith('Backups on'))).toHaveLength(1);
    await tickAt('2026-11-22T18:00:05Z');
    expect(notes().at(-1)).toContain('Backups on Sun 22 Nov');
  });

  it('makes nothing up when a digest is moved to an hour that has passed', async () => {
    await save(await open(), { time: '08:00', zone: { value: 'UTC' } });

    await tickAt('2026-11-21T09:00:05Z');

    expect(notes().filter((text) => text.startsWith('Backups on'))).toEqual([]);
  });

  it('writes dates in the language that is chosen, in the preview too', async () => {
    const saved = await save(await open(), { language: 'de', zone: { value: 'UTC' } });

    expect(textOf(saved)).toContain('*Language of dates*: Deutsch');
    const preview = await person().command('/backups', 'digest preview', {
      until: sees.words('only you see it'),
    });
    expect(JSON.stringify(messageOf(preview).blocks)).toContain('Backups · Sa., 21. Nov.: ');
    await tickAt('2026-11-21T09:00:05Z');
    const digest = sandbox.slack
      .timeline(IDS.backups)
      .filter(({ text }) => !text.startsWith('Backup d'));
    expect(digest[0]?.text).toMatch(/^Backups on Sa\., 21\. Nov\.: /);
    const words = JSON.stringify(digest);
    expect(words).toMatch(/since 1\d\. Nov\. \d\d:\d\d UTC/);
    expect(words).not.toMatch(/\d (Oct|Nov)\b|\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/);
  });

  it('sets a digest up in a channel that has none', async () => {
    const form = await open(IDS.operator, IDS.dbOncall);
    expect(textOf(form)).toContain('No digest is posted in');
    expect(textOf(form)).toContain('America/New_York · 03:30');
    const days = ['0', '1', '2', '3', '4'];

    await save(form, { days, time: '04:00', mention_user: [IDS.admin], all_clear: 'weekly' });

    expect(notes(IDS.dbOncall)[0]).toContain(
      'set up by <@U0OPERATR1>: weekdays 04:00 America/New_York',
    );
    const again = await open(IDS.operator, IDS.dbOncall);
    expect(again.values['mention_user']).toMatchObject({ input: { selected_users: [IDS.admin] } });
    await tickAt('2026-11-23T09:00:05Z');
    expect(notes(IDS.dbOncall).at(-1)).toContain('Backups on Mon 23 Nov');
  });

  it('tells what the scope covers while it is chosen, and keeps what is filled in', async () => {
    const operator = person();
    const form = await open();
    operator.fill(form, { time: '07:15' });
    const [whole] = await operator.suggest(form, { blockId: 'scope' }, 'shop-prod');

    const told = viewOf(
      await operator.select(form, { blockId: 'scope' }, [whole ?? {}], {
        until: shows('Covers *5 addons in shop-prod*'),
      }),
    );
    const redis = viewOf(
      await operator.select(told, { blockId: 'types' }, ['redis'], {
        until: shows('Covers *1 addon in shop-prod*'),
      }),
    );

    expect(redis.values['time']).toMatchObject({ input: { selected_time: '07:15' } });
    await save(redis);
    expect(notes()[0]).toContain('every day 07:15 UTC, covers 1 addon in shop-prod');
  });

  it('takes a typed pattern, also one that covers nothing yet, with a warning', async () => {
    const operator = person();
    const form = await open();
    const [pattern] = await operator.suggest(form, { blockId: 'scope' }, 'shop-*/orders-*');
    const [future] = await operator.suggest(form, { blockId: 'scope' }, 'billing/*');
    expect([pattern?.['value'], future?.['value']]).toEqual(['shop-*/orders-*', 'billing/*']);

    const told = await operator.select(form, { blockId: 'scope' }, [pattern ?? {}, future ?? {}], {
      until: shows('`billing/*` covers nothing now'),
    });

    await save(viewOf(told));
    expect(textOf(await open())).toContain('billing/*');
  });

  it('puts mistakes at their fields with an example and loses nothing', async () => {
    const form = await open();
    const wrong = await person().submit(
      form,
      { time: '07:15', zone: { value: 'Mars/Olympus' }, paused_until: '2026-11-20' },
      { until: sees.errors },
    );

    expect(viewOf(wrong).errors).toEqual({
      zone: 'Use a zone such as Europe/Berlin',
      paused_until: expect.stringContaining('choose a later one, such as 2026-11-22'),
    });
    const saved = await save(viewOf(wrong), {
      zone: { value: 'Asia/Kolkata' },
      paused_until: null,
    });
    expect(textOf(saved)).toContain('every day 07:15 Asia/Kolkata');
  });

  it('asks for a day before anything is sent to the bot', async () => {
    const seen = await person().submit(await open(), { days: [] }, { until: sees.errors });

    expect(Object.keys(viewOf(seen).errors)).toEqual(['days']);
  });

  it("offers the person's own zone first and finds cities as they are typed", async () => {
    const form = await open(IDS.admin);
    const zones = async (query: string) =>
      (await person(IDS.admin).suggest(form, { blockId: 'zone' }, query)).map(({ value }) => value);

    expect((await zones('')).slice(0, 2)).toEqual(['Europe/Berlin', 'UTC']);
    expect(await zones('new york')).toEqual(['America/New_York']);
    expect(await zones('kolk')).toEqual(['Asia/Kolkata']);
  });

  it('shows a viewer the same in words, with nothing to change', async () => {
    const look = await open(IDS.viewer);

    expect(look.submit).toBeUndefined();
    expect(look.blocks.some(({ type }) => type === 'input')).toBe(false);
    expect(textOf(look)).toContain('every day 09:00 UTC');
    expect(textOf(look)).toContain('Only operators and admins');
  });

  it('does not let a change overwrite another that it has not seen', async () => {
    const mine = await open();
    const theirs = await open(IDS.admin);
    await save(theirs, { time: '11:00' }, '✔', IDS.admin);

    const told = await save(mine, { time: '07:15' }, 'Somebody else changed');
    expect(textOf(told)).toContain('every day 11:00 UTC');
    expect(told.values['time']).toMatchObject({ input: { selected_time: '07:15' } });
    await save(told);

    expect(textOf(await open(IDS.viewer))).toContain('every day 07:15 UTC');
  });

  it('keeps what was filled in when two people start at once', async () => {
    const mine = await open(IDS.operator, IDS.dbOncall);
    const theirs = await open(IDS.admin, IDS.dbOncall);
    await save(theirs, {}, '✔', IDS.admin);

    const told = await save(mine, { time: '07:15' }, 'Somebody else changed');

    expect(told.values['time']).toMatchObject({ input: { selected_time: '07:15' } });
  });

  it('turns off and on again, at once and for everybody to see', async () => {
    const operator = person();
    const off = await operator.click(await open(), 'Off', { until: shows('✔ The digest is off') });
    await tickAt('2026-11-21T09:00:05Z');
    expect(notes()).toEqual([
      'Backup digest turned off by <@U0OPERATR1>: nothing more is posted here.',
    ]);

    await operator.click(off, 'On again', { until: shows('✔ The digest is on') });
    await tickAt('2026-11-22T09:00:05Z');
    expect(notes().at(-1)).toContain('Backups on Sun 22 Nov');
  });

  it('pauses until a day and then goes on by itself', async () => {
    await save(await open(), { paused_until: '2026-11-23' });
    await tickAt('2026-11-22T09:00:05Z');
    expect(notes()).toEqual([expect.stringContaining('paused until <!date^')]);
    expect(textOf(await open(IDS.viewer))).toContain('Paused in');

    await tickAt('2026-11-23T09:00:05Z');
    expect(notes().at(-1)).toContain('Backups on Mon 23 Nov');
  });

  it('lays a preview upon the form, which then is as it was', async () => {
    const operator = person();
    const form = await open();
    operator.fill(form, { time: '07:15' });

    const preview = await operator.click(form, 'Preview', { until: shows('only you see it') });

    expect(textOf(viewOf(preview))).toContain('Orders DB');
    expect(notes()).toEqual([]);
    await operator.closeView(preview);
    expect(operator.modal.at(-1)?.values['time']).toMatchObject({
      input: { selected_time: '07:15' },
    });
  });

  it('lets a viewer have a preview, and see an addon from there', async () => {
    const viewer = person(IDS.viewer);
    const preview = await viewer.click(await open(IDS.viewer), 'Preview', {
      until: shows('only you see it'),
    });

    await viewer.click(preview, { label: 'Show', index: 0 }, { until: shows('Next run') });

    expect(viewer.modal).toHaveLength(3);
  });

  it('sends a digest now', async () => {
    await person().click(await open(), 'Send now', { until: shows('✔ Posted in') });

    expect(notes()[0]).toContain('Backups on Sat 21 Nov');
    await tickAt('2026-11-21T09:00:05Z');
    expect(notes().filter((text) => text.startsWith('Backups on'))).toHaveLength(2);
  });

  it('says at once when the bot is not in the channel, and what to do', async () => {
    const saved = await save(await open(IDS.operator, IDS.general), {}, 'I cannot post there');

    expect(textOf(saved)).toContain('/invite');
    expect(notes(IDS.general)).toEqual([]);
    sandbox.slack.workspace.channels.get(IDS.general)?.members.add(IDS.bot);
    await person().click(saved, 'Send now', { until: shows('✔ Posted in') });
    expect(notes(IDS.general)[0]).toContain('Backups on');
  });

  it('opens the settings also while Northflank is away', async () => {
    if (sandbox.northflank) sandbox.northflank.faults.down = true;

    const form = await open();

    expect(textOf(form)).toContain('◌ What this covers cannot be told');
    expect(textOf(await save(form, { time: '07:15' }))).toContain('every day 07:15 UTC');
  });
});

describe('/backups digest with a word', () => {
  const say = async (text: string, user: string = IDS.operator) =>
    messageOf(await person(user).command('/backups', text, { until: isAnswer }));

  it('turns off and on', async () => {
    await person().command('/backups', 'digest off', { until: sees.words('✔ The digest is off') });
    expect(textOf(await open(IDS.viewer))).toContain('Off: no digest is posted');
    await person().command('/backups', 'digest on', { until: sees.words('✔ The digest is on') });
    expect(textOf(await open(IDS.viewer))).toContain('Next one');
  });

  it('is not for a viewer, who may have a preview', async () => {
    expect((await say('digest off', IDS.viewer)).text).toContain('*operator*');
    expect((await say('digest now', IDS.viewer)).text).toContain('*operator*');
    expect(notes()).toEqual([]);
    const preview = await person(IDS.viewer).command('/backups', 'digest preview', {
      until: sees.words('only you see it'),
    });
    expect(messageOf(preview).onlyFor).toBe(IDS.viewer);
  });

  it('is answered with those that there are when it is none', async () => {
    expect((await say('digest weather')).text).toContain('`preview`, `now`, `on` or `off`');
  });
});
