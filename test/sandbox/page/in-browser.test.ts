import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../../../scripts/chromium.ts';
import { type Stage, startStage, type Visitor, visit } from './visit.ts';

const chromium = findChromium();
const why =
  chromium === undefined
    ? ', skipped: there is no Chromium on this machine (CHROMIUM_PATH may name one)'
    : '';

describe.skipIf(chromium === undefined)(`the page in a browser${why}`, () => {
  let browser: Browser;
  let stage: Stage;
  let visitor: Visitor;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    stage = await startStage();
    visitor = await visit(browser, stage);
  });
  afterEach(async () => {
    await visitor.page.context().close();
    await stage.close();
    visitor.complain();
  });

  describe('at the first visit', () => {
    it('says what this is and what to try, and does it at a click', async () => {
      const { page } = visitor;

      await page.getByRole('button', { name: '/backups destinations' }).click();

      expect(await visitor.reads(/5 backup destinations/)).toContain('Only visible to you');
    });

    it('shows the channels, and the bot’s own messages and Home tab', async () => {
      const channels = visitor.page.getByRole('navigation', { name: 'Channels' });

      expect(await channels.getByRole('button').allInnerTexts()).toEqual([
        'backups',
        'db-oncall',
        'general',
        'Backups',
      ]);
    });
  });

  describe('commands', () => {
    it('lists destinations and opens the backups of one from its button', async () => {
      await visitor.write('/backups destinations');
      await visitor.reads(/5 backup destinations/);
      await visitor.answer.getByRole('button', { name: 'Show backups' }).first().click();

      const table = visitor.page.getByRole('table', { name: /Frankfurt primary/ });
      await table.waitFor();
      expect(await table.getByRole('row').count()).toBeGreaterThan(5);
    });

    it('leafs through the history of an addon, and keeps it in its place', async () => {
      await visitor.write('/backups show shop-prod/orders-db');
      await visitor.reads(/1–15 of/);
      const before = await visitor.page.locator('channel-view article').count();

      await visitor.answer.getByRole('button', { name: 'Older ›' }).click();

      await visitor.reads(/16–30 of/);
      expect(await visitor.page.locator('channel-view article').count()).toBe(before);
    });

    it('sorts a table by the column that is pressed', async () => {
      await visitor.write('/backups show shop-prod/orders-db');
      await visitor.reads(/1–15 of/);

      await visitor.answer.getByRole('button', { name: 'Took' }).click();

      const sorted = visitor.answer.getByRole('columnheader', { name: 'Took' });
      expect(await sorted.getAttribute('aria-sort')).toBe('ascending');
      const [first = ''] = await visitor.answer.locator('tbody tr:first-child').allInnerTexts();
      expect(first).toContain('failed');
    });
  });
});
