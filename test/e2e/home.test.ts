import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderText } from '../../sandbox/slack/render-text.ts';
import { type Actor, IDS, messageOf, type ShownView, sees, viewOf } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { isAnswer } from './is-answer.ts';

const START = new Date('2026-11-21T10:00:00Z');
const MINUTE_MS = 60_000;
const EXPIRED = { kind: 'error', error: 'expired_trigger_id' } as const;

let sandbox: Sandbox;
let now: Date;

beforeEach(async () => {
  now = START;
  sandbox = await startSandbox({
    now: () => now,
    log: SILENT,
    environment: { VIEWERS: `${IDS.viewer},${IDS.oncall}` },
  });
  // Nothing takes so long that it is told, however busy the machine is.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await sandbox.close();
});

/** The tab once nothing is being worked on any more. */
async function open(person: Actor): Promise<ShownView> {
  await person.openHome({ until: sees.ack });
  await settled();
  return homeOf(person);
}

async function settled(): Promise<void> {
  await sandbox.bot.idle(AbortSignal.timeout(15_000));
}

function homeOf(person: Actor): ShownView {
  const { home } = person;
  if (home === undefined) throw new Error('nothing was published');
  return home;
}

function read(shown: Parameters<typeof renderText>[0]): string {
  return renderText(shown, { now, timeZone: 'UTC' });
}

function publications(): ShownView[] {
  return sandbox.slack.events().filter(sees.home).map(viewOf);
}

