import { describe, expect, it } from 'vitest';
import { checkNorthflank, type NorthflankReads } from '../../src/doctor/check-northflank.ts';
import type { Destination } from '../../src/domain/destinations/destination.ts';
import type { Listing, ReadFailureKind } from '../../src/domain/listing.ts';
import { NorthflankError } from '../../src/northflank/errors.ts';

const READ_AT = new Date('2026-11-21T10:00:00Z');
const PROJECT = { id: 'shop', name: 'Shop' };
const ADDON = { projectId: 'shop', addonId: 'orders', name: 'Orders' };
const DESTINATION: Destination = { id: 'offsite', idGuessed: false, name: 'Offsite' };

function list<T>(...rows: T[]): Listing<T> {
  return { rows, unreadable: [], reach: 'end', readAt: READ_AT };
}

function failure(
  kind: ReadFailureKind,
  status?: number,
  options: { sent?: boolean; retryAt?: Date } = {},
): () => Promise<never> {
  const error = new NorthflankError(kind, 'canary', { path: '/v1', status, ...options });
  return () => Promise.reject(error);
}

async function check(overrides: Partial<NorthflankReads> = {}) {
  return await checkNorthflank(
    {
      listProjects: () => Promise.resolve(list(PROJECT)),
      listAddons: () => Promise.resolve(list(ADDON)),
      getAddon: () => Promise.resolve(ADDON),
      listAddonBackups: () => Promise.resolve(list()),
      listSchedules: () => Promise.resolve(list()),
      listDestinations: () => Promise.resolve(list(DESTINATION)),
      listDestinationBackups: () => Promise.resolve(list()),
      ...overrides,
    },
    {},
  );
}

async function findingOf(subject: string, overrides: Partial<NorthflankReads>) {
  const found = await check(overrides);
  return found.find((one) => one.subject === `Northflank ${subject}`);
}

describe('Northflank', () => {
  it('is well when every call that reads is answered; writing is not tried', async () => {
    const found = await check();

    expect(found.map(({ health, subject }) => `${health} ${subject}`)).toEqual([
      'ok Northflank token',
      'ok Northflank projects',
      'ok Northflank addons',
      'ok Northflank one addon',
      'ok Northflank backups',
      'ok Northflank schedules',
      'ok Northflank backup destinations',
      'ok Northflank backups of a destination',
      'not-known Northflank, adding a destination',
    ]);
    expect(found.at(-1)?.unasked).toBe(true);
  });

  it.each([
    ['listProjects', 'projects', 'Project > Projects > Manage > Read'],
    ['listAddons', 'addons', 'Project > Addons > General > Read'],
    ['getAddon', 'one addon', 'Project > Addons > General > Read'],
    ['listAddonBackups', 'backups', 'Project > Addons > General > Read'],
    ['listSchedules', 'schedules', 'Project > Addons > General > Read'],
    ['listDestinations', 'backup destinations', 'Account > BackupDestinations > General > Read'],
    [
      'listDestinationBackups',
      'backups of a destination',
      'Account > BackupDestinations > General > Read',
    ],
  ] as const)(
    'is wrong where %s is forbidden, and names the permission',
    async (call, what, permission) => {
      for (const kind of ['forbidden', 'unauthorized'] as const) {
        const overrides = { [call]: failure(kind, kind === 'forbidden' ? 403 : 401) };

        expect(await findingOf('token', overrides)).toMatchObject({ health: 'ok' });
        const found = await findingOf(what, overrides);
        expect(found).toMatchObject({ health: 'wrong' });
        expect(found?.mend).toContain(permission);
      }
    },
  );

  it.each([
    ['unauthorized', 401, {}, 'wrong', 'Northflank refused it.'],
    ['unavailable', undefined, { sent: false }, 'wrong', 'Northflank cannot be reached.'],
    ['untrusted', undefined, { sent: false }, 'wrong', 'certificate is not trusted'],
    ['not-found', 404, {}, 'wrong', 'Northflank knows no such team.'],
    ['malformed', 200, {}, 'wrong', 'what answers is not Northflank’s API.'],
    ['unavailable', 503, {}, 'not-known', 'Northflank is not answering.'],
    ['timeout', undefined, {}, 'not-known', 'Northflank took too long to answer.'],
    ['unavailable', undefined, { sent: false, retryAt: READ_AT }, 'not-known', 'Northflank is not'],
    ['rate-limited', 429, { retryAt: READ_AT }, 'not-known', "this hour's request budget"],
  ] as const)(
    'whose every answer is %s %s %o says that alone',
    async (kind, status, options, health, words) => {
      const refuse = failure(kind, status, options);

      const found = await check({ listProjects: refuse, listDestinations: refuse });

      expect(found).toMatchObject([
        { subject: 'Northflank token', health, mend: expect.any(String) },
      ]);
      expect(found[0]?.fact).toContain(words);
    },
  );

  it('passes on why it refused, since a missing feature answers like a missing permission', async () => {
    const error = new NorthflankError('unauthorized', 'canary', {
      path: '/v1',
      status: 401,
      words: 'feature flag is not enabled',
    });

    expect(
      await findingOf('schedules', { listSchedules: () => Promise.reject(error) }),
    ).toMatchObject({ fact: 'may not be read (status 401: “feature flag is not enabled”).' });
  });

  it('of which a single list is not answered is not known there alone', async () => {
    const found = await findingOf('schedules', { listSchedules: failure('timeout') });

    expect(found).toMatchObject({
      health: 'not-known',
      fact: 'could not be read: Northflank took too long to answer.',
    });
  });

  it('takes the addon to try from the first project that has one', async () => {
    const tried: string[] = [];
    await check({
      listProjects: () => Promise.resolve(list({ id: 'empty', name: 'Empty' }, PROJECT)),
      listAddons: (id) => Promise.resolve(id === 'shop' ? list(ADDON) : list()),
      getAddon: ({ addonId }) => {
        tried.push(addonId);
        return Promise.resolve(ADDON);
      },
    });

    expect(tried).toEqual(['orders']);
  });

  it('says that nothing could be tried where there is no addon', async () => {
    const found = await findingOf('backups and schedules', {
      listAddons: () => Promise.resolve(list()),
    });

    expect(found).toMatchObject({ health: 'not-known', unasked: true });
  });

  it('whose token sees no project is not called well', async () => {
    const found = await findingOf('projects', { listProjects: () => Promise.resolve(list()) });

    expect(found).toMatchObject({ health: 'not-known' });
    expect(found?.unasked).toBeUndefined();
  });

  it('does not take a guessed id that is not there for a missing right', async () => {
    const found = await findingOf('backups of a destination', {
      listDestinations: () => Promise.resolve(list({ ...DESTINATION, idGuessed: true })),
      listDestinationBackups: failure('not-found', 404),
    });

    expect(found).toMatchObject({ health: 'not-known', unasked: true });
  });
});
