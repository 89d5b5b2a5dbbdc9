import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Gallery, startGallery } from './gallery.ts';
import { type Stage, startStage } from './stage.ts';
import { describeInBrowser, type Visitor } from './visit.ts';

describeInBrowser('the page for everybody', (visit) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.tidy());
  afterAll(() => stage.close());

  it('is used from the first word to a filled-in form without a mouse', async () => {
    const visitor = await visit(stage.served.url);
    const { keyboard } = visitor.page;
    await visitor.composer.focus();

    await keyboard.type('/ba');
    await keyboard.press('Tab');
    await keyboard.type('add');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await visitor.modal.getByLabel('Name', { exact: true }).waitFor();
    expect(await visitor.focus).toBe('Name');
    await keyboard.type('Keyboard archive');
    await tabTo(visitor, 'Key kept on the server');
    await keyboard.type('nig');
    await keyboard.press('Enter');
    await visitor.page.locator(':focus').press('Tab');
    await tabTo(visitor, 'Access key');
    await keyboard.press('Enter');
    await visitor.modal.locator('.input-error').first().waitFor();
    expect(await visitor.focus).toBe('Bucket');
    await keyboard.press('Escape');

    await visitor.modal.waitFor({ state: 'hidden' });
    expect(await visitor.focus).toMatch(/^Message/);
    await visitor.leave();
  });

  it('lets every control be reached and opened by keys', async () => {
    const visitor = await visit(stage.served.url);
    await visitor.page.getByRole('button', { name: /^Break things/ }).focus();

    await visitor.page.keyboard.press('Enter');
    await visitor.page.keyboard.press('Space');

    await visitor.page.getByRole('button', { name: 'Break things, 1 broken' }).waitFor();
    expect(stage.northflank.faults.down).toBe(true);
    await visitor.page.keyboard.press('Escape');
    expect(await visitor.focus).toMatch(/^Break things/);
    await visitor.leave();
  });

  it.each([
    { scheme: 'light', width: 1280 },
    { scheme: 'dark', width: 1280 },
    { scheme: 'light', width: 390 },
  ] as const)('has no serious finding in $scheme at $width px', async ({ scheme, width }) => {
    const options = { viewport: { width, height: 844 }, colorScheme: scheme };
    const visitor = await visit(stage.served.url, options);
    const found: Record<string, string[]> = { page: await findings(visitor) };

    await visitor.write('/backups show shop-prod/orders-db');
    await visitor.reads(/1–15 of/);
    found['message'] = await findings(visitor);
    await visitor.page.getByRole('button', { name: 'Inspector', exact: true }).click();
    found['inspector'] = await findings(visitor);
    await visitor.page.getByRole('button', { name: 'Close inspector' }).click();
    await visitor.page.getByRole('button', { name: /^Break things/ }).click();
    found['controls'] = await findings(visitor);
    await visitor.page.keyboard.press('Escape');
    await visitor.write('/backups add-destination');
    await visitor.modal.getByRole('button', { name: 'Add' }).click();
    await visitor.modal.locator('.input-error').first().waitFor();
    found['modal'] = await findings(visitor);

    expect(found).toEqual({ page: [], message: [], inspector: [], controls: [], modal: [] });
    await visitor.leave();
  });

  describe('with one of everything', () => {
    let gallery: Gallery;

    beforeAll(async () => {
      gallery = await startGallery();
    });
    afterAll(() => gallery.close());

    it('has no serious finding', async () => {
      const visitor = await visit(gallery.served.url);
      for (const what of ['texts', 'actions', 'table', 'charts', 'unknown', 'thread']) {
        const before = await visitor.messages.count();
        await visitor.write(`/show ${what}`);
        await visitor.messages.nth(before).waitFor();
      }
      const found = await findings(visitor);
      await visitor.write('/show form');
      await visitor.modal.getByRole('combobox', { name: 'Pick' }).click();

      expect([...found, ...(await findings(visitor))]).toEqual([]);
      await visitor.leave();
    });
  });

  it('fits a phone: nothing but tables is wider than the screen', async () => {
    const visitor = await visit(stage.served.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await visitor.write('/backups show shop-prod/orders-db');
    await visitor.reads(/1–15 of/);
    await visitor.page.getByRole('button', { name: 'Channels', exact: true }).click();
    await visitor.page.getByRole('button', { name: 'db-oncall' }).click();
    await visitor.page.getByRole('heading', { name: '# db-oncall', level: 1 }).waitFor();

    expect(await visitor.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await visitor.leave();
  });
});

async function tabTo(visitor: Visitor, label: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await visitor.focus) === label) return;
    await visitor.page.keyboard.press('Tab');
  }
  throw new Error(`${label} is not reached by Tab`);
}

/** Serious and critical findings, each with the first place where it stands. */
async function findings({ page }: Visitor): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`
    axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes[0].html + ' ' + (nodes[0].any[0]?.message ?? '')))
  `);
}
