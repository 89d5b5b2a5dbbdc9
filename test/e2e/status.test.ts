import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderText } from '../../sandbox/slack/render-text.ts';
import { IDS, messageOf, type ShownMessage, sees, viewOf } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { LargeAccount } from '../fakes/large-account.ts';
import { SILENT } from '../fakes/log.ts';
import { type LocalNorthflank, startNorthflank } from '../northflank/local-server.ts';

const START = new Date('2026-11-21T10:00:00Z');
const MINUTE_MS = 60_000;
/** Addons that a survey reads at the same time. */
const AT_ONCE = 8;

let sandbox: Sandbox;
let now: Date;

function pass(ms: number): void {
  now = new Date(now.getTime() + ms);
}

/** Reading takes long only where a test says so, however busy the machine is. */
function holdTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
}

async function say(text: string, user: string = IDS.viewer): Promise<ShownMessage> {
  const person = sandbox.slack.user(user);
  return messageOf(await person.command('/backups', text, { until: sees.message }));
}

async function click(message: ShownMessage, button: string): Promise<ShownMessage> {
  const viewer = sandbox.slack.user(IDS.viewer);
  return messageOf(await viewer.click(message, button, { until: sees.message }));
}

function read(shown: Parameters<typeof renderText>[0]): string {
  return renderText(shown, { now, timeZone: 'UTC' });
}

