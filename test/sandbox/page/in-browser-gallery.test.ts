import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { IDS } from '../../../sandbox/slack.ts';
import { type Gallery, startGallery } from './gallery.ts';
import { describeInBrowser, PATIENCE, type Visitor } from './visit.ts';

/** Slack's patience with an app. */
const ACK_LIMIT_MS = 3000;

describeInBrowser('the page with an app that shows one of everything', (visit) => {
  let gallery: Gallery;
  let visitor: Visitor;

  beforeAll(async () => {
    gallery = await startGallery();
    visitor = await visit(gallery.served.url);
  });
  afterEach(async () => {
    gallery.used.length = 0;
    const ada = gallery.slack.user(IDS.admin);
    const view = ada.modal.at(-1);
    if (view !== undefined) await ada.closeView(view, { all: true });
    await visitor.modal.waitFor({ state: 'hidden' });
  });
  afterAll(async () => {
    await visitor.leave();
    await gallery.close();
  });

  describe('blocks', () => {
    it('show text with its marks, names and times', async () => {
      await visitor.write('/show texts');

      const words = await visitor.reads('A header ⚠️');
      expect(words).toMatch(/bold italic struck code a link @Ada Admin #backups today 07:00/);
      expect(await visitor.answer.locator('strong', { hasText: 'bold' }).count()).toBe(2);
      expect(await visitor.answer.getByRole('link', { name: 'a link' }).getAttribute('rel')).toBe(
        'noopener noreferrer',
      );
      await visitor.answer.getByRole('img', { name: 'A picture from elsewhere' }).waitFor();
    });

    it('page through a table', async () => {
      await visitor.write('/show table');
      await visitor.reads('1–5 of 12');

      await visitor.press('Next rows');
      await visitor.press('Next rows');

      expect(await visitor.reads('11–12 of 12')).toContain('row 12');
      expect(await visitor.answer.getByRole('button', { name: 'Next rows' }).isDisabled()).toBe(
        true,
      );
    });

    it('sort a table by its numbers, from the first page on', async () => {
      await visitor.write('/show table');
      await visitor.reads('1–5 of 12');
      await visitor.press('Next rows');

      await visitor.press('Size');

      expect(await visitor.answer.locator('tbody tr').first().innerText()).toMatch(
        /row 12\s+23 MB/,
      );
    });

    it('draw charts, with their figures for those who cannot see them', async () => {
      await visitor.write('/show charts');

      await visitor.answer.getByRole('img', { name: 'Sizes' }).waitFor();
      expect(await visitor.answer.locator('rect').count()).toBe(8);
      expect(await visitor.answer.locator('path').count()).toBeGreaterThanOrEqual(3);
      const figures = visitor.answer.getByRole('table', { name: 'Sizes' });
      expect(await figures.getByRole('row').nth(3).innerText()).toMatch(/d3\s*4.5\s*2/);
    });

    it('show their JSON where they cannot be drawn', async () => {
      await visitor.write('/show unknown');

      expect(await visitor.reads('Not drawn here: container')).toContain('"A container"');
    });
  });

  describe('what can be used', () => {
    it('is pressed, picked from a menu, and chosen by typing', async () => {
      await visitor.write('/show actions');
      await visitor.press('Plain');
      await visitor.press('More actions');
      await visitor.answer.getByRole('menuitem', { name: 'Two' }).click();
      await visitor.answer.getByRole('combobox').fill('thr');
      await visitor.answer.getByRole('option', { name: 'Three' }).click();

      await expect.poll(() => gallery.used, PATIENCE).toEqual(['plain', 'more 2', 'pick 3']);
    });

    it('asks first where it shall, and takes a no', async () => {
      const question = visitor.page.locator('dialog.confirm');
      await visitor.write('/show actions');
      await visitor.press('Delete');
      await question.getByRole('button', { name: 'Keep it' }).click();
      await question.waitFor({ state: 'hidden' });
      await visitor.press('Plain');

      await visitor.press('Delete');
      await question.getByRole('button', { name: 'Delete it' }).click();

      await expect.poll(() => gallery.used, PATIENCE).toEqual(['plain', 'sure']);
    });
  });

  describe('forms', () => {
    it('send every kind of answer', async () => {
      const { modal } = visitor;
      await visitor.write('/show form');
      await modal.getByLabel('Name').fill('Ada');
      await modal.getByLabel('Notes').fill('two\nlines');
      await modal.getByLabel('Address').fill('https://example.com');
      await modal.getByLabel('Count').fill('7');
      await pick('Pick', 'Two');
      await pick('Many', 'One');
      await modal.getByRole('option', { name: 'Three', exact: true }).click();
      await visitor.page.keyboard.press('Escape');
      await modal.getByRole('combobox', { name: 'Ask' }).fill('bet');
      await modal.getByRole('option', { name: 'beta' }).click();
      await pick('Who', 'Vera Viewer');
      await modal.getByRole('checkbox', { name: 'Two' }).check();
      await modal.getByRole('radio', { name: 'Three' }).check();
      await modal.getByLabel('Day').fill('2026-12-24');
      await modal.getByLabel('Time').fill('18:30');
      await modal.getByLabel('Moment').fill('2026-12-24T18:30');

      await modal.getByRole('button', { name: 'Send' }).click();

      await modal.waitFor({ state: 'hidden' });
      expect(sent()).toMatchObject({
        name: { input: { value: 'Ada' } },
        notes: { input: { value: 'two\nlines' } },
        link: { input: { value: 'https://example.com' } },
        count: { input: { value: '7' } },
        pick: { input: { selected_option: { value: '2' } } },
        many: { input: { selected_options: [{ value: '1' }, { value: '3' }] } },
        ask: { ask: { selected_option: { value: 'beta' } } },
        who: { input: { selected_user: IDS.viewer } },
        boxes: { input: { selected_options: [{ value: '2' }] } },
        radio: { input: { selected_option: { value: '3' } } },
        day: { input: { selected_date: '2026-12-24' } },
        time: { input: { selected_time: '18:30' } },
        moment: { input: { selected_date_time: Date.parse('2026-12-24T17:30:00Z') / 1000 } },
      });
    });

    it('show the app’s errors beside the field', async () => {
      await visitor.write('/show form');
      await visitor.modal.getByLabel('Name').fill('bad');

      await visitor.modal.getByLabel('Name').press('Enter');

      await visitor.modal.getByText('Not this one').waitFor();
      expect(await visitor.modal.getByLabel('Name').getAttribute('aria-invalid')).toBe('true');
    });

    it('stand on each other, and go back one at a time', async () => {
      const { modal } = visitor;
      await visitor.write('/show form');
      await modal.getByLabel('Name').fill('kept below');
      await modal.getByRole('button', { name: 'Open another' }).click();
      await modal.getByRole('heading', { name: 'Form two' }).waitFor();

      await modal.getByRole('button', { name: 'Back' }).click();

      await modal.getByRole('heading', { name: 'Form one' }).waitFor();
      expect(await modal.getByLabel('Name').inputValue()).toBe('kept below');
    });

    it('close for good with the cross', async () => {
      await visitor.write('/show form');
      await visitor.modal.getByRole('button', { name: 'Open another' }).click();
      await visitor.modal.getByRole('heading', { name: 'Form two' }).waitFor();

      await visitor.modal.getByRole('button', { name: 'Close' }).click();

      await visitor.modal.waitFor({ state: 'hidden' });
      expect(gallery.slack.user(IDS.admin).modal).toEqual([]);
    });

    it('let words of their own be chosen again after a choice', async () => {
      await visitor.write('/show form');
      await pick('Pick', 'Two');

      await visitor.modal.getByRole('button', { name: 'Clear Pick' }).click();

      expect(await visitor.modal.getByRole('combobox', { name: 'Pick' }).inputValue()).toBe('');
    });

    async function pick(label: string, option: string): Promise<void> {
      const { modal } = visitor;
      await modal.getByRole('combobox', { name: label, exact: true }).click();
      await modal.getByRole('option', { name: option, exact: true }).click();
    }

    function sent(): unknown {
      return JSON.parse(gallery.used.at(-1)?.replace('sent ', '') ?? '');
    }
  });

  describe('an app that is too slow', () => {
    it('gets Slack’s words for a command', async () => {
      await visitor.write('/show nothing');
      await patience();

      expect(await visitor.reads(/operation_timeout/)).toContain(
        '/show failed with the error "operation_timeout"',
      );
    });

    it('lets its button turn until Slack gives up, and says so', async () => {
      await visitor.write('/show actions');
      await visitor.press('Silent');
      await visitor.answer.locator('[aria-busy=true]').waitFor();
      await patience();

      await visitor.page.getByText('We had some trouble connecting. Try again?').waitFor();
      expect(await visitor.answer.locator('[aria-busy=true]').count()).toBe(0);
    });

    it('leaves the form open with what was typed', async () => {
      await visitor.write('/show form');
      await visitor.modal.getByLabel('Name').fill('silent');
      await visitor.modal.getByRole('button', { name: 'Send' }).click();
      await visitor.modal.locator('footer [aria-busy=true]').waitFor();
      await patience();

      await visitor.modal.getByRole('alert').waitFor();
      expect(await visitor.modal.getByLabel('Name').inputValue()).toBe('silent');
    });

    /** Lets Slack's patience end as soon as the app has what it does not answer. */
    async function patience(): Promise<void> {
      await gallery.slack.waitFor(({ type }) => type === 'sent', 20_000, lastAcknowledged());
      gallery.time.advance(ACK_LIMIT_MS + 1);
    }

    function lastAcknowledged(): number {
      const events = gallery.slack.events();
      return events.findLast(({ type }) => type === 'ack')?.seq ?? 0;
    }
  });

  it('says so when the sandbox is gone, and goes on when it is back', async () => {
    const other = await startGallery();
    const port = Number(new URL(other.served.url).port);
    const tab = await visit(other.served.url);

    await other.served.close();
    await tab.page.getByText('Sandbox not reached, trying again…').waitFor();
    await other.serve(port);

    await tab.page.getByText('Sandbox not reached').waitFor({ state: 'hidden' });
    await tab.write('/show texts');
    expect(await tab.reads('A header')).toContain('Only visible to you');
    await tab.page.context().close();
    await other.close();
  });

  describe('threads', () => {
    it('open beside the channel and take answers', async () => {
      const thread = await openThread();
      await thread.getByText('First answer').waitFor();

      await thread.getByRole('textbox').fill('Second answer');
      await thread.getByRole('textbox').press('Enter');

      await visitor.messages.last().getByText('2 replies').waitFor();
      expect(await thread.getByRole('article').count()).toBe(3);
      await thread.getByRole('button', { name: 'Close thread' }).click();
    });

    it('take no commands, as in Slack, and say so', async () => {
      const thread = await openThread();

      await thread.getByRole('textbox').fill('/show texts');
      await thread.getByRole('textbox').press('Enter');

      await visitor.page.getByText('/show cannot be used inside a thread').waitFor();
      expect(await thread.getByRole('textbox').inputValue()).toBe('/show texts');
      await thread.getByRole('button', { name: 'Close thread' }).click();
    });

    /** Lets the app post a message with an answer below it, and opens that thread. */
    async function openThread(): Promise<Locator> {
      const before = await visitor.messages.count();
      await visitor.write('/show thread');
      await visitor.messages.nth(before).getByRole('button', { name: '1 reply' }).click();
      return visitor.page.getByRole('complementary', { name: 'Thread' });
    }
  });
});
