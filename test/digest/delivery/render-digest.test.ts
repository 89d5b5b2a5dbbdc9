import { describe, expect, it } from 'vitest';
import {
  createRenderDigest,
  isQuiet,
  type RenderDeps,
} from '../../../src/digest/delivery/render-digest.ts';
import type { DigestContent } from '../../../src/domain/digests/digest.ts';
import type { DigestRequest } from '../../../src/domain/digests/request.ts';
import type { Snooze } from '../../../src/domain/digests/snooze.ts';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import { judged, surveyOf } from '../../fakes/judged.ts';
import { snoozeOf } from '../../fakes/snoozes.ts';

const NOW = new Date('2026-11-21T09:00:10Z');
const DUE = new Date('2026-11-21T09:00:00Z');

const SUBSCRIPTION: Subscription = {
  id: 's1',
  channelId: 'C1',
  scope: { patterns: [], types: [] },
  days: [0, 1, 2, 3, 4, 5, 6],
  time: '09:00',
  timeZone: 'UTC',
  detail: 'problems',
  allClear: 'daily',
  enabled: true,
  createdAt: DUE,
  updatedAt: DUE,
};

function render(
  addons: JudgedAddon[],
  request: Partial<DigestRequest> = {},
  snoozes: readonly Snooze[] = [],
  overrides: Partial<RenderDeps> = {},
) {
  const ended: string[] = [];
  const contents: DigestContent[] = [];
  const surveyed: { since: Date }[] = [];
  const languages: unknown[] = [];
  const deps: RenderDeps = {
    survey: ({ since }) => {
      surveyed.push({ since });
      return Promise.resolve(surveyOf(addons));
    },
    judge: (_survey, _now, language) => {
      languages.push(language);
      return addons;
    },
    snoozes: {
      ofSubscription: () => Promise.resolve(snoozes),
      end: ({ address }) => {
        ended.push(address);
        return Promise.resolve(true);
      },
    },
    build: (content) => {
      contents.push(content);
      return Promise.resolve({
        main: { text: content.tone, blocks: [] },
        replies: [{ text: 'reply', blocks: [] }],
      });
    },
    now: () => NOW,
    ...overrides,
  };
  const rendered = createRenderDigest(deps)(
    {
      subscription: SUBSCRIPTION,
      windowTo: NOW,
      dueAt: DUE,
      missed: [],
      ...request,
    },
    new AbortController().signal,
  );
  return { rendered, contents, surveyed, languages, ended };
}

describe('createRenderDigest', () => {
  it('puts the message first, the replies after, and remembers what it is about and said', async () => {
    const scope = { patterns: ['prod/*'], types: [] };
    const { rendered } = render([judged('prod/orders-db', 'failed')], {
      subscription: { ...SUBSCRIPTION, scope },
    });

    expect(await rendered).toMatchObject({
      kind: 'parts',
      parts: [
        { text: 'act', blocks: [] },
        { text: 'reply', blocks: [] },
      ],
      memo: { scope, localDate: '2026-11-21', words: { 'prod/orders-db': 'failed' } },
    });
  });

  it('judges and writes in the language of the channel', async () => {
    const { rendered, contents, languages } = render([judged('prod/a')], {
      subscription: { ...SUBSCRIPTION, language: 'nl' },
    });

    await rendered;
    expect(languages).toEqual(['nl']);
    expect(contents).toMatchObject([{ language: 'nl' }]);
  });

  it('heeds what is snoozed, and ends the snoozes of which nothing is left', async () => {
    const addons = [judged('prod/a', 'failed'), judged('prod/b', 'failed'), judged('prod/c')];
    const snoozes = [
      snoozeOf('prod/a', 'failed', { until: new Date('2026-11-22T09:00:00Z') }),
      snoozeOf('prod/b', 'failed', { until: DUE }),
      snoozeOf('prod/c', 'failed', { until: new Date('2026-11-22T09:00:00Z') }),
    ];
    const { rendered, contents, ended } = render(addons, {}, snoozes);

    expect(await rendered).toMatchObject({
      memo: { alarmed: ['prod/a', 'prod/b'], snoozed: ['prod/a'] },
    });
    expect(contents[0]?.rows.map(({ addon }) => addon.addonId)).toEqual(['b']);
    expect(ended.toSorted()).toEqual(['prod/b', 'prod/c']);
  });

  it('ends no snooze before what it comes to is written', async () => {
    const build = () => Promise.reject(new Error('a bug'));
    const over = [snoozeOf('prod/b', 'failed', { until: DUE })];
    const { rendered, ended } = render([judged('prod/b', 'failed')], {}, over, { build });

    await expect(rendered).rejects.toThrow('a bug');
    expect(ended).toEqual([]);
  });

  it('is not quiet about what is snoozed', async () => {
    const quiet = { subscription: { ...SUBSCRIPTION, allClear: 'off' as const } };
    const until = new Date('2026-11-22T09:00:00Z');
    const { rendered } = render([judged('prod/a', 'late')], quiet, [
      snoozeOf('prod/a', 'late', { until }),
    ]);

    expect(await rendered).toMatchObject({ kind: 'parts', parts: [{ text: 'watch' }, {}] });
  });

  it('covers from the end of the last sent window to now', async () => {
    const windowFrom = new Date('2026-11-19T09:00:00Z');
    const { rendered, contents, surveyed } = render([], { windowFrom });
    await rendered;

    expect(surveyed).toEqual([{ since: windowFrom }]);
    expect(contents[0]?.window).toEqual({ from: windowFrom, to: NOW });
  });

  it('looks back a day when nothing was ever sent', async () => {
    const { rendered, surveyed } = render([]);
    await rendered;

    expect(surveyed).toEqual([{ since: new Date('2026-11-20T09:00:10Z') }]);
  });

  it('dates the digest in the zone of its channel', async () => {
    const { rendered, contents } = render([], {
      subscription: { ...SUBSCRIPTION, timeZone: 'Pacific/Kiritimati' },
      dueAt: new Date('2026-11-21T20:00:00Z'),
    });
    await rendered;

    expect(contents[0]?.localDate).toBe('2026-11-22');
  });

  it('keeps quiet when the channel wants no all-clear', async () => {
    const { rendered } = render([judged('prod/orders-db')], {
      subscription: { ...SUBSCRIPTION, allClear: 'off' },
    });

    expect(await rendered).toMatchObject({ kind: 'quiet' });
  });
});

describe('isQuiet', () => {
  const MONDAY = '2026-11-16';
  const TUESDAY = '2026-11-17';

  it.each([
    ['daily', 'clear', TUESDAY, false],
    ['off', 'clear', TUESDAY, true],
    ['weekly', 'clear', MONDAY, false],
    ['weekly', 'clear', TUESDAY, true],
    ['off', 'act', TUESDAY, false],
    ['off', 'blind', TUESDAY, false],
    ['off', 'watch', TUESDAY, false],
    ['off', 'empty', TUESDAY, false],
  ] as const)(
    'with all-clear %s and a day that is %s on %s: %s',
    (allClear, tone, localDate, quiet) => {
      expect(isQuiet({ allClear, days: [0, 1, 2] }, { tone, localDate })).toBe(quiet);
    },
  );
});