describe('/backups status in the emulated account', () => {
  beforeEach(async () => {
    now = START;
    sandbox = await startSandbox({ now: () => now, log: SILENT });
    holdTimers();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await sandbox.close();
  });

  const requests = () => sandbox.northflank?.requests() ?? [];

  it('has every addon once, worst first, and says what could not be read', async () => {
    if (sandbox.northflank) sandbox.northflank.faults.refusingDestinations = ['cold-storage'];
    const shown = read(await say('status'));
    const lines = shown.split('\n');

    expect(lines[0]).toBe(
      'Backups · all projects: cannot tell for 1, 2 failed, 1 missed, 1 stuck, 1 odd, 1 unprotected, 1 paused, 1 running, 6 fresh',
    );
    expect(shown).toContain('◌ Destination Cold storage could not be read');
    expect(lines.filter((line) => line.includes('[Show]'))).toHaveLength(15);
    expect(shown).toContain(
      [
        '✖ FAILED  Orders DB   [Show]',
        'failed 3 times in a row since 19 Nov 02:30 UTC; last good 3 d 7 h ago',
        'last good Nov 18, 2026 02:30 · next tomorrow 02:30 · 4.2 GB ██████████████',
      ].join('\n'),
    );
    expect(shown.indexOf('✖ FAILED')).toBeLessThan(shown.indexOf('○ UNPROTECTED'));
    expect(shown.indexOf('○ UNPROTECTED')).toBeLessThan(shown.indexOf('✔ fresh'));
  });

  it('looks into a destination without a known id under the id that an addon names', async () => {
    const paths = () => requests().map(({ path }) => path);
    const guess = '/v1/backup-destinations/oregon-archive/backups';

    expect(read(await say('status'))).not.toContain('Oregon archive');
    expect(paths()).toContain('/v1/backup-destinations/oregon-archive-x7k2/backups');

    pass(10 * MINUTE_MS);
    await say('status');
    expect(paths().filter((path) => path === guess)).toHaveLength(1);
  });

  it.each(['SHOP-PROD', '"Shop prod"'])('finds the project %s', async (typed) => {
    const shown = read(await say(`status ${typed}`));

    expect(shown).toMatch(/^Backups · shop-prod: cannot tell for 1, 1 failed, /);
    expect(shown.match(/\[Show\]/g)).toHaveLength(5);
  });

  it.each(['shop-prdo', 'shop prodd'])('forgives the slip in %s, and says so', async (typed) => {
    const shown = read(await say(`status ${typed}`));

    expect(shown).toMatch(new RegExp(`^Nothing is called ${typed}: this is shop-prod\\.\n`));
    expect(shown).toMatch(/^Backups · shop-prod: cannot tell for 1, 1 failed, /m);
  });

  it('does not take one project for another', async () => {
    expect((await say('status shop-dev')).text).toContain('No project is called `shop-dev`');
  });

  it('names the projects when it knows none by that name', async () => {
    expect((await say('status warehouse-eu')).text).toBe(
      'No project is called `warehouse-eu`. There is `shop-prod`, `shop-staging`, `analytics` and `internal-tools`.',
    );
  });

  it('leads from a row to the history of its addon', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const board = await say('status');

    const shown = await viewer.click(
      board,
      { value: 'analytics/clickstream' },
      { until: sees.words('promised 5, made 2') },
    );

    expect(messageOf(shown).text).toContain('Clickstream');
  });

  it('reads the account once for two people at the same time, and for anybody within a minute', async () => {
    const [first, second] = await Promise.all([say('status'), say('status', IDS.operator)]);
    const cost = requests().length;
    pass(MINUTE_MS - 1);
    const third = await say('status shop-prod', IDS.admin);

    expect(requests()).toHaveLength(cost);
    expect(requests().filter(({ path }) => path === '/v1/projects')).toHaveLength(1);
    expect(first.text).toBe(second.text);
    expect(third.text).toContain('shop-prod');
    expect(read(first)).toContain(`${cost} requests`);
  });

  it('asks for each list once when it reads again after a minute: schedules are known for a day', async () => {
    await say('status');
    const before = requests().length;
    pass(MINUTE_MS);
    const again = await say('status');

    const asked = requests().slice(before);
    const beyondPageOne = asked.filter(({ query }) => query.includes('cursor='));
    const { account } = sandbox.northflank ?? {};
    const addons = account?.addons().length ?? 0;
    const destinations = account?.destinations().length ?? 0;
    expect(asked.length - beyondPageOne.length).toBeLessThanOrEqual(addons + 4 + destinations + 2);
    // Only a list that comes oldest first has to be read to its end.
    expect(new Set(beyondPageOne.map(({ path }) => path))).toEqual(
      new Set(['/v1/projects/shop-prod/addons/billing-db/backups']),
    );
    expect(read(again)).toContain(`${asked.length} requests`);
  });

  it('reads again in place when asked to', async () => {
    const board = await say('status');
    pass(2 * MINUTE_MS);

    const again = await click(board, 'Read again');

    expect(again.ts).toBe(board.ts);
    expect(read(again)).toContain('read at 10:02');
  });

  it('serves one who presses twice from one reading', async () => {
    const board = await say('status');
    pass(2 * MINUTE_MS);
    await click(board, 'Read again');
    const cost = requests().length;
    pass(5_000);
    const again = await click(board, 'Read again');

    expect(requests()).toHaveLength(cost);
    expect(read(again)).toContain('just read, can be read again in 55 s');
  });

  it('reads once a minute, also for who had it typed just now', async () => {
    const board = await say('status');
    const cost = requests().length;
    pass(MINUTE_MS - 1);
    expect(read(await click(board, 'Read again'))).toContain('can be read again in 1 s');
    expect(requests()).toHaveLength(cost);

    pass(1);
    expect(read(await click(board, 'Read again'))).not.toContain('again in');
    expect(requests().length).toBeGreaterThan(cost);
  });

  it('says so when nothing at all can be read', async () => {
    if (sandbox.northflank) sandbox.northflank.faults.tokenRevoked = true;

    const shown = read(await say('status'));

    expect(shown).toMatch(/^Backups · all projects: no addon could be read$/m);
    expect(shown).toContain('Northflank refused the token');
    expect(shown).not.toContain('fresh');
  });
});

