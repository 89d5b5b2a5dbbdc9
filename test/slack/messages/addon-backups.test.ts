import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BACKUP_STATUSES, type Backup } from '../../../src/domain/backup.ts';
import { parseShowFilter } from '../../../src/domain/history/show-filter.ts';
import type { BackupSchedule } from '../../../src/domain/schedules/schedule.ts';
import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';
import { readAddonPageValue } from '../../../src/slack/button-values.ts';
import {
  type AddonBackupsInput,
  buildAddonBackupsMessage,
} from '../../../src/slack/messages/addon-backups.ts';
import {
  DAILY,
  fakeBackup,
  fakeBrokenListing,
  fakeListing,
  fakeSchedule,
  HOURLY,
  hoursAgo,
  NOW,
} from '../../fakes/backups.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { buttonsOf, cellsOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

const ADDON = {
  projectId: 'shop-prod',
  addonId: 'orders-db',
  name: 'orders-db',
  type: 'postgresql',
  status: 'running',
};

function build(fields: Partial<AddonBackupsInput> = {}): SlackMessage {
  return buildAddonBackupsMessage({
    addon: ADDON,
    backups: fakeListing([fakeBackup(6.5)]),
    schedules: fakeListing([fakeSchedule(DAILY)]),
    view: { filter: parseShowFilter('all'), page: 0 },
    scheduleZone: 'UTC',
    now: NOW,
    ...fields,
  });
}

