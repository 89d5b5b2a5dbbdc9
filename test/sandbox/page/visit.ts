import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { createSandboxClock, type SandboxClock } from '../../../sandbox/clock.ts';
import { tapLog } from '../../../sandbox/log-tap.ts';
import { openPage } from '../../../sandbox/open-page.ts';
import type { SandboxPage } from '../../../sandbox/page.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/start-sandbox.ts';
import { SILENT } from '../../fakes/log.ts';

export const NOW = new Date('2026-11-21T10:00:00Z');

/** Longest wait for anything on the page. */
export const WITHIN_MS = 8000;

/** The whole sandbox with its page, whose time stands still until it is moved. */
export interface Stage {
  sandbox: Sandbox;
  clock: SandboxClock;
  served: SandboxPage;
  close: () => Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const clock = createSandboxClock({ start: NOW, elapsed: () => 0 });
  const log = tapLog(SILENT, clock.now);
  const sandbox = await startSandbox({
    now: clock.now,
    log: log.log,
    wait: () => Promise.resolve(),
  });
  const served = await openPage(sandbox, { clock, log });
  return {
    sandbox,
    clock,
    served,
    close: async () => {
      await served.close();
      await sandbox.northflank?.close();
      await sandbox.close();
    },
  };
}

/** What a visitor sees and does, in their words. */
export class Visitor {
  readonly page: Page;
  /** Errors of the page's own code. */
  readonly #mishaps: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(WITHIN_MS);
    page.on('pageerror', (error) => this.#mishaps.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#mishaps.push(message.text());
    });
  }

  /** @throws Error when the page's own code failed anywhere. */
  complain(): void {
    if (this.#mishaps.length > 0) throw new Error(this.#mishaps.join('\n'));
  }

  get composer(): Locator {
    return this.page.locator('channel-view textarea');
  }

  get modal(): Locator {
    return this.page.locator('dialog.modal');
  }

  /** The newest message of the open channel. */
  get answer(): Locator {
    return this.page.locator('channel-view article').last();
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  async actAs(name: string): Promise<void> {
    const select = this.page.getByLabel('Acting as');
    const label = await select.locator('option', { hasText: name }).innerText();
    await select.selectOption({ label });
    await this.page.locator('option:checked', { hasText: name }).waitFor({ state: 'attached' });
  }

  /** Waits until words are in the newest message, and gives all of its words. */
  async reads(words: string | RegExp): Promise<string> {
    await this.answer.getByText(words).first().waitFor();
    return this.answer.innerText();
  }

  /** Throws a switch of the panel that breaks things. */
  async breakThing(label: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Break things/ }).click();
    await this.page.getByRole('switch', { name: label }).click();
    await this.page.getByRole('button', { name: 'Break things, 1 broken' }).waitFor();
    await this.page.keyboard.press('Escape');
  }
}

/** Opens the page in a fresh tab of its own. */
export async function visit(
  browser: Browser,
  { served }: Pick<Stage, 'served'>,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const visitor = new Visitor(await context.newPage());
  await visitor.page.goto(served.url);
  await visitor.composer.waitFor();
  return visitor;
}
