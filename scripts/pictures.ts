import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { createSandboxClock } from '../sandbox/clock.ts';
import { tapLog } from '../sandbox/log-tap.ts';
import { openPage } from '../sandbox/open-page.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { createPinoLog } from '../src/telemetry/pino-log.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { shrinkPng } from './png.ts';

/** A morning with something of everything, twenty minutes before the digest. */
const START = new Date('2026-11-21T08:40:00Z');
const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
/** Sharp on good screens, and still small. */
const SCALE = 1.5;
/** High enough for whole messages. */
const TALL = { width: 1180, height: 2200 };
const PHONE = { width: 390, height: 780 };
const MAX_BYTES = 150_000;

/**
 * Takes every picture of `docs/pictures`. The account's clock stands still, so that they come out the same where the
 * fonts are the same: Lato, which the page asks for first, and one that has emoji.
 */
async function takePictures(browser: Browser): Promise<void> {
  const clock = createSandboxClock({ start: START, elapsed: () => 0 });
  const log = tapLog(createPinoLog('error'), clock.now);
  const sandbox = await startSandbox({ now: clock.now, log: log.log });
  const served = await openPage(sandbox, { clock, log });
  try {
    await mkdir(FOLDER, { recursive: true });
    const scene = { browser, url: served.url, settled: () => sandbox.bot.lookAtDigests() };
    for (const [name, take] of Object.entries(PICTURES)) await write(name, await take(scene));
  } finally {
    await served.close();
    await sandbox.close();
  }
}

/** What a picture is taken of. */
interface Scene {
  browser: Browser;
  url: string;
  /** Resolves when every digest that is due is sent, answers in its thread included. */
  settled: () => Promise<void>;
}

type Take = (scene: Scene) => Promise<Buffer>;

const PICTURES: Record<string, Take> = {
  status: answerTo('/backups', 'addons read'),
  digest: async ({ settled, ...scene }) => {
    const page = await open(scene, { viewport: TALL });
    await page.getByRole('button', { name: /^Time/ }).click();
    await page.getByRole('button', { name: 'Jump to the next digest' }).click();
    await page.keyboard.press('Escape');
    const digest = page.locator('channel-view article', { hasText: 'details in the thread' });
    await digest.waitFor();
    await settled();
    return close(page, await digest.screenshot());
  },
  phone: async (scene) => {
    const page = await open(scene, { viewport: PHONE, isMobile: true, hasTouch: true });
    await answered(page, '/backups show shop-prod/orders-db', '1–15 of');
    return close(page, await page.screenshot());
  },
};

function answerTo(line: string, words: string): Take {
  return async (scene) => {
    const page = await open(scene, { viewport: TALL });
    await answered(page, line, words);
    return close(page, await page.locator('channel-view article').last().screenshot());
  };
}

async function open(
  { browser, url }: Pick<Scene, 'browser' | 'url'>,
  look: NonNullable<Parameters<Browser['newPage']>[0]>,
): Promise<Page> {
  const page = await browser.newPage({ deviceScaleFactor: SCALE, ...look });
  await page.goto(url);
  return page;
}

async function say(page: Page, line: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^Message / });
  await composer.fill(line);
  await composer.press('Enter');
}

/** Writes a command and waits for words of its answer; afterwards nothing shows where the mouse was. */
async function answered(page: Page, line: string, words: string): Promise<void> {
  const before = await page.locator('channel-view article').count();
  await say(page, line);
  const answer = page.locator('channel-view article').nth(before);
  await answer.getByText(words).first().waitFor();
  await page.mouse.move(0, 0);
}

async function close(page: Page, picture: Buffer): Promise<Buffer> {
  await page.close();
  return picture;
}

async function write(name: string, picture: Buffer): Promise<void> {
  const small = shrinkPng(picture);
  await writeFile(`${FOLDER}${name}.png`, small);
  const size = `${Math.round(small.length / 1000)} KB`;
  const warning = small.length > MAX_BYTES ? ': larger than a README should load' : '';
  process.stdout.write(`docs/pictures/${name}.png ${size}${warning}\n`);
}

const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write('There is no Chromium on this machine; CHROMIUM_PATH may name one.\n');
  process.exitCode = 1;
} else {
  const browser = await launchChromium(chromium);
  try {
    await takePictures(browser);
  } finally {
    await browser.close();
  }
}
