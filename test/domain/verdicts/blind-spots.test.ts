import { describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/domain/addons/scope.ts';
import type { Backup } from '../../../src/domain/backup.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import type { AddonReading, Survey } from '../../../src/domain/survey.ts';
import { findBlindSpots } from '../../../src/domain/verdicts/blind-spots.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import { fakeBackup, fakeBrokenListing, fakeListing, hoursAgo, NOW } from '../../fakes/backups.ts';
import { project } from '../../fakes/directories.ts';
import { judged, surveyOf, unread } from '../../fakes/judged.ts';

const EVERYTHING: Scope = { patterns: [], types: [] };
const PROD: Scope = { patterns: ['prod/*'], types: [] };
const YESTERDAY = hoursAgo(24);
const REFUSED = { kind: 'unauthorized', reason: 'Northflank refused the token' } as const;
const VAULT = { id: 'vault', name: 'Vault', idGuessed: false };

describe('findBlindSpots', () => {
  it('finds none when everything was read', () => {
    expect(find([judged('prod/a'), judged('prod/b', 'failed')])).toEqual([]);
  });

  it('puts addons with a common reason together, the largest group first', () => {
    const addons = [
      unread('prod/a', 'Northflank took too long to answer'),
      unread('prod/c', 'Northflank refused the token'),
      unread('prod/b', 'Northflank refused the token'),
    ];

    expect(find(addons)).toMatchObject([
      {
        kind: 'addons',
        addons: [{ addonId: 'b' }, { addonId: 'c' }],
        reason: 'Northflank refused the token',
      },
      { kind: 'addons', addons: [{ addonId: 'a' }] },
    ]);
  });

  it('takes the reason of an unknown verdict where the addon was read', () => {
    expect(
      find([judged('prod/a', 'unknown', { verdict: { reason: 'history is short' } })]),
    ).toMatchObject([{ kind: 'addons', reason: 'history is short' }]);
  });

  it('names projects that could not be listed, unless the scope leaves them out', () => {
    const gaps: Partial<Survey> = {
      unreadProjects: [
        { project: project('prod'), failure: REFUSED },
        { project: project('lab'), failure: REFUSED },
      ],
    };

    expect(find([], gaps)).toHaveLength(2);
    expect(find([], gaps, PROD)).toMatchObject([{ kind: 'project', project: { id: 'prod' } }]);
  });

  it('tells a project whose list broke off from one that could not be listed at all', () => {
    const gaps: Partial<Survey> = {
      unreadProjects: [
        { project: project('prod'), failure: REFUSED },
        { project: project('lab'), failure: REFUSED },
      ],
    };

    expect(find([judged('prod/a')], gaps)).toMatchObject([
      { project: { id: 'prod' }, isPartial: true },
      { project: { id: 'lab' }, isPartial: false },
    ]);
  });

  it('tells when the lists themselves have gaps', () => {
    expect(find([], { failure: REFUSED, unreadableRows: 2 })).toEqual([
      { kind: 'account', reason: 'Northflank refused the token' },
      { kind: 'rows', count: 2 },
    ]);
  });

  describe('in the lists of an addon', () => {
    it('sees rows that could not be read', () => {
      const odd = withBackups({ unreadable: [{ reason: 'createdAt is not a date' }] });

      expect(find([odd])).toMatchObject([
        { kind: 'gaps', reason: '1 row of its backup list could not be read' },
      ]);
    });

    it('minds no unreadable row that is older than the window', () => {
      const row = (notAfter: Date) => ({ reason: 'createdAt is not a date', notAfter });

      expect(find([withBackups({ unreadable: [row(hoursAgo(25))] })])).toEqual([]);
      expect(find([withBackups({ unreadable: [row(hoursAgo(24))] })])).toHaveLength(1);
    });

    it('sees a list that broke off within the window', () => {
      expect(find([withBackups(fakeBrokenListing([fakeBackup(6.5)]))])).toMatchObject([
        { kind: 'gaps', reason: 'its backup list broke off: Northflank refused the token' },
      ]);
    });

    it('minds no list that broke off beyond the window', () => {
      expect(find([withBackups(fakeBrokenListing([fakeBackup(6.5), fakeBackup(25)]))])).toEqual([]);
    });

    it('sees schedules that could not be read', () => {
      const { reading, verdict } = judged('prod/a');
      const broken = { ...reading, schedules: fakeBrokenListing() } as AddonReading;

      expect(find([{ reading: broken, verdict }])).toMatchObject([{ kind: 'gaps' }]);
    });

    it('says nothing twice of an addon whose verdict is unknown', () => {
      const { reading } = withBackups(fakeBrokenListing());
      const { verdict } = judged('prod/a', 'unknown');

      expect(find([{ reading, verdict }])).toMatchObject([{ kind: 'addons' }]);
    });
  });

  describe('in destinations', () => {
    const unreadable: Partial<Survey> = {
      destinations: [{ kind: 'unreadable', destination: VAULT, failure: REFUSED }],
    };
    const inVault = judged('prod/a', 'fresh', {
      backups: [fakeBackup(6.5, { destinationIds: ['vault'] })],
    });

    it('names one that could not be read', () => {
      expect(find([judged('prod/a')], unreadable)).toMatchObject([
        { kind: 'destination', destination: VAULT },
      ]);
    });

    it('concerns a narrower scope only where its copies go there', () => {
      expect(find([judged('prod/a')], unreadable, PROD)).toEqual([]);
      expect(find([inVault], unreadable, PROD)).toHaveLength(1);
    });

    it('minds none whose id is not known: what addons keep there is read under the id they name', () => {
      const gaps: Partial<Survey> = { destinations: [{ kind: 'idUnknown', destination: VAULT }] };

      expect(find([judged('prod/a')], gaps)).toEqual([]);
      const failed = { kind: 'unreadable' as const, destination: VAULT, failure: REFUSED };
      expect(
        find([inVault], { destinations: [...(gaps.destinations ?? []), failed] }),
      ).toHaveLength(1);
    });

    it('sees rows of its list that could not be read', () => {
      const backups = fakeListing([], { unreadable: [{ reason: 'no id' }, { reason: 'no id' }] });
      const destinations = [{ kind: 'read' as const, destination: VAULT, backups }];

      expect(find([], { destinations })).toMatchObject([
        { kind: 'destination', reason: '2 rows of its backup list could not be read' },
      ]);
    });

    it('tells when they could not be listed at all', () => {
      const gaps: Partial<Survey> = { destinationsFailure: REFUSED };

      expect(find([judged('prod/a')], gaps)).toMatchObject([{ kind: 'destinations' }]);
      expect(find([judged('prod/a')], gaps, PROD)).toEqual([]);
      expect(find([inVault], gaps, PROD)).toHaveLength(1);
    });
  });
});

function find(addons: JudgedAddon[], gaps: Partial<Survey> = {}, scope = EVERYTHING) {
  return findBlindSpots(surveyOf(addons, gaps), addons, scope, YESTERDAY);
}

function withBackups(fields: Partial<Listing<Backup>>): JudgedAddon {
  const { reading, verdict } = judged('prod/a');
  if (reading.kind === 'unreadable') throw new Error('was to be read');
  return {
    reading: { ...reading, backups: { ...reading.backups, ...fields, readAt: NOW } },
    verdict,
  };
}
