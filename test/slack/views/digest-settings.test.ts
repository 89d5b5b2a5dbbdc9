import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../../sandbox/slack/validate.ts';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import type { DigestPage } from '../../../src/slack/digest-settings/page.ts';
import {
  buildDigestOverview,
  buildDigestSettings,
  buildDigestWait,
} from '../../../src/slack/views/digest-settings.ts';
import { NOW } from '../../fakes/backups.ts';
import { CHANNEL, DIRECTORY, fakeSnooze, fakeSubscription } from '../../fakes/digest-settings.ts';
import { directoryOf, entry } from '../../fakes/directories.ts';
import { hostileText } from '../../fakes/hostile-text.ts';

function page(fields: Partial<DigestPage> = {}): DigestPage {
  const stored = 'stored' in fields ? fields.stored : fakeSubscription();
  return {
    channelId: CHANNEL,
    mayChange: true,
    stored,
    draft: stored ?? fakeSubscription({ version: undefined }),
    directory: DIRECTORY,
    groups: [],
    nextAt: new Date('2026-11-22T08:00:00Z'),
    snoozes: [],
    now: NOW,
    ...fields,
  };
}

describe('what is snoozed', () => {
  const named = Array.from({ length: 10 }, (_, index) =>
    fakeSnooze({ address: `prod/db-${index}` }),
  );

  it('is told with a way to end each, and counted when it is too much', () => {
    const shown = textOf(buildDigestSettings(page({ snoozes: named })));

    expect(shown).toContain('☾ `prod/db-0` (failed) is snoozed until <!date');
    expect(shown).toContain('by <@U1>');
    expect(shown.match(/"value":"wake prod\/db-\d"/g)).toHaveLength(8);
    expect(shown).toContain('and 2 more, which `/backups digest wake project/addon` ends');
  });

  it('is told without it to whoever may only look', () => {
    const shown = textOf(
      buildDigestSettings(page({ snoozes: named.slice(0, 1), mayChange: false })),
    );

    expect(shown).toContain('`prod/db-0` (failed) is snoozed');
    expect(shown).not.toContain('Wake');
  });

  it('keeps within what a modal takes', () => {
    expect(refusalsOf(buildDigestSettings(page({ snoozes: named })))).toEqual([]);
  });
});

const of = (fields: Partial<Subscription>) => page({ stored: fakeSubscription(fields) });
const textOf = (view: object) => JSON.stringify(view);
const refusalsOf = (view: object) => checkView({ ...view }, 'modal', { oldWorkspace: true });

/** Labels of the buttons, from left to right. */
function buttonsOf(shown: DigestPage): string[] {
  return [
    ...textOf(buildDigestSettings(shown)).matchAll(/"type":"button".*?"text":"([^"]+)"/g),
  ].map((match) => match[1] ?? '');
}

const FULL = fakeSubscription({
  scope: { patterns: ['prod/*', '*/orders-*'], types: ['postgresql', 'gone-type'] },
  detail: 'all',
  allClear: 'off',
  language: 'ja',
  mention: { id: 'S0ONCALL01', kind: 'usergroup', from: 'late' },
  pausedUntil: new Date('2026-11-24T23:00:00Z'),
});