describe('the backups of an addon', () => {
  it('are, at their smallest, one line and what can be done', () => {
    const asOf = '<!date^1795251600^{time}|2026-11-21 09:00 UTC>';
    const head = {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: '*shop-prod / orders-db* · postgresql · running\n*○ UNPROTECTED*: nothing is scheduled; no good copy exists\n*No backups*: there is nothing to restore. Start one or add a schedule in Northflank',
      },
      expand: true,
    };
    const schedules = 'Nothing is scheduled: backups run only when somebody starts them';
    const blocks = [
      head,
      { type: 'context', elements: [{ type: 'mrkdwn', text: schedules }] },
      { type: 'context', elements: [{ type: 'mrkdwn', text: `as of ${asOf}` }] },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'show_addon_page:2',
            text: { type: 'plain_text', text: 'Refresh' },
            value: '{"ref":"shop-prod/orders-db","filter":"all","page":0}',
          },
        ],
      },
    ];

    expect(build({ backups: fakeListing([]), schedules: fakeListing([]) })).toEqual({
      text: `*shop-prod / orders-db*: *○ UNPROTECTED*: nothing is scheduled; no good copy exists\n*No backups*: there is nothing to restore. Start one or add a schedule in Northflank\n${schedules}\nas of ${asOf}`,
      blocks,
      plainBlocks: blocks,
    });
  });

  it('begin, also as a notification, with the verdict and the last good one', () => {
    const message = build();
    const lines =
      '*✔ fresh*: last good 6 h ago, 100 MB in 4 min\n' +
      'Last good dump <!date^1795228200^{date_short_pretty} {time}|2026-11-21 02:30 UTC>\n';

    expect(message.text).toContain(`*shop-prod / orders-db*: ${lines}`);
    expect(wordsOf(message)).toContain(lines);
  });

  it('put broken dumps above good snapshots', () => {
    const backups = fakeListing([
      fakeBackup(1, { type: 'snapshot' }),
      fakeBackup(6.5, { status: 'failed' }),
      fakeBackup(30.5, { status: 'failed' }),
      fakeBackup(54.5),
    ]);

    expect(build({ backups }).text).toMatch(
      /^\*shop-prod \/ orders-db\*: \*✖ FAILED\*: dump: failed 2 times in a row .*\n✖ \*Last 2 dumps failed\* · last good dump 2 d 6 h ago .*\nLast good backup 60 min ago/,
    );
  });

  it.each([
    {
      status: 'failed',
      says: '*✖ FAILED*: the run of 02:30 UTC (21 Nov) failed; last good 24 h ago',
    },
    { status: 'aborted', says: '*✖ FAILED*: the run of 02:30 UTC (21 Nov) was aborted' },
    {
      status: 'not-supported',
      says: '*✖ FAILED*: the run of 02:30 UTC (21 Nov) was not supported',
    },
    {
      status: 'aborting',
      says: '*◔ running*: aborting for 12 min, usually 4 min; last good 24 h ago',
    },
    { status: 'in-progress', says: '*◔ running*: running for 12 min, usually 4 min' },
    { status: 'scheduled', says: '*◔ running*: waiting to start for 12 min' },
  ] as const)('say of a newest run that is $status: $says', ({ status, says }) => {
    const backups = fakeListing([fakeBackup(6.5, { status }), fakeBackup(30.5)]);
    const now = new Date('2026-11-21T02:42:00Z');

    expect(wordsOf(build({ backups, now }))).toContain(says);
  });

  it('show the word of a status that nobody documents', () => {
    const onHold = fakeBackup(6.5, { status: 'unknown', rawStatus: 'on-hold' });

    const open = build({ backups: fakeListing([onHold, fakeBackup(30.5)]) });
    expect(wordsOf(open)).toContain(
      '*◌ UNKNOWN*: the run of 02:30 UTC (21 Nov) has the status "on-hold", which is not understood',
    );
    expect(cellsOf(open)[1]?.[0]).toBe('? on-hold');

    expect(wordsOf(open)).not.toContain('The run of');

    const settled = build({
      backups: fakeListing([fakeBackup(6.5), { ...onHold, createdAt: hoursAgo(20) }]),
    });
    expect(wordsOf(settled)).not.toContain('is not understood');

    const missed = build({ backups: fakeListing([{ ...onHold, createdAt: hoursAgo(2) }]) });
    expect(wordsOf(missed)).toMatch(
      /\*✖ MISSED\*: .*\n\? \*The run of <.*> has the status “on-hold”\*, which is not understood/,
    );
  });

  it('tell in a row all that is known of a backup', () => {
    const backups = fakeListing([
      fakeBackup(6.5, {
        sizeBytes: 470_000_000,
        version: '16.1',
        compression: 'gz',
        destinationIds: ['offsite-eu', 'cold'],
      }),
      fakeBackup(26, { sizeBytes: 1_200_000_000, version: '15.4', name: 'before upgrade' }),
    ]);
    const destinationNames = new Map([['offsite-eu', 'Offsite EU']]);

    expect(cellsOf(build({ backups, destinationNames }))).toEqual([
      ['Status', 'Started', 'Size (change)', 'Took', 'Type', 'Made by', 'Copies in', 'Version'],
      [
        '✔ completed',
        '2026-11-21 02:30 UTC',
        '470 MB (-61 %)',
        '4 min',
        'dump gz',
        'daily 02:30 UTC',
        'Offsite EU +1',
        '15.4 → 16.1',
      ],
      [
        '✔ completed',
        '2026-11-20 07:00 UTC',
        '1.2 GB',
        '4 min',
        'dump',
        'manual: before upgrade',
        'Northflank only',
        '—',
      ],
    ]);
  });

  it('say the same without a table', () => {
    const { plainBlocks = [] } = build();

    expect(plainBlocks[2]).toMatchObject({
      text: {
        text: expect.stringMatching(
          /^✔ completed · <!date.*> · 100 MB · 4 min · dump · daily 02:30 UTC$/,
        ),
      },
    });
  });

  it('admit a size that is not known', () => {
    const backups = fakeListing([fakeBackup(6.5, { sizeBytes: undefined })]);

    const message = build({ backups });

    expect(cellsOf(message)[1]?.[2]).toBe('not known');
    expect(JSON.stringify(message.plainBlocks)).toContain(' · size not known · ');
  });

  it.each([
    {
      what: 'a run that did not happen',
      backups: [fakeBackup(30.5)],
      says: '*✖ MISSED*: nothing came at 02:30 UTC (21 Nov)',
    },
    {
      what: 'several that did not',
      backups: [fakeBackup(102.5), fakeBackup(126.5)],
      says: '*✖ MISSED*: nothing came 4 times in a row since 18 Nov 02:30 UTC; last good 4 d 6 h ago',
    },
    {
      what: 'one that is late',
      backups: [fakeBackup(24.5)],
      now: new Date('2026-11-21T02:38:00Z'),
      says: '*◔ LATE*: expected 02:30 UTC, nothing yet\nLast good dump <',
    },
    {
      what: 'one that hangs',
      backups: [fakeBackup(6.5, { status: 'in-progress' }), fakeBackup(30.5)],
      says: '*◔ STUCK*: running for 6 h 30 min, usually 4 min; last good 30 h ago\nLast good dump <',
    },
    {
      what: 'one that is much too small',
      backups: Array.from({ length: 10 }, (_, day) =>
        fakeBackup(6.5 + 24 * day, { sizeBytes: day === 0 ? 39_000_000 : 100_000_000 }),
      ),
      says: '*▲ ODD*: 61 % smaller than its last 9 (100 MB → 39 MB)',
    },
    {
      what: 'an addon in good order',
      backups: Array.from({ length: 5 }, (_, day) => fakeBackup(6.5 + 24 * day)),
      says: '\n*✔ fresh*: last good 6 h ago',
    },
    {
      what: 'nothing but imports',
      backups: [fakeBackup(1, { type: 'import' })],
      schedules: fakeListing<BackupSchedule>([]),
      says: '*No backups but imports*, which hold foreign data',
    },
  ])('tell of $what', ({ says, backups, now = NOW, schedules = fakeListing([fakeSchedule()]) }) => {
    expect(wordsOf(build({ backups: fakeListing(backups), now, schedules }))).toContain(says);
  });

  it('tell schedules, where copies go and the next run', () => {
    const schedules = fakeListing([
      fakeSchedule(DAILY, { destinationIds: ['offsite-eu'] }),
      fakeSchedule(HOURLY, { type: 'snapshot', retentionDays: 2 }),
    ]);
    const words = wordsOf(build({ schedules }));

    expect(words).toContain('dump daily 02:30 UTC, kept 7 days → offsite-eu');
    expect(words).toContain('snapshot hourly at :15, kept 2 days');
    expect(words).toMatch(/Next run <!date\^1795252500\^.*>, in 15 min/);
  });

  it('promise no run while the addon is paused', () => {
    const words = wordsOf(build({ addon: { ...ADDON, status: 'paused' } }));

    expect(words).toContain('No next run while the addon is paused');
    expect(words).not.toContain('Next run <');
  });
});