describe('/backups status in an account of 400 addons', () => {
  let large: LargeAccount;
  let server: LocalNorthflank;

  beforeEach(async () => {
    now = START;
    large = new LargeAccount(() => now);
    server = await startNorthflank(large.handle);
    sandbox = await startSandbox({
      now: () => now,
      log: SILENT,
      environment: { NORTHFLANK_API_URL: server.baseUrl },
    });
    holdTimers();
  });
  afterEach(async () => {
    vi.useRealTimers();
    large.answerOnly(Number.POSITIVE_INFINITY);
    await sandbox.close();
    await server[Symbol.asyncDispose]();
  });

  /** Lets a reading that has come so far go on for half a minute, a few addons at a time. */
  async function dawdle(answered: number): Promise<void> {
    for (let step = 0; step < 10; step += 1) {
      await large.whenHeld(AT_ONCE);
      await vi.advanceTimersByTimeAsync(3_000);
      large.answerOnly(answered + (step + 1) * AT_ONCE);
    }
  }

  it('costs a request for each addon, project and destination and two more', async () => {
    await say('status');
    const before = server.requests.length;
    pass(MINUTE_MS);
    const again = await say('status');

    const { addons, projects, destinations } = LargeAccount;
    const cost = server.requests.length - before;
    expect(cost).toBeLessThanOrEqual(addons + projects + destinations + 2);
    expect(read(again)).toContain(`400 of 400 addons read at 10:01 · ${cost} requests`);
  });

  it('fits Slack, counts the rest and turns its pages within one reading', async () => {
    const first = await say('status');
    const cost = server.requests.length;
    pass(5 * MINUTE_MS);
    const second = await click(first, 'Next ›');
    const back = await click(second, '‹ Previous');

    expect(read(first)).toMatch(/^Backups · all projects: 40 failed, 360 fresh/);
    expect(read(first)).toContain('and 385 more: 25 failed, 360 fresh');
    expect(read(second)).toContain('and 370 more: 10 failed, 360 fresh');
    expect(read(second)).toContain('page 2 of 27');
    expect(read(back)).toContain('read at 10:00');
    expect(second.ts).toBe(first.ts);
    expect(server.requests).toHaveLength(cost);
  });

  it('tells in place how far a long reading is, and ends as the board', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    large.answerOnly(120);
    const opened = viewer.command('/backups', 'status', { until: sees.modal });
    await large.whenHeld(AT_ONCE);
    await vi.advanceTimersByTimeAsync(1_500);

    const telling = viewOf(await opened);
    expect(read(telling)).toContain('◔ Reading backups: read 120 of 400 addons');

    const moved = sandbox.slack.waitFor(sees.modal, 10_000);
    large.answerOnly(300);
    await large.whenHeld(AT_ONCE);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(read(viewOf(await moved))).toContain('◔ Reading backups: read 300 of 400 addons');

    const ended = sandbox.slack.waitFor(sees.modal, 10_000);
    large.answerOnly(Number.POSITIVE_INFINITY);
    const board = viewOf(await ended);
    expect(board.id).toBe(telling.id);
    expect(read(board)).toContain('Backups · all projects: 40 failed, 360 fresh');
    expect(sandbox.slack.timeline(IDS.backups, IDS.viewer)).toEqual([]);
  });

  it('tells it in the message itself when the message is read again', async () => {
    const board = await say('status');
    pass(2 * MINUTE_MS);
    large.answerOnly(450);
    const told = click(board, 'Read again');
    await large.whenHeld(AT_ONCE);
    await vi.advanceTimersByTimeAsync(1_500);

    expect(read(await told)).toBe('◔ Reading backups: read 50 of 400 addons');
    const ended = sandbox.slack.waitFor(sees.words('40 failed'), 10_000);
    large.answerOnly(Number.POSITIVE_INFINITY);
    expect(messageOf(await ended).ts).toBe(board.ts);
    expect(sandbox.slack.timeline(IDS.backups, IDS.viewer)).toHaveLength(1);
  });

  it('keeps replies for the board, of which Slack takes five in all', async () => {
    const board = await say('status');
    pass(2 * MINUTE_MS);
    large.answerOnly(450);
    const told = click(board, 'Read again');
    await dawdle(450);
    await told;

    const ended = sandbox.slack.waitFor(sees.words('40 failed'), 10_000);
    large.answerOnly(Number.POSITIVE_INFINITY);

    expect(messageOf(await ended).ts).toBe(board.ts);
  });

  it('says once in the channel that a reading takes a moment which is half done', async () => {
    large.answerOnly(250);
    const told = say('status');
    await dawdle(250);
    await told;

    const ended = sandbox.slack.waitFor(sees.words('40 failed'), 10_000);
    large.answerOnly(Number.POSITIVE_INFINITY);
    await ended;
    const texts = sandbox.slack.timeline(IDS.backups, IDS.viewer).map(({ text }) => text);
    expect(texts[0]).toBe('◔ Reading backups: read 250 of 400 addons');
    expect(texts).toHaveLength(2);
  });

  it('puts the board into the channel when its modal was closed meanwhile', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    large.answerOnly(0);
    const opened = viewer.command('/backups', 'status', { until: sees.modal });
    await large.whenHeld(AT_ONCE);
    await vi.advanceTimersByTimeAsync(1_500);
    await viewer.closeView(await opened);

    const board = sandbox.slack.waitFor(sees.words('40 failed'), 10_000);
    large.answerOnly(Number.POSITIVE_INFINITY);

    expect(messageOf(await board).channel).toBe(IDS.backups);
  });
});
