import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Destination } from '../../../src/domain/destinations/destination.ts';
import { holdingOf } from '../../../src/domain/destinations/holding.ts';
import {
  buildDestinationsMessage,
  type DestinationsInput,
} from '../../../src/slack/messages/destinations.ts';
import { fakeBrokenListing, fakeDestinationBackup, fakeListing, NOW } from '../../fakes/backups.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { buttonsOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

const DESTINATION: Destination = {
  id: 'offsite-eu',
  idGuessed: false,
  name: 'Offsite EU',
  prefix: 'prod/',
  bucketName: 'acme-backups',
  region: 'eu-west-1',
  endpoint: 's3.eu-west-1.amazonaws.com',
  description: 'Copies abroad',
};

const CARD =
  '*Offsite EU* · id `offsite-eu`\nbucket `acme-backups` · region `eu-west-1` · ' +
  'endpoint `s3.eu-west-1.amazonaws.com` · prefix `prod/`\nCopies abroad';

function build(fields: Partial<DestinationsInput> = {}) {
  return buildDestinationsMessage({
    destinations: fakeListing([DESTINATION]),
    mayAdd: true,
    now: NOW,
    ...fields,
  });
}

describe('the destinations', () => {
  it('are shown with where they point and a way on', () => {
    expect(build()).toEqual({
      text: `*1 backup destination*\n${CARD}`,
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: '*1 backup destination*' },
          expand: true,
        },
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: CARD,
          },
          expand: true,
          accessory: {
            type: 'button',
            action_id: 'show_destination',
            text: { type: 'plain_text', text: 'Show backups' },
            value: 'offsite-eu',
          },
        },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'open_add_destination',
              text: { type: 'plain_text', text: 'Add destination' },
              value: 'open',
            },
            {
              type: 'button',
              action_id: 'show_destinations',
              text: { type: 'plain_text', text: 'Refresh' },
              value: 'again',
            },
          ],
        },
      ],
    });
  });

  it('tell what they hold, where that is known', () => {
    const backups = [
      fakeDestinationBackup(1),
      fakeDestinationBackup(2, { status: 'failed' }),
      fakeDestinationBackup(3),
    ];
    const held = (holding: ReturnType<typeof holdingOf>) =>
      wordsOf(build({ holdings: new Map([['offsite-eu', holding]]) }));

    expect(held(holdingOf(fakeListing(backups)))).toMatch(
      /holds 2 backups of 1 addon, newest 60 min ago \(<.*>\) · 1 more did not complete/,
    );
    expect(held(holdingOf(fakeBrokenListing(backups)))).toContain(
      'holds at least 2 backups of 1 addon',
    );
    expect(held(holdingOf(fakeListing([])))).toContain('holds *no backup*');
    expect(held(holdingOf(fakeBrokenListing()))).toContain('no good backup among those read');
  });

  it('say of each whose backups could not be read why, and go on doubting a guess', () => {
    const guess = { ...DESTINATION, id: 'cold', idGuessed: true };
    const holdings = new Map([
      ['cold', { kind: 'not-found', reason: 'Northflank knows no such thing' } as const],
    ]);

    const words = wordsOf(build({ destinations: fakeListing([guess]), holdings }));

    expect(words).toContain('◌ what it holds could not be read: Northflank knows no such thing');
    expect(words).toContain('`cold` is a guess from the name');
  });

  it.each([
    {
      all: ['a'],
      unread: ['a'],
      first: '◌ *1 backup destination*: what it holds could not be read',
    },
    {
      all: ['a', 'b', 'c'],
      unread: ['b'],
      first: '◌ *3 backup destinations*: what 1 of them holds could not be read',
    },
    {
      all: ['a', 'b', 'c'],
      unread: ['a', 'c'],
      first: '◌ *3 backup destinations*: what 2 of them hold could not be read',
    },
    {
      all: ['a', 'b'],
      unread: ['a', 'b'],
      first: '◌ *2 backup destinations*: what they hold could not be read',
    },
    { all: ['a', 'b'], unread: [], first: '*2 backup destinations*' },
  ])('say in the first line that $unread of $all could not be read', ({ all, unread, first }) => {
    const rows = all.map((id) => ({ ...DESTINATION, id }));
    const failure = { kind: 'timeout', reason: 'Northflank took too long' } as const;
    const held = holdingOf(fakeListing([]));
    const holdings = new Map(all.map((id) => [id, unread.includes(id) ? failure : held]));

    const { text, blocks } = build({ destinations: fakeListing(rows), holdings });

    expect(text.split('\n')[0]).toBe(first);
    expect(blocks[0]).toMatchObject({ text: { text: first } });
  });

  it('say when an id is only a guess, and when nothing is known of the place', () => {
    const bare = { id: 'cold', idGuessed: true, name: 'Cold' };

    expect(wordsOf(build({ destinations: fakeListing([bare]) }))).toContain(
      '*Cold*\nNorthflank does not say where it points\nNorthflank gave no id; `cold` is a guess from the name',
    );

    const holdings = new Map([['cold', holdingOf(fakeListing([]))]]);
    expect(wordsOf(build({ destinations: fakeListing([bare]), holdings }))).toContain(
      '*Cold* · id `cold`\nNorthflank does not say where it points\nholds *no backup*',
    );
  });

  it('offer the form only to those who may send it', () => {
    expect(buttonsOf(build({ mayAdd: false })).map(({ text }) => text)).toEqual([
      'Show backups',
      'Refresh',
    ]);
  });

  it('that do not exist are not mistaken for those that could not be read', () => {
    expect(build({ destinations: fakeListing([]) }).text).toBe(
      "*No backup destination*: copies stay in Northflank's own storage",
    );
    for (const destinations of [
      fakeBrokenListing<Destination>(),
      fakeListing<Destination>([], { unreadable: [{ reason: 'no name' }] }),
    ]) {
      expect(build({ destinations }).text).toMatch(/^◌ \*.*could not be read\*/);
      expect(build({ destinations }).text).not.toContain('No backup destination');
    }
  });

  it('that do not exist can be added by admins, as everybody else is told', () => {
    expect(build({ destinations: fakeListing([]), mayAdd: false }).text).toMatch(
      /own storage\. Admins of this bot can add one$/,
    );
  });

  it('of which there are 200 are named as far as fits, the rest counted', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      ...DESTINATION,
      id: `d-${index}`,
      name: `D ${index}`,
    }));
    const message = build({ destinations: fakeListing(many) });

    expect(refusals(message)).toEqual([]);
    expect(wordsOf(message)).toMatch(/And 180 more destinations: `D 20` .*`D 79` and 120 more/);
  });

  it('are a message that Slack takes, whatever they are called', () => {
    const destination = fc.record({
      id: hostileText,
      idGuessed: fc.boolean(),
      name: hostileText,
      description: hostileText,
      bucketName: hostileText,
      region: hostileText,
      endpoint: hostileText,
      prefix: hostileText,
    });
    fc.assert(
      fc.property(fc.array(destination, { maxLength: 100 }), (rows) => {
        expect(refusals(build({ destinations: fakeListing(rows) }))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