describe('the Home tab', () => {
  it('is read before the eyes of whoever opens it first, and then shows the board', async () => {
    await open(sandbox.slack.user(IDS.viewer));

    const [first, board, ...more] = publications().map(read);
    expect(first).toContain('◔ Reading the account…');
    expect(board).toMatch(
      /^Backups: cannot tell for 1, 2 failed, 1 missed, 1 stuck, 1 odd, 1 unprotected, /,
    );
    expect(board).toContain('Read today 10:00 (less than a minute ago) · all projects');
    expect(board?.match(/\[Show\]/g)).toHaveLength(15);
    expect(more).toEqual([]);
  });

  it('stays as it is when it is opened again within a minute', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    await open(viewer);
    const before = publications().length;
    now = new Date(START.getTime() + MINUTE_MS - 1);
    await open(viewer);

    expect(publications()).toHaveLength(before);
  });

  it('is published once for an event that Slack sends three times', async () => {
    await sandbox.slack.user(IDS.viewer).openHome({ copies: 3, until: sees.ack });
    await settled();

    expect(publications()).toHaveLength(2);
  });

  it('reads again when asked to, and says when it was read', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const home = await open(viewer);
    now = new Date(START.getTime() + 4 * MINUTE_MS);
    expect(read(homeOf(viewer))).toContain('Read today 10:00 (4 minutes ago)');

    await viewer.click(home, 'Refresh', { until: sees.home });
    await settled();

    expect(read(homeOf(viewer))).toContain('Read today 10:04 (less than a minute ago)');
    expect(viewer.modal).toEqual([]);
  });

  it('shows an addon in a modal, whose pages turn in place and which leads back to the tab', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const home = await open(viewer);

    const shown = viewOf(
      await viewer.click(home, { value: 'shop-prod/orders-db' }, { until: sees.modal }),
    );
    expect(read(shown)).toContain('✔✔✔✔✔✔✔✔✔✔✔✖✖✖ · promised 14, made 11');
    expect(read(shown)).toContain('dump sizes ');

    const older = viewOf(await viewer.click(shown, 'Older ›', { until: sees.modal }));
    expect(older.id).toBe(shown.id);
    expect(read(older)).toContain('16–30 of 30 backups');
    expect(viewer.modal).toHaveLength(1);
    expect(sandbox.slack.timeline(viewer.directMessages, IDS.viewer)).toEqual([]);
  });

  it('finds any addon by a few letters', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const home = await open(viewer);
    const [offered = {}] = await viewer.suggest(home, 'pick_addon', 'clickst');

    const shown = await viewer.select(home, 'pick_addon', offered, { until: sees.modal });

    expect(read(shown)).toContain('✖ MISSED: nothing came 3 times in a row');
  });

  it('lays each further answer upon the one before, so that closing it leads back', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const home = await open(viewer);
    const list = await viewer.click(home, 'Destinations', { until: sees.modal });
    expect(read(list)).toContain('5 backup destinations');

    const one = await viewer.click(list, { value: 'cold-storage' }, { until: sees.modal });
    expect(read(one)).toContain('Cold storage · bucket acme-cold');
    expect(viewer.modal).toHaveLength(2);

    const back = await viewer.closeView(one);
    expect(read(back)).toContain('5 backup destinations');
  });

  it('reads destinations again in the modal that shows them', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const list = viewOf(
      await viewer.click(await open(viewer), 'Destinations', { until: sees.modal }),
    );

    const again = viewOf(await viewer.click(list, 'Refresh', { until: sees.modal }));

    expect(again.id).toBe(list.id);
    expect(again.hash).not.toBe(list.hash);
    expect(viewer.modal).toHaveLength(1);
  });

  it('shows an answer in place where three modals lie upon each other', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const help = await viewer.click(await open(viewer), 'Help', { until: sees.modal });
    const second = await viewer.click(help, 'Destinations', { until: sees.modal });
    const third = viewOf(
      await viewer.click(second, { value: 'cold-storage' }, { until: sees.modal }),
    );
    expect(viewer.modal).toHaveLength(3);

    const again = viewOf(await viewer.click(third, 'All destinations', { until: sees.modal }));

    expect(again.id).toBe(third.id);
    expect(again.hash).not.toBe(third.hash);
    expect(viewer.modal).toHaveLength(3);
  });

  it('answers a picker that a modal opened in that modal', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const help = viewOf(await viewer.click(await open(viewer), 'Help', { until: sees.modal }));
    const picker = viewOf(await viewer.click(help, 'Pick an addon', { until: sees.modal }));
    const [offered = {}] = await viewer.suggest(picker, 'pick_addon', 'clickst');

    await viewer.submit(picker, { pick_addon: offered }, { until: sees.ack });
    await settled();

    expect(viewer.modal.map(({ id }) => id)).toEqual([help.id]);
    expect(viewer.modal.map(read).join()).toContain('Clickstream');
  });

  it('opens the form for an admin, and offers it to nobody else', async () => {
    const admin = sandbox.slack.user(IDS.admin);
    const home = await open(admin);
    const form = await admin.click(home, 'Add destination', { until: sees.modal });

    expect(read(form)).toContain('Access key');
    expect(read(await open(sandbox.slack.user(IDS.operator)))).not.toContain('Add destination');
  });

  it('says to a guest what is missing, with the id to hand on, and nothing of what exists', async () => {
    const guest = sandbox.slack.user(IDS.guest);
    const home = read(await open(guest));

    expect(home).toContain(`put your id ${IDS.guest} into VIEWERS`);
    expect(home).not.toMatch(/orders|failed/i);
    expect(sandbox.northflank?.requests()).toEqual([]);
  });

  it('writes to the person where Slack opens no modal any more', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const home = await open(viewer);
    sandbox.slack.faults.add('views.open', EXPIRED);

    const told = messageOf(
      await viewer.click(home, { value: 'shop-prod/orders-db' }, { until: isAnswer }),
    );

    expect(told.channel).toBe(viewer.directMessages);
    expect(told.text).toContain('failed 3 times in a row');
  });

  it('writes to the person in plain blocks where Slack takes no tables', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const home = await open(viewer);
    sandbox.slack.set({ oldWorkspace: true });
    sandbox.slack.faults.add('views.open', EXPIRED);

    const told = messageOf(
      await viewer.click(home, { value: 'shop-prod/orders-db' }, { until: isAnswer }),
    );

    expect(told.blocks.some(({ type }) => type === 'data_table')).toBe(false);
    expect(read(told)).toContain('promised 14, made 11');
  });
});
