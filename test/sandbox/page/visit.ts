import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { findChromium, launchChromium } from '../../../scripts/chromium.ts';

/** Longest wait for anything on the page: a browser beside other tests is slow at times. */
const WITHIN_MS = 20_000;
const TEST_MS = 3 * WITHIN_MS;

/** For `expect.poll`: as long as for anything on the page. */
export const PATIENCE = { timeout: WITHIN_MS };

/**
 * Tests in one real browser; where the machine has none they are skipped and the title says so.
 *
 * @param tests is handed a function that opens a page in a fresh tab with nothing remembered.
 */
export function describeInBrowser(title: string, tests: (visit: Visit) => void): void {
  const chromium = findChromium();
  const why =
    chromium === undefined ? ', skipped: no Chromium here (CHROMIUM_PATH may name one)' : '';
  describe.skipIf(chromium === undefined)(`${title}${why}`, { timeout: TEST_MS }, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await launchChromium(chromium ?? '');
    }, TEST_MS);
    afterAll(() => browser?.close());
    tests(async (url, options = {}) => {
      if (browser === undefined) throw new Error('the browser has not started');
      const viewport = { width: 1280, height: 800 };
      const context = await browser.newContext({ viewport, ...options });
      const visitor = new Visitor(await context.newPage());
      await visitor.page.goto(url);
      await visitor.composer.waitFor();
      return visitor;
    });
  });
}

/** Opens the page of an address. */
export type Visit = (url: string, options?: BrowserContextOptions) => Promise<Visitor>;

/** What a visitor sees and does, in their words. */
export class Visitor {
  readonly page: Page;
  readonly #mishaps: string[] = [];
  #before: number | undefined;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(WITHIN_MS);
    page.on('pageerror', (error) => this.#mishaps.push(error.message));
    page.on('console', (message) => {
      // A refused act is told to the visitor; that the browser tells of it, too, is no mishap.
      const isRefusal = /status of 4\d\d/.test(message.text());
      if (message.type() === 'error' && !isRefusal) this.#mishaps.push(message.text());
    });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message / });
  }

  get modal(): Locator {
    return this.page.locator('dialog.modal');
  }

  get messages(): Locator {
    return this.page.locator('channel-view article');
  }

  /** How the focused field is called. */
  get focus(): Promise<string | null> {
    return this.page.locator(':focus').getAttribute('aria-label');
  }

  /** What the visitor alone sees: a digest, which is for everybody, may come before an answer. */
  get answers(): Locator {
    return this.page.locator('channel-view article.is-ephemeral');
  }

  /** The answer to the last written line; before the first, the newest answer. */
  get answer(): Locator {
    return this.#before === undefined ? this.answers.last() : this.answers.nth(this.#before);
  }

  /** Ends the visit. @throws Error when the page's own code failed anywhere. */
  async leave(): Promise<void> {
    await this.page.context().close();
    if (this.#mishaps.length > 0) throw new Error(this.#mishaps.join('\n'));
  }

  async write(text: string): Promise<void> {
    this.#before = await this.answers.count();
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Waits until words are in the answer, and gives all of its words. */
  async reads(words: string | RegExp): Promise<string> {
    await this.answer.getByText(words).first().waitFor();
    return this.answer.innerText();
  }

  async press(button: string): Promise<void> {
    await this.answer.getByRole('button', { name: button }).first().click();
  }

  async actAs(name: string): Promise<void> {
    const select = this.page.getByLabel('Acting as');
    const label = await select.locator('option', { hasText: name }).innerText();
    const stream = this.page.waitForResponse((response) => response.url().includes('/events?'));
    await select.selectOption({ label });
    await stream;
    await this.page.locator('option:checked', { hasText: name }).waitFor({ state: 'attached' });
  }
}
