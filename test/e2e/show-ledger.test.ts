import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderText } from '../../sandbox/slack/render-text.ts';
import { IDS, messageOf, type ShownMessage } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { isAnswer } from './is-answer.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW, log: SILENT });
  // Nothing takes so long that it is told, however busy the machine is.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterAll(async () => {
  vi.useRealTimers();
  await sandbox.close();
});
beforeEach(() => {
  sandbox.slack.set({ oldWorkspace: false });
});

async function show(words: string): Promise<ShownMessage> {
  const viewer = sandbox.slack.user(IDS.viewer);
  return messageOf(await viewer.command('/backups', `show ${words}`, { until: isAnswer }));
}

function read(message: ShownMessage): string {
  return renderText(message, { now: NOW, timeZone: 'UTC' });
}

describe('/backups show', () => {
  it.each([
    {
      addon: 'shop-prod/orders-db',
      verdict: '✖ FAILED: failed 3 times in a row since 19 Nov 02:30 UTC; last good 3 d 7 h ago',
      row: '✔✔✔✔✔✔✔✔✔✔✔✖✖✖ · promised 14, made 11 since Nov 8, 2026',
    },
    {
      addon: 'analytics/clickstream',
      verdict: '✖ MISSED: nothing came 3 times in a row since 19 Nov 04:20 UTC',
      row: '✔✔○○○ · promised 5, made 2 since Nov 17, 2026',
    },
    {
      addon: 'analytics/feature-store',
      verdict: '◔ STUCK: running for 7 h, usually 3 min; last good 30 h ago',
      row: '✔✔✔✔✔✔✔✔✔◔ · promised 10, made 9 since Nov 12, 2026',
    },
    {
      addon: 'analytics/reports-db',
      verdict: '▲ ODD: 60 % smaller than its last 14',
      row: '✔✔✔✔✔✔✔✔✔✔✔✔✔✔ · promised 14, made 14 since Nov 8, 2026',
    },
    {
      addon: 'shop-staging/orders-db',
      verdict: '‖ paused: the addon is paused',
      row: '✔✔✔✔✔✔✔✔✔✔✔✔‖ · promised 12, made 12 since Nov 8, 2026',
    },
    {
      addon: 'shop-prod/billing-db',
      verdict: '✔ fresh: last good 54 min ago, 3.1 GB in 2 min',
      row: 'dump ✔✔✔✔✔✔✔✔✔✔✔✔✔✔ · promised 14, made 14 since Nov 8, 2026\nsnapshot ✔✔✔✔✔✔✔ · promised 168, made 168 since Nov 14, 2026',
    },
  ])('says of $addon how the promises of 14 days were kept', async ({ addon, verdict, row }) => {
    const shown = read(await show(addon));

    expect(shown.split('\n')[1]).toContain(verdict);
    expect(shown).toContain(`\n${row}\n`);
    expect(shown).toContain('\nOldest left, one mark per scheduled run');
  });

  it('looks back 14 days at an addon of 36 runs a day too', async () => {
    const shown = read(await show('shop-prod/events-db'));

    expect(shown).toMatch(/\ndump [✔✖◇]{14} · promised 3\d\d, made \d+ since Nov 7, 2026\n/);
    expect(shown).not.toContain('not known');
  });

  it('draws the size over time below everything that is to be read or pressed', async () => {
    const { blocks } = await show('analytics/reports-db');

    expect(blocks.map(({ type }) => type)).toEqual([
      'section',
      'context',
      'data_table',
      'context',
      'actions',
      'actions',
      'data_visualization',
    ]);
    expect(read({ ...(await show('analytics/reports-db')), blocks: blocks.slice(-1) })).toMatch(
      /20 Nov: 7\.3\d+\n {2}21 Nov: 2\.8\d+$/,
    );
  });

  it('draws sizes on the first page only, and none of runs that have no size', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const first = await show('shop-prod/events-db');
    const older = messageOf(await viewer.click(first, 'Older ›', { until: isAnswer }));

    expect(charts(first)).toHaveLength(2);
    expect(charts(await show('shop-prod/events-db dumps'))).toHaveLength(1);
    expect(charts(older)).toHaveLength(0);
    expect(charts(await show('shop-prod/orders-db failed'))).toHaveLength(0);
  });

  it('says it all in words and bars where a workspace takes no charts', async () => {
    sandbox.slack.set({ oldWorkspace: true });

    const shown = read(await show('analytics/reports-db'));

    expect(shown).toContain('promised 14, made 14');
    expect(shown).toMatch(/dump sizes █+▄ · 6\.8 GB on 2 Nov → 2\.9 GB on 21 Nov/);
  });

  it('says the count without marks to those who hear it', async () => {
    const { text } = await show('shop-prod/orders-db');

    expect(text).toContain('Promised 14 times since <!date^');
    expect(text).not.toContain('✔✔');
  });
});

function charts({ blocks }: ShownMessage): unknown[] {
  return blocks.filter(({ type }) => type === 'data_visualization');
}
