import { describe, expect, it } from 'vitest';
import type { ReadFailure, ReadFailureKind } from '../../src/domain/listing.ts';
import type { AddonReading, DestinationReading, Survey } from '../../src/domain/survey.ts';
import { isCutShort } from '../../src/domain/survey-failures.ts';
import { fakeListing, NOW } from '../fakes/backups.ts';
import { entry, project } from '../fakes/directories.ts';
import { surveyOf } from '../fakes/judged.ts';

const addon = entry('shop/a');
const destination = { id: 'vault', name: 'Vault', idGuessed: false };
const broken = (failure: ReadFailure) => fakeListing([], { reach: 'failed', failure });

function readAddon(fields: object): AddonReading {
  const lists = { backups: fakeListing([]), schedules: fakeListing([]) };
  return { kind: 'read', addon, ...lists, readAt: NOW, ...fields };
}

/** Everywhere that a survey may say why it does not know something. */
const PLACES: Readonly<Record<string, (failure: ReadFailure) => Partial<Survey>>> = {
  'the list of projects': (failure) => ({ failure }),
  'the addons of a project': (failure) => ({
    unreadProjects: [{ project: project('shop'), failure }],
  }),
  'an addon': (failure) => ({ addons: [{ kind: 'unreadable', addon, failure }] }),
  'the rest of an addon’s backups': (failure) => ({
    addons: [readAddon({ backups: broken(failure) })],
  }),
  'an addon’s schedules': (failure) => ({ addons: [readAddon({ schedules: broken(failure) })] }),
  'the list of destinations': (destinationsFailure) => ({ destinationsFailure }),
  'a destination': (failure) => ({
    destinations: [{ kind: 'unreadable', destination, failure }],
  }),
  'the rest of a destination’s backups': (failure) => ({
    destinations: [{ kind: 'read', destination, backups: broken(failure) }],
  }),
};

const ends = (kind: ReadFailureKind): ReadFailure => ({ kind, reason: 'for a reason' });

describe.each(Object.entries(PLACES))('isCutShort, %s', (_place, survey) => {
  it.each<{ kind: ReadFailureKind; cutShort: boolean }>([
    { kind: 'rate-limited', cutShort: true },
    { kind: 'cancelled', cutShort: true },
    { kind: 'forbidden', cutShort: false },
    { kind: 'unavailable', cutShort: false },
  ])('says $cutShort where it was not read since $kind', ({ kind, cutShort }) => {
    expect(isCutShort(surveyOf([], survey(ends(kind))))).toBe(cutShort);
  });
});

it('calls no survey cut short that was read whole', () => {
  const destinations: DestinationReading[] = [{ kind: 'idUnknown', destination }];

  expect(isCutShort(surveyOf([], { addons: [readAddon({})], destinations }))).toBe(false);
});