describe('the settings as a form', () => {
  it.each<[string, DigestPage]>([
    ['of a channel without a digest', page({ stored: undefined })],
    ['with everything filled in', page({ stored: FULL })],
    ['with a person to mention', of({ mention: { id: 'U1', kind: 'user', from: 'failed' } })],
    ['without a directory', page({ directory: undefined })],
    ['off', of({ enabled: false })],
    ['stopped', of({ stoppedReason: 'the channel is gone' })],
    ['not to be changed', page({ mayChange: false })],
    ['not to be changed and not there', page({ mayChange: false, stored: undefined })],
  ])('is a modal that Slack takes: %s', (_, shown) => {
    expect(refusalsOf(buildDigestSettings(shown, 'x'.repeat(4000)))).toEqual([]);
    expect(refusalsOf(buildDigestOverview(shown, 'Saved'))).toEqual([]);
  });

  it('is a modal that Slack takes whatever addons are called', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (type, name) => {
        const directory = directoryOf([
          entry('prod/a', { type, name }),
          entry('prod/b', { type: 'x' }),
        ]);
        const stoppedReason = name;
        expect(
          refusalsOf(
            buildDigestSettings(page({ directory, stored: fakeSubscription({ stoppedReason }) })),
          ),
        ).toEqual([]);
      }),
    );
  });

  it('asks for everything, in the order of what, when and how', () => {
    const inputs = buildDigestSettings(page()).blocks.flatMap(({ type, block_id: id }) =>
      type === 'input' ? [id] : [],
    );

    expect(inputs).toEqual([
      'scope',
      'types',
      'days',
      'time',
      'zone',
      'detail',
      'all_clear',
      'language',
      'mention_user',
      'mention_group',
      'mention_from',
      'paused_until',
    ]);
  });

  it('starts with what is stored', () => {
    const text = textOf(
      buildDigestSettings(
        page({ stored: FULL, groups: [{ id: 'S0ONCALL01', handle: 'oncall', name: 'On call' }] }),
      ),
    );

    expect(text).toContain('"value":"prod/*"');
    expect(text).toContain('"initial_time":"09:00"');
    expect(text).toContain('@oncall · On call');
    expect(text).toContain('"initial_date":"2026-11-25"');
    expect(text).toContain('Europe/Berlin · 10:00');
    expect(text).toContain('"initial_option":{"text":{"type":"plain_text","text":"日本語"');
  });

  it('offers English first and chosen where no language is stored', () => {
    const { blocks } = buildDigestSettings(page());
    const field = blocks.find(({ block_id: id }) => id === 'language');

    expect(field).toMatchObject({
      hint: { text: expect.stringContaining('Its words stay English') },
      element: {
        initial_option: { value: 'en' },
        options: { 0: { value: 'en' }, 1: { value: 'de' } },
      },
    });
  });

  it('names the language in words too', () => {
    expect(textOf(buildDigestOverview(page({ stored: FULL })))).toContain(
      '*Language of dates*: 日本語',
    );
    expect(textOf(buildDigestOverview(page()))).toContain('*Language of dates*: English');
  });

  it('says what it covers right below the scope', () => {
    const { blocks } = buildDigestSettings(
      of({ scope: { patterns: ['prod/*', 'test/*'], types: [] } }),
    );
    const at = blocks.findIndex(({ block_id: id }) => id === 'types');

    expect(textOf(blocks[at + 1] ?? {})).toContain('Covers *2 addons in prod*');
    expect(textOf(blocks[at + 1] ?? {})).toContain('`test/*` covers nothing now');
  });

  it('warns of a scope that covers nothing', () => {
    const text = textOf(buildDigestSettings(of({ scope: { patterns: ['test/*'], types: [] } })));

    expect(text).toContain(':warning: Covers *no addon*');
  });

  it('does not guess what it covers when Northflank could not be read', () => {
    const text = textOf(buildDigestSettings(page({ directory: undefined })));

    expect(text).toContain('◌ What this covers cannot be told');
    expect(text).not.toContain('Covers *');
  });

  it('carries ids and the version, nothing else', () => {
    expect(JSON.parse(buildDigestSettings(page()).private_metadata ?? '')).toEqual({
      channelId: CHANNEL,
      version: 3,
    });
  });
});

describe('how the digest stands', () => {
  it.each<[string, DigestPage, string]>([
    [
      'not there',
      page({ stored: undefined }),
      'No digest is posted in <#C0BACKUPS1> yet. *Save* starts it.',
    ],
    ['on', page(), 'Next one: <!date^1795334400^'],
    ['off', of({ enabled: false }), 'Off: no digest is posted'],
    [
      'paused',
      of({ pausedUntil: new Date('2026-11-24T23:00:00Z') }),
      'Paused in <#C0BACKUPS1> until <!date^',
    ],
    [
      'past its pause',
      of({ pausedUntil: new Date('2026-11-20T23:00:00Z') }),
      'A digest is posted in',
    ],
    [
      'stopped',
      of({ stoppedReason: 'The channel is archived' }),
      '✖ I stopped posting in <#C0BACKUPS1>. The reason then: The channel is archived. When',
    ],
  ])('is told when it is %s', (_, shown, words) => {
    expect(textOf(buildDigestSettings(shown))).toContain(words);
  });

  it.each<[string, DigestPage, string[]]>([
    ['not there', page({ stored: undefined }), ['Preview']],
    ['on', page(), ['Preview', 'Send now', 'Off']],
    ['off', of({ enabled: false }), ['Preview', 'Send now', 'On again']],
    ['stopped', of({ stoppedReason: 'gone' }), ['Preview', 'Send now', 'On again']],
    [
      'paused',
      of({ pausedUntil: new Date('2026-11-24T23:00:00Z') }),
      ['Preview', 'Send now', 'Resume now', 'Off'],
    ],
    ['not to be changed', page({ mayChange: false }), ['Preview']],
  ])('offers, when it is %s, what makes sense then', (_, shown, labels) => {
    expect(buttonsOf(shown)).toEqual(labels);
  });

  it('asks before it sends to a channel or turns the digest off', () => {
    expect(textOf(buildDigestSettings(page())).match(/"confirm":\{"title"/g)).toHaveLength(2);
  });
});

describe('the settings in words', () => {
  it('have nothing to fill in and tell everything', () => {
    const view = buildDigestSettings(page({ stored: FULL, mayChange: false }));
    const text = textOf(view);

    expect(view.submit).toBeUndefined();
    expect(text).not.toContain('"type":"input"');
    for (const words of [
      '*Covers*: `prod/*` and `*/orders-*` of type `postgresql` and `gone-type`: 1 addon in prod, 1 in staging',
      '*When*: every day 09:00 Europe/Berlin',
      '*Lists*: Every addon',
      '*When all is well*: Never',
      '*Mentions*: <!subteam^S0ONCALL01> when something is late or worse',
      '*Paused until*: <!date^',
      'Only operators and admins',
    ]) {
      expect(text).toContain(words);
    }
  });
});

describe('the waiting view', () => {
  it('is a modal that Slack takes', () => {
    expect(refusalsOf(buildDigestWait('Saving…'))).toEqual([]);
  });
});
