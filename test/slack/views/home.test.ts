import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../sandbox/slack/render-text.ts';
import { checkView, isViewTooLarge } from '../../../sandbox/slack/validate.ts';
import { composeBoard } from '../../../src/domain/verdicts/board.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import {
  buildHomeNotice,
  buildHomeView,
  HOME_PAGE_SIZE,
  type HomeInput,
} from '../../../src/slack/views/home.ts';
import { NOW } from '../../fakes/backups.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { anyJudged, judged, surveyOf, unread } from '../../fakes/judged.ts';

function build(addons: readonly JudgedAddon[], page = 0, fields: Partial<HomeInput> = {}) {
  const board = composeBoard({
    survey: surveyOf(addons),
    judged: addons,
    scope: { patterns: [], types: [] },
    page,
    pageSize: HOME_PAGE_SIZE,
  });
  return buildHomeView({ board, coverage: 'all projects', mayAdd: false, ...fields });
}

/** As somebody sees it four minutes after it was read. */
function read(view: ReturnType<typeof buildHomeView>): string {
  const shown = {
    id: 'V1',
    type: 'home' as const,
    user: 'U1',
    hash: '',
    rootId: 'V1',
    externalId: '',
    callbackId: '',
    privateMetadata: '',
    title: '',
    clearOnClose: false,
    notifyOnClose: false,
    blocks: structuredClone(view.blocks) as never,
    values: {},
    errors: {},
  };
  return renderText(shown, { now: new Date(NOW.getTime() + 240_000), timeZone: 'UTC' });
}

describe('the Home tab', () => {
  it('says first whether somebody must act, then how old that is, then what can be done', () => {
    const lines = read(build([judged('prod/a'), judged('prod/b', 'failed')])).split('\n');

    expect(lines.slice(0, 4)).toEqual([
      'Backups: 1 failed, 1 fresh',
      '══════════════════════════',
      'Read today 09:00 (4 minutes ago) · all projects · 2 of 2 addons · 5 requests',
      '▾ Show an addon [Refresh] [Destinations] [Help]',
    ]);
    expect(lines[5]).toBe('✖ FAILED  b   [Show]');
  });

  it('offers adding a destination to those who may', () => {
    expect(read(build([], 0, { mayAdd: true }))).toContain('[Add destination]');
    expect(read(build([]))).not.toContain('[Add destination]');
  });

  it('says how far a reading is, above the board of before where there is one', () => {
    const reading = { progress: { done: 120, total: 400 } };
    const words = '◔ Reading backups: read 120 of 400 addons';

    const again = read(build([judged('prod/a')], 0, { reading }));
    expect(again).toMatch(/^Backups: 1 fresh\n/);
    expect(again).toContain(words);
    expect(again).toContain('✔ fresh  a');

    const first = read(
      buildHomeView({ coverage: 'all projects', mayAdd: false, reading: { ...reading } }),
    );
    expect(first).toMatch(/^Backups\n═+\n◔ Reading backups: read 120 of 400 addons\n/);
    expect(first).not.toContain('Refresh');
  });

  it('turns its pages', () => {
    const addons = Array.from({ length: HOME_PAGE_SIZE * 2 + 1 }, (_, index) =>
      judged(`prod/db-${index}`),
    );

    expect(read(build(addons))).toMatch(/and 41 more fresh\n\[Next ›\]/);
    expect(read(build(addons, 1))).toMatch(/\[‹ Previous\] \[Next ›\]/);
    expect(read(build(addons, 2))).toMatch(/\[‹ Previous\]\n/);
    expect(read(build(addons, 1))).toContain('page 2 of 3');
  });

  it('never comforts where something is not known', () => {
    expect(read(build([judged('prod/a'), unread('prod/b')]))).toMatch(
      /^Backups: cannot tell for 1, 1 fresh/,
    );
  });

  it('is a view that Slack takes, whatever it is about', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyJudged(5), anyJudged(400)),
        fc.nat({ max: 5 }),
        fc.boolean(),
        (addons, page, isReading) => {
          const reading = isReading ? {} : undefined;
          const firstVisit = { hasDigest: false };
          const view = { ...build(addons, page, { mayAdd: true, firstVisit, reading }) };

          expect(checkView(view, 'home', { oldWorkspace: true })).toEqual([]);
          expect(isViewTooLarge(view)).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('buildHomeNotice', () => {
  it('says one sentence and offers to try again', () => {
    expect(read(buildHomeNotice('This needs the role *viewer*.'))).toBe(
      'Backups\n═══════\nThis needs the role viewer.\n[Try again]',
    );
  });

  it('is a view that Slack takes', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const view = { ...buildHomeNotice(text) };
        expect(checkView(view, 'home', { oldWorkspace: true })).toEqual([]);
      }),
    );
  });
});
