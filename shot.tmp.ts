import { chromium } from 'playwright-core';

const base = process.env['BASE'] ?? 'http://127.0.0.1:4711/';
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const scheme = (process.env['SCHEME'] ?? 'light') as 'light' | 'dark';
const width = Number(process.env['W'] ?? 1280);
const page = await browser.newPage({
  viewport: { width, height: Number(process.env['H'] ?? 860) },
  colorScheme: scheme,
  hasTouch: width < 500,
  isMobile: width < 500,
  deviceScaleFactor: width < 500 ? 2 : 1,
});
page.on('console', (m) => process.stdout.write(`[${m.type()}] ${m.text()}\n`));
page.on('pageerror', (e) => process.stdout.write(`[error] ${e.stack}\n`));
const t0 = Date.now();
await page.goto(base + (process.env['HASH'] ?? ''));
await page.waitForSelector('channel-view main');
process.stdout.write(`ready ${Date.now() - t0} ms\n`);
let n = 0;
for (const step of process.argv.slice(2)) {
  const [op, ...rest] = step.split('=');
  const arg = rest.join('=');
  try {
    if (op === 'cmd') {
      await page.locator('channel-view message-composer textarea').fill(arg);
      await page.keyboard.press('Enter');
    } else if (op === 'type')
      await page.locator('channel-view message-composer textarea').pressSequentially(arg);
    else if (op === 'fill') {
      const [l, v] = arg.split('::');
      await page
        .getByLabel(l ?? '')
        .first()
        .fill(v ?? '');
    } else if (op === 'click')
      await page.getByRole('button', { name: arg }).last().click({ timeout: 4000 });
    else if (op === 'sel') await page.locator(arg).last().click({ timeout: 4000 });
    else if (op === 'key') await page.keyboard.press(arg);
    else if (op === 'wait') await page.waitForTimeout(Number(arg));
    else if (op === 'for') await page.waitForSelector(arg, { timeout: 8000 });
    else if (op === 'as') await page.locator('.strip-person select').selectOption(arg);
    else if (op === 'eval') process.stdout.write(JSON.stringify(await page.evaluate(arg)) + '\n');
    else if (op === 'shot') await page.screenshot({ path: `/tmp/shots/${arg}.png` });
  } catch (e) {
    process.stdout.write(`STEP ${step} failed ${String(e).slice(0, 300)}\n`);
    await page.screenshot({ path: `/tmp/shots/failed.png` });
  }
  n++;
}
await browser.close();
