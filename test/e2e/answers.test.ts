import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IDS, messageOf, sees, viewOf } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { isAnswer } from './is-answer.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW, log: SILENT });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.slack.set({ oldWorkspace: false });
});

/** A bot that has read nothing yet. */
async function startCold(): Promise<Sandbox & AsyncDisposable> {
  const cold = await startSandbox({ now: () => NOW, log: SILENT });
  return { ...cold, [Symbol.asyncDispose]: () => cold.close() };
}

/** What a viewer sees after a command, once it is more than a notice. */
async function say(text: string, user: string = IDS.viewer) {
  return messageOf(await sandbox.slack.user(user).command('/backups', text, { until: isAnswer }));
}

describe('/backups destinations', () => {
  it('names every destination with what it holds, and no key', async () => {
    const { text, blocks } = await say('destinations');

    const shown = JSON.stringify(blocks);
    for (const { name } of sandbox.northflank?.account.destinations() ?? []) {
      expect(shown).toContain(name);
    }
    expect(text).toContain('5 backup destinations');
    expect(shown).not.toMatch(/secretKey|accessKey|AKIA/);
  });

  it('offers adding one to admins only', async () => {
    expect(JSON.stringify((await say('destinations')).blocks)).not.toContain('Add destination');
    expect(JSON.stringify((await say('destinations', IDS.admin)).blocks)).toContain(
      'Add destination',
    );
  });
});

describe('/backups destination', () => {
  it.each(['frankfurt-primary', 'Ireland copies', 'cold-storage', 'Office MinIO'])(
    'shows the backups of %s',
    async (name) => {
      const { blocks } = await say(`destination ${name}`);

      expect(blocks.some((block) => block['type'] === 'data_table')).toBe(true);
    },
  );

  it('says that an id was guessed when Northflank does not know it', async () => {
    expect((await say('destination Oregon archive')).text).toContain('the id guessed');
  });

  it('says why Northflank does not list the backups of one', async () => {
    if (sandbox.northflank) sandbox.northflank.faults.refusingDestinations = ['cold-storage'];
    try {
      const words = 'Access to bucket "acme-cold" was denied';

      expect((await say('destination cold-storage')).text).toContain(`Its words: “${words}”`);
      const { blocks } = await say('destinations');
      expect(JSON.stringify(blocks)).toContain(
        JSON.stringify(`refused the request: “${words}”`).slice(1, -1),
      );
    } finally {
      if (sandbox.northflank) sandbox.northflank.faults.refusingDestinations = [];
    }
  });

  it('turns its pages in place', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const first = await say('destination frankfurt-primary');

    const second = await viewer.click(first, 'Older ›', { until: isAnswer });

    expect(second).toMatchObject({ type: 'ephemeral', change: 'updated' });
    expect(messageOf(second).ts).toBe(first.ts);
  });
});