describe('backups that could not be read', () => {
  it('come first, and nothing is called missing then', () => {
    const message = build({ backups: fakeBrokenListing(), schedules: fakeBrokenListing() });

    expect(message.text).toMatch(
      /^\*shop-prod \/ orders-db\*: ◌ \*The backups could not be read\*: Northflank refused the token/,
    );
    expect(JSON.stringify(message)).not.toMatch(/No backups|Nothing is scheduled|no good/);
  });

  it('leave open whether an older good one exists', () => {
    const message = build({ backups: fakeBrokenListing([fakeBackup(1, { status: 'failed' })]) });

    expect(message.text).toMatch(
      /: ◌ \*Not all backups could be read\*: Northflank refused the token\. More may exist\n\*✖ FAILED\*: the run of 08:00 UTC \(21 Nov\) failed; no good copy in what was read/,
    );
    expect(wordsOf(message)).toContain('at least 1 backup ·');
  });

  it('are counted one by one', () => {
    const backups = fakeListing([fakeBackup(30)], {
      unreadable: [{ reason: 'createdAt is not a date' }, { reason: 'no id' }],
    });

    expect(build({ backups }).text).toContain(
      ': ◌ *2 backups could not be read* and may be newer than those shown: createdAt is not a date\nLast good dump',
    );
  });

  it('are not called "no backups" when they are all there is', () => {
    const backups = fakeListing<Backup>([], { unreadable: [{ reason: 'no id' }] });

    expect(JSON.stringify(build({ backups }))).not.toContain('No backups');
  });
});

