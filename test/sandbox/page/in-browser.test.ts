import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { IDS } from '../../../sandbox/slack.ts';
import { type Stage, startStage } from './stage.ts';
import { describeInBrowser, PATIENCE, type Visitor } from './visit.ts';

const ADDON = 'shop-prod/orders-db';

describeInBrowser('the page with the whole bot', (visit) => {
  let stage: Stage;
  let visitor: Visitor;

  beforeAll(async () => {
    stage = await startStage();
    visitor = await visit(stage.served.url);
  });
  afterEach(() => stage.tidy());
  afterAll(async () => {
    await visitor.leave();
    await stage.close();
  });

  describe('at the first visit', () => {
    it('shows the channels and the bot', async () => {
      const channels = visitor.page.getByRole('navigation', { name: 'Channels' });

      expect(await channels.getByRole('button').allInnerTexts()).toEqual([
        'backups',
        'db-oncall',
        'general',
        'Backups',
      ]);
    });

    it('takes no direct messages where the manifest says that the bot reads none', async () => {
      await visitor.page.getByRole('button', { name: 'Backups', exact: true }).click();
      await visitor.page.getByText('Sending messages to this app has been turned off.').waitFor();

      expect(await visitor.page.getByRole('button', { name: 'Home' }).isVisible()).toBe(true);
      await visitor.page.getByRole('button', { name: 'backups', exact: true }).click();
    });

    it('says what to try, and does it at a click', async () => {
      await visitor.page.getByRole('button', { name: '/backups destinations' }).click();

      expect(await visitor.reads(/5 backup destinations/)).toContain('Only visible to you');
    });
  });

  describe('answers', () => {
    it('open the backups of a destination from its button', async () => {
      await visitor.write('/backups destinations');
      await visitor.reads(/5 backup destinations/);

      await visitor.press('Show backups');

      const table = visitor.page.getByRole('table', { name: /Frankfurt primary/ });
      await table.waitFor();
      expect(await table.getByRole('row').count()).toBeGreaterThan(5);
    });

    it('leaf through the history of an addon in their place', async () => {
      await visitor.write(`/backups show ${ADDON}`);
      await visitor.reads(/1–15 of/);
      const before = await visitor.messages.count();

      await visitor.press('Older ›');

      expect(await visitor.reads(/16–30 of/)).toContain('Newer');
      expect(await visitor.messages.count()).toBe(before);
    });

    it('sort their table by the column that is pressed', async () => {
      await visitor.write(`/backups show ${ADDON}`);
      await visitor.reads(/1–15 of/);

      await visitor.press('Took');

      const head = visitor.answer.getByRole('columnheader', { name: 'Took' });
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      expect(await visitor.answer.locator('tbody tr').first().innerText()).toContain('failed');
    });

    it('let an addon be picked by a few letters of its name', async () => {
      await visitor.write('/backups show');
      await visitor.modal.getByRole('combobox').fill('orders');
      await visitor.modal.getByRole('option', { name: ADDON }).click();

      await visitor.modal.getByRole('button', { name: 'Show' }).click();

      expect(await visitor.reads(/1–15 of/)).toContain('Orders DB');
    });

    it('give times in the zone of whoever reads them', async () => {
      const times: string[] = [];
      for (const name of ['Ada Admin', 'Vera Viewer']) {
        await visitor.actAs(name);
        await visitor.write(`/backups show ${ADDON}`);
        await visitor.reads(/1–15 of/);
        times.push(await visitor.answer.locator('tbody time').first().innerText());
      }

      await visitor.actAs('Ada Admin');
      expect(times).toEqual(['today 03:30', 'today 08:00']);
    });
  });

  it('keeps the newest before one’s eyes, also when the room gets narrower', async () => {
    const missing = (): Promise<number> =>
      visitor.page.evaluate<number>(`(() => {
        const box = document.querySelector('.messages');
        return box.scrollHeight - box.scrollTop - box.clientHeight;
      })()`);
    await visitor.write(`/backups show ${ADDON}`);
    await visitor.reads(/1–15 of/);
    await expect.poll(missing, PATIENCE).toBeLessThan(2);

    await visitor.page.getByRole('button', { name: 'Inspector', exact: true }).click();

    await expect.poll(missing, PATIENCE).toBeLessThan(2);
    await visitor.page.getByRole('button', { name: 'Close inspector' }).click();
  });

  describe('the form', () => {
    it('keeps what was typed beside its errors, and adds when all is right', async () => {
      const { modal } = visitor;
      await visitor.write('/backups add-destination');
      await modal.getByLabel('Name', { exact: true }).fill('Page archive');
      await modal.getByRole('button', { name: 'Add' }).click();
      await modal.getByText('Please complete this required field.').first().waitFor();

      await modal.getByLabel('Bucket', { exact: true }).fill('page-archive');
      await modal.getByLabel('Region').fill('us-west-2');
      await modal.getByLabel('Endpoint').fill('https://s3.us-west-2.amazonaws.com/bucket');
      await modal.getByLabel('Folder in the bucket').fill('page/');
      await modal.getByRole('combobox', { name: 'Key kept on the server' }).click();
      await modal.getByRole('option', { name: 'nightly-archive' }).click();
      await modal.getByRole('button', { name: 'Add' }).click();
      const endpoint = modal.locator('[data-block=endpoint]');
      await endpoint.locator('.input-error').waitFor();
      expect(await modal.getByLabel('Name', { exact: true }).inputValue()).toBe('Page archive');
      expect(await visitor.focus).toBe('Endpoint');

      await modal.getByLabel('Endpoint').fill('s3.us-west-2.amazonaws.com');
      await modal.getByRole('button', { name: 'Add' }).click();
      await modal.getByText('Added').waitFor();

      const names = stage.northflank.account.destinations().map(({ name }) => name);
      expect(names).toContain('Page archive');
    });

    it('is refused to whoever may not send it', async () => {
      await visitor.actAs('Vera Viewer');

      await visitor.write('/backups add-destination');

      expect(await visitor.reads(/admin/i)).toContain('Only visible to you');
      expect(await visitor.modal.isVisible()).toBe(false);
      await visitor.actAs('Ada Admin');
    });

    it('is there again, with what was typed, after a reload in its middle', async () => {
      await visitor.write('/backups add-destination');
      const isKept = visitor.page.waitForResponse((response) => response.url().endsWith('/acts'));
      await visitor.modal.getByLabel('Name', { exact: true }).fill('Half typed');
      await isKept;

      await visitor.page.reload();

      await visitor.modal.getByLabel('Name', { exact: true }).waitFor();
      expect(await visitor.modal.getByLabel('Name', { exact: true }).inputValue()).toBe(
        'Half typed',
      );
    });
  });

  describe('the digest', () => {
    it('is previewed for one person, and sent to everybody on demand', async () => {
      const { modal, page } = visitor;
      await visitor.write('/backups digest');
      await modal.getByRole('button', { name: 'Preview' }).click();
      await modal.getByText('only you see it').waitFor();
      await modal.getByRole('button', { name: 'Back' }).click();
      expect(stage.sandbox.slack.timeline(IDS.backups)).toEqual([]);

      await modal.getByRole('button', { name: 'Send now' }).click();
      await page.locator('dialog.confirm').getByRole('button', { name: 'Send now' }).click();

      await page.locator('channel-view article:not(.is-ephemeral)').last().waitFor();
      const [digest] = stage.sandbox.slack.timeline(IDS.backups);
      expect(digest?.text).toMatch(/^Backups on /);
      // Replies follow it: one that met the channel archived below would stop the digest.
      await stage.sandbox.bot.idle(AbortSignal.timeout(PATIENCE.timeout));
    });
  });

  describe('the controls', () => {
    async function open(panel: RegExp): Promise<void> {
      await visitor.page.getByRole('button', { name: panel }).click();
    }

    it('take Northflank down and let it come back', async () => {
      await open(/^Break things/);
      await visitor.page.getByRole('switch', { name: 'Northflank is down' }).click();
      await visitor.page.getByRole('button', { name: 'Break things, 1 broken' }).waitFor();
      await visitor.page.keyboard.press('Escape');
      await visitor.write('/backups destinations');
      const blind = await visitor.reads(/Northflank/);

      await open(/^Break things/);
      await visitor.page.getByRole('button', { name: 'Mend everything' }).click();
      await visitor.page.keyboard.press('Escape');
      // The bot leaves a failing Northflank alone for a while.
      stage.clock.jumpTo(new Date(stage.clock.now().getTime() + 120_000));
      await visitor.write('/backups destinations');

      expect(blind).not.toContain('Frankfurt');
      expect(await visitor.reads(/backup destinations/)).toContain('Frankfurt');
    });

    it('archive a channel, in which nobody can write until all is mended', async () => {
      await open(/^Break things/);
      await visitor.page.getByRole('switch', { name: /^Archived/ }).click();
      await visitor.page.getByText('This channel is archived: nobody can write here.').waitFor();

      await visitor.page.getByRole('button', { name: 'Mend everything' }).click();
      await visitor.page.keyboard.press('Escape');
      await visitor.composer.waitFor();

      const { channels, botUser } = stage.sandbox.slack.workspace;
      expect(channels.get(IDS.backups)?.members.has(botUser)).toBe(true);
    });

    it('let one destination refuse', async () => {
      await open(/^Break things/);
      await visitor.page.getByLabel('A destination refuses').selectOption('Frankfurt primary');
      await visitor.page.getByRole('button', { name: 'Break things, 1 broken' }).waitFor();

      expect(stage.northflank.faults.refusingDestinations).toEqual(['frankfurt-primary']);
      await visitor.page.keyboard.press('Escape');
    });

    it('jump to the next digest, which the bot then posts', async () => {
      await open(/^Time/);
      const jump = visitor.page.getByRole('button', { name: 'Jump to the next digest' });
      await visitor.page.getByText('Moves the clock to tomorrow 10:00').waitFor();

      await jump.click();

      await visitor.page.keyboard.press('Escape');
      const digest = visitor.page.locator('channel-view article', {
        hasText: /addons? read|read at/,
      });
      await digest.last().getByRole('button', { name: /repl/ }).waitFor();
      expect(await digest.last().innerText()).not.toContain('Only visible to you');
      expect(stage.clock.now()).toEqual(new Date('2026-11-22T09:00:00Z'));
    });

    it('skip an hour', async () => {
      const before = stage.clock.now().getTime();
      await open(/^Time: Nov 22, 2026 10:00/);

      await visitor.page.getByRole('button', { name: 'Skip an hour' }).click();

      await visitor.page.getByRole('button', { name: /^Time: Nov 22, 2026 11:00/ }).waitFor();
      expect(stage.clock.now().getTime() - before).toBe(3_600_000);
      await visitor.page.keyboard.press('Escape');
    });

    it('let a day pass in a minute, but not while a form is open', async () => {
      await open(/^Time/);
      await visitor.page.getByLabel('A day a minute').click();
      await visitor.page.getByText('day/min').waitFor();
      expect(stage.clock.chosenSpeed).toBe(1440);
      await visitor.page.keyboard.press('Escape');

      await visitor.write('/backups add-destination');
      await visitor.modal.getByLabel('Name', { exact: true }).waitFor();

      expect(stage.clock.speed).toBe(1);
      stage.clock.run(1);
    });
  });

  describe('the inspector', () => {
    it('tells what the last act cost, what is left, and what the log says', async () => {
      await visitor.page.getByRole('button', { name: 'Inspector', exact: true }).click();
      const pane = visitor.page.getByRole('complementary', { name: 'Inspector' });

      await visitor.write('/backups destinations');
      await visitor.reads(/backup destinations/);

      await pane.getByText('/v1/backup-destinations?per_page=100').first().waitFor();
      const words = await pane.innerText();
      expect(words).toContain('/backups destinations');
      expect(words).toMatch(/\d+ requests to Northflank/);
      expect(words).toMatch(/\d+ of 1000 left in this hour/);
      expect(words).toMatch(/info act/);
      await pane.getByRole('button', { name: 'Close inspector' }).click();
    });

    it('gives the JSON of a message, and opens it in Block Kit Builder', async () => {
      await visitor.write('/backups help');
      await visitor.reads(/What you can ask/);
      await visitor.answer.hover();

      await visitor.press('Show JSON');

      const pane = visitor.page.getByRole('complementary', { name: 'Inspector' });
      const href = await pane.getByRole('link', { name: /Block Kit Builder/ }).getAttribute('href');
      const hash = new URL(href ?? '').hash.slice(1);
      expect(JSON.parse(decodeURIComponent(hash))).toHaveProperty('blocks');
      expect(await pane.locator('pre').innerText()).toContain('"type": "section"');
      await pane.getByRole('button', { name: 'Close inspector' }).click();
    });
  });

  describe('bad input', () => {
    it('gets Slack’s words for a command that nobody has', async () => {
      await visitor.write('/nonsense 1 2 3');

      expect(await visitor.reads(/is not a valid command/)).toContain('Slackbot');
    });

    it('gets help for a verb that the bot does not know', async () => {
      await visitor.write('/backups dance');

      expect(await visitor.reads(/status/)).toContain('Only visible to you');
    });

    it.each([
      { what: 'a very long text', text: `/backups show ${'x'.repeat(20_000)}` },
      {
        what: 'control characters',
        text: '/backups show \u0000\u0007\u001b[31m\u202eorders\u2066',
      },
    ])('stands $what', async ({ text }) => {
      await visitor.write(text);

      expect(await visitor.reads(/./)).toContain('Only visible to you');
      expect(await visitor.page.evaluate('document.body.scrollWidth')).toBe(1280);
    });

    it('gives back what is too long to be sent', async () => {
      const text = 'y'.repeat(300_000);
      await visitor.write(text);

      await visitor.page.getByText('This was too long to send.').waitFor();
      expect((await visitor.composer.inputValue()).length).toBe(text.length);
      await visitor.composer.fill('');
    });

    it('stands a thousand quick clicks on one button', async () => {
      await visitor.write('/backups help');
      await visitor.reads(/What you can ask/);
      const before = stage.sandbox.slack.events().at(-1)?.seq ?? 0;

      const clicks = await visitor.page.evaluate(`(() => {
        const answer = [...document.querySelectorAll('channel-view article.is-ephemeral')].at(-1);
        const button = [...answer.querySelectorAll('button')]
          .find(({ innerText }) => innerText.includes('Destinations'));
        let clicks = 0;
        for (; clicks < 1000; clicks += 1) button.click();
        return clicks;
      })()`);

      await visitor.answers.last().getByText('Frankfurt').first().waitFor();
      const sent = stage.sandbox.slack.events(before).filter(({ type }) => type === 'sent');
      expect({ clicks, sent: sent.length }).toEqual({ clicks: 1000, sent: 1 });
    });

    it('shows the same in two tabs at once', async () => {
      const other = await visit(stage.served.url);

      await visitor.write('hello from the first tab');

      await other.messages.getByText('hello from the first tab').waitFor();
      const texts = stage.sandbox.slack.timeline(IDS.backups).map(({ text }) => text);
      expect(texts).toContain('hello from the first tab');
      await other.leave();
    });
  });
});
