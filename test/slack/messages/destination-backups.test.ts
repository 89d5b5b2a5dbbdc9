import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expiry } from '../../../src/domain/backup.ts';
import { ALL_BACKUPS } from '../../../src/domain/history/show-filter.ts';
import { readDestinationPageValue } from '../../../src/slack/button-values.ts';
import {
  buildDestinationBackupsMessage,
  type DestinationBackupsInput,
  formatExpiry,
} from '../../../src/slack/messages/destination-backups.ts';
import {
  DAILY,
  fakeBrokenListing,
  fakeDestinationBackup,
  fakeListing,
  HOURLY,
  hoursAgo,
  NOW,
} from '../../fakes/backups.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { buttonsOf, cellsOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

const DESTINATION = { id: 'offsite-eu', idGuessed: false, name: 'Offsite EU' };

function build(fields: Partial<DestinationBackupsInput> = {}) {
  return buildDestinationBackupsMessage({
    destination: DESTINATION,
    backups: fakeListing([fakeDestinationBackup(6.5)]),
    view: { filter: ALL_BACKUPS, page: 0 },
    scheduleZone: 'UTC',
    now: NOW,
    ...fields,
  });
}

describe('the schedule of a backup', () => {
  it.each([
    { schedules: [DAILY], unreadableSchedules: undefined, says: 'daily 02:30 UTC' },
    { schedules: [], unreadableSchedules: undefined, says: 'manual' },
    { schedules: [], unreadableSchedules: 1, says: 'not known' },
    { schedules: [DAILY], unreadableSchedules: 1, says: 'daily 02:30 UTC + not known' },
  ])('is told as $says', ({ says, ...fields }) => {
    const message = build({ backups: fakeListing([fakeDestinationBackup(1, fields)]) });

    expect(cellsOf(message)[1]?.[4]).toBe(says);
  });
});

describe('formatExpiry', () => {
  it.each<{ expiry: Expiry; says: string }>([
    { expiry: { kind: 'at', at: hoursAgo(-72) }, says: 'in 3 days' },
    { expiry: { kind: 'at', at: hoursAgo(-71) }, says: 'in 3 days' },
    { expiry: { kind: 'at', at: hoursAgo(-31) }, says: 'in 31 h' },
    { expiry: { kind: 'at', at: hoursAgo(-0.5) }, says: 'in 30 min' },
    { expiry: { kind: 'at', at: NOW }, says: 'expired just now' },
    { expiry: { kind: 'at', at: hoursAgo(5) }, says: 'expired 5 h ago' },
    { expiry: { kind: 'kept' }, says: 'kept' },
    { expiry: { kind: 'unreadable' }, says: 'not known' },
  ])('says $says', ({ expiry, says }) => {
    expect(formatExpiry(expiry, NOW)).toBe(says);
  });
});

describe('the backups of a destination', () => {
  it('are told with addon, size, schedule and expiry', () => {
    const backups = fakeListing([
      fakeDestinationBackup(6.5, { schedules: [DAILY, HOURLY] }),
      fakeDestinationBackup(7, {
        status: 'failed',
        sizeBytes: undefined,
        schedules: [],
        addon: undefined,
        expiry: { kind: 'kept' },
      }),
    ]);

    expect(cellsOf(build({ backups }))).toEqual([
      ['Status', 'Started', 'Addon', 'Size', 'Schedule', 'Expires'],
      [
        '✔ completed',
        '2026-11-21 02:30 UTC',
        'Shop Prod / Orders DB',
        '100 MB',
        'daily 02:30 UTC + hourly at :15',
        'in 3 days',
      ],
      ['✖ failed', '2026-11-21 02:00 UTC', 'addon not named', '—', 'manual', 'kept'],
    ]);
    expect(build().plainBlocks?.[1]).toMatchObject({
      text: { text: expect.stringMatching(/· 100 MB · daily 02:30 UTC · expires in 3 days$/) },
    });
  });

  it('lead to the addons they belong to, each once', () => {
    const other = { projectId: 'p', addonId: 'events', projectName: 'P', addonName: 'Events' };
    const backups = fakeListing([
      fakeDestinationBackup(1),
      fakeDestinationBackup(2),
      fakeDestinationBackup(3, { addon: other }),
    ]);

    expect(buttonsOf(build({ backups })).slice(-2)).toEqual([
      {
        text: 'Show Shop Prod / Orders DB',
        value: 'shop-prod/orders-db',
        style: undefined,
        actionId: 'show_addon:0',
      },
      { text: 'Show P / Events', value: 'p/events', style: undefined, actionId: 'show_addon:1' },
    ]);
  });

  it('are leafed through', () => {
    const backups = fakeListing(Array.from({ length: 40 }, (_, at) => fakeDestinationBackup(at)));
    const view = { filter: ALL_BACKUPS, page: 1, asOf: NOW };
    const [newer, older] = buttonsOf(build({ backups, view }));

    expect(readDestinationPageValue(newer?.value)).toEqual({
      id: 'offsite-eu',
      view: { ...view, page: 0 },
    });
    expect(readDestinationPageValue(older?.value).view.page).toBe(2);
  });

  it('are missing only where all were read', () => {
    expect(wordsOf(build({ backups: fakeListing([]) }))).toContain(
      '✖ *No completed backup* is here',
    );

    const blind = build({ backups: fakeBrokenListing() });
    expect(blind.text).toMatch(/^\*Offsite EU\*\n◌ \*The backups could not be read\*: Northflank/);
    expect(wordsOf(blind)).not.toContain('No completed backup');

    const partial = build({
      backups: fakeBrokenListing([fakeDestinationBackup(1, { status: 'failed' })]),
    });
    expect(wordsOf(partial)).toContain('No completed backup among those read');
  });

  it('are a message that Slack takes, whatever the names', () => {
    const kinds = fc.record({
      rawStatus: hostileText,
      status: fc.constantFrom('completed', 'unknown'),
      addon: fc.option(
        fc.record({
          projectId: hostileText,
          addonId: hostileText,
          projectName: hostileText,
          addonName: hostileText,
        }),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(
        fc.array(kinds, { minLength: 1, maxLength: 15 }),
        fc.constantFrom(0, 1, 15, 2000),
        hostileText,
        (fields, count, name) => {
          const rows = Array.from({ length: count }, (_, at) =>
            fakeDestinationBackup(at, fields[at % fields.length]),
          );
          const destination = { ...DESTINATION, id: name, name, bucketName: name, region: name };

          expect(refusals(build({ destination, backups: fakeListing(rows) }))).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