describe('pages of backups', () => {
  const MANY = fakeListing(Array.from({ length: 1250 }, (_, index) => fakeBackup(index + 1)));

  it('lead on and back, anchored where they began', () => {
    const view = { filter: parseShowFilter('dumps'), page: 2, asOf: hoursAgo(3) };
    const buttons = buttonsOf(build({ backups: MANY, view }));

    expect(
      buttons.slice(0, 3).map(({ text, value }) => [text, readAddonPageValue(value).view]),
    ).toEqual([
      ['‹ Newer', { ...view, page: 1 }],
      ['Older ›', { ...view, page: 3 }],
      ['Latest', { ...view, page: 0, asOf: undefined }],
    ]);
    expect(wordsOf(build({ backups: MANY, view }))).toMatch(
      /31–45 of 1,248 dumps · as of <!date\^1795240800\^.*> · 2 newer since/,
    );
  });

  it('offer only filters that change something, the used one marked', () => {
    const mixed = fakeListing([
      fakeBackup(1, { type: 'snapshot' }),
      fakeBackup(2, { status: 'failed' }),
      fakeBackup(200),
    ]);
    const view = { filter: parseShowFilter('failed'), page: 0 };
    const labels = (message: SlackMessage) => buttonsOf(message).map(({ text }) => text);

    expect(labels(build({ backups: mixed, view }))).toEqual([
      'Refresh',
      'All',
      '✓ Failed (1)',
      'Dumps',
      'Snapshots',
      'Last 7 days',
    ]);
    expect(labels(build())).toEqual(['Refresh']);
  });

  it('say that nothing matches, and whether all was seen', () => {
    const view = { filter: parseShowFilter('failed 7d'), page: 0 };

    expect(wordsOf(build({ view }))).toContain(
      'No failed or unclear backups of the last 7 days · as of',
    );
    expect(wordsOf(build({ view, backups: fakeBrokenListing([fakeBackup(1)]) }))).toContain(
      'No failed or unclear backups of the last 7 days among those read · as of',
    );
  });
});

describe('a message of any backups', () => {
  const anyBackup = fc.record({
    name: hostileText,
    type: fc.constantFrom('snapshot', 'dump', 'import', 'unknown'),
    sizeBytes: fc.option(fc.double({ min: 0, max: 1e18, noNaN: true }), { nil: undefined }),
    version: fc.option(hostileText, { nil: undefined }),
    rawStatus: hostileText,
    status: fc.constantFrom(...BACKUP_STATUSES, 'unknown' as const),
    destinationIds: fc.array(hostileText, { maxLength: 3 }),
  });

  it('is one that Slack takes, whatever the names and however many', () => {
    fc.assert(
      fc.property(
        fc.array(anyBackup, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(0, 1, 14, 15, 16, 100, 2000),
        hostileText,
        fc.constantFrom('end', 'enough', 'failed'),
        fc.constantFrom('all', 'failed', 'dumps', '7d'),
        fc.nat(140),
        (kinds, count, name, reach, filter, page) => {
          const rows = Array.from({ length: count }, (_, index) =>
            fakeBackup(index + 1, kinds[index % kinds.length]),
          );
          const message = build({
            addon: { ...ADDON, name, projectName: name, status: name, type: name },
            backups: fakeListing(rows, { reach, unreadable: [{ reason: name }] }),
            schedules: fakeListing([fakeSchedule(DAILY, { destinationIds: [name] })]),
            view: { filter: parseShowFilter(filter), page },
          });

          expect(refusals(message)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