describe('/backups show', () => {
  it('answers for each seeded addon', async () => {
    for (const { projectId, addonId } of sandbox.northflank?.account.addons() ?? []) {
      const { text, blocks } = await say(`show ${projectId}/${addonId}`);
      expect(text).toMatch(/last good|No backups yet|no completed backup|No backup/i);
      expect(JSON.stringify(blocks)).toContain(`${projectId}/${addonId}`);
    }
  });

  it('finds an addon by a name with a slip, and says so', async () => {
    const { text } = await say('show clikstream');

    expect(text).toMatch(
      /^Nothing is called `clikstream`: this is `analytics\/clickstream`\.\n.*Clickstream/,
    );
  });

  it.each([
    ['Shop prod / Orders DB', 'as the board shows it'],
    ['Shop prod/Orders DB', 'with blanks in both names'],
    ['"Shop prod / Orders DB"', 'in quotes'],
  ])('finds %j, %s, with a filter behind it', async (typed) => {
    const shown = await say(`show ${typed} failed`);

    expect(JSON.stringify(shown.blocks)).toContain('3 failed or unclear backups');
  });

  it('finds a name with a blank that two addons have', async () => {
    expect((await say('show Orders DB')).text).toContain('2 addons fit `Orders DB`');
  });

  it('asks which one when two fit, and shows the one that is chosen', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const choice = await say('show orders-db');
    expect(choice.text).toContain('2 addons fit');

    const shown = await viewer.click(choice, 'Shop prod / Orders DB', {
      until: sees.words('failed 3 times in a row'),
    });

    expect(messageOf(shown).text).toContain('Orders DB');
    expect(messageOf(shown).ts).toBe(choice.ts);
  });

  it('keeps what was asked of the addon through the choice', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const choice = await say('show orders-db failed');

    const shown = messageOf(
      await viewer.click(choice, 'Shop prod / Orders DB', { until: isAnswer }),
    );

    expect(JSON.stringify(shown.blocks)).toContain('3 failed or unclear backups');
    expect(tableOf(shown)).toHaveLength(4);
  });

  it('names the nearest ones when none fits', async () => {
    expect((await say('show shop-prod/orders')).text).toContain('shop-prod/orders-db');
  });

  it('turns the pages of 1,247 backups in place and comes back', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const first = await say('show shop-prod/events-db');

    const older = messageOf(await viewer.click(first, 'Older ›', { until: isAnswer }));
    const back = messageOf(await viewer.click(older, '‹ Newer', { until: isAnswer }));

    expect(older.ts).toBe(first.ts);
    expect(older.blocks).not.toEqual(first.blocks);
    expect(tableOf(back)).toEqual(tableOf(first));
  });

  it('falls back to text where the workspace has no tables', async () => {
    sandbox.slack.set({ oldWorkspace: true });

    const { blocks } = await say('show shop-prod/orders-db');

    expect(blocks.some((block) => block['type'] === 'data_table')).toBe(false);
    expect(JSON.stringify(blocks)).toContain('failed');
  });

  it('explains a filter word that it does not know', async () => {
    expect((await say('show shop-prod/orders-db yesterdayish')).text).toMatch(/failed.*dumps/s);
  });

  it('opens a picker when no addon is given, and answers where the command was typed', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const modal = viewOf(
      await viewer.command('/backups', 'show', { channel: IDS.dbOncall, until: sees.modal }),
    );
    const offered = await viewer.suggest(modal, 'pick_addon', 'clickst');
    expect(offered.map(({ value }) => value)).toEqual(['analytics/clickstream']);

    await viewer.submit(modal, { pick_addon: offered[0] ?? {} });

    const answer = await sandbox.slack.waitFor(sees.words('Clickstream'), 5_000);
    expect(messageOf(answer).channel).toBe(IDS.dbOncall);
  });

  it('says in the picker why it has no addons, and takes that for none', async () => {
    await using cold = await startCold();
    if (cold.northflank) cold.northflank.faults.tokenRevoked = true;
    const viewer = cold.slack.user(IDS.viewer);
    const modal = viewOf(await viewer.command('/backups', 'show', { until: sees.modal }));

    const offered = await viewer.suggest(modal, 'pick_addon', '');
    expect(offered.map(({ text }) => text)).toEqual([
      { type: 'plain_text', text: '◌ No addon could be read: Northflank refused the token' },
    ]);

    const submitted = await viewer.submit(modal, { pick_addon: offered[0] ?? {} });
    expect(JSON.stringify(submitted)).toContain('is no addon');
  });

  it('shows of the picked addon what was asked for', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const modal = viewOf(await viewer.command('/backups', 'show failed', { until: sees.modal }));
    const [offered = {}] = await viewer.suggest(modal, 'pick_addon', 'shop-prod/orders');

    await viewer.submit(modal, { pick_addon: offered });

    const shown = await sandbox.slack.waitFor(sees.words('3 failed or unclear backups'), 5_000);
    expect(messageOf(shown).text).toContain('Orders DB');
  });

  it('asks Northflank nothing for twenty key presses in the picker', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const modal = viewOf(await viewer.command('/backups', 'show', { until: sees.modal }));
    await viewer.suggest(modal, 'pick_addon', '');
    const before = sandbox.northflank?.requests().length;

    for (const query of 'orders-db customers-db x')
      await viewer.suggest(modal, 'pick_addon', query);

    expect(sandbox.northflank?.requests()).toHaveLength(before ?? -1);
  });
});

describe('/backups with anything else', () => {
  it.each([
    ['help', 'destinations'],
    ['help show', 'show'],
    ['shwo orders-db', 'Did you mean'],
    ['weather', 'help'],
  ])('answers %j with usage', async (text, words) => {
    expect((await say(text)).text).toContain(words);
  });
});

function tableOf(message: { blocks: Record<string, unknown>[] }) {
  return message.blocks.find((block) => block['type'] === 'data_table')?.['rows'];
}
