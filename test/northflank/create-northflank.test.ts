import { describe, expect, it } from 'vitest';
import { always, errorOf, NOW, startNorthflank, TOKEN } from './local-server.ts';

const PAGINATION = { hasNextPage: false, count: 1 };
const REF = { projectId: 'shop-prod', addonId: 'orders-db' };

describe('listProjects', () => {
  it('reads every project of the account', async () => {
    await using local = await startNorthflank(
      always({
        data: { projects: [{ id: 'shop-prod', name: 'Shop (prod)', description: 'The shop' }] },
        pagination: PAGINATION,
      }),
    );

    expect(await local.northflank.listProjects()).toEqual({
      rows: [{ id: 'shop-prod', name: 'Shop (prod)', description: 'The shop' }],
      unreadable: [],
      reach: 'end',
      readAt: NOW,
    });
    expect(local.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v1/projects?per_page=100',
    ]);
  });

  it('sends the token as bearer and asks for JSON', async () => {
    await using local = await startNorthflank(always({ data: { projects: [] } }));

    await local.northflank.listProjects();

    expect(local.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      accept: 'application/json',
    });
  });

  it('names the team in the path of an organization token', async () => {
    await using local = await startNorthflank(always({ data: { projects: [] } }), {
      teamId: 'my team',
    });

    await local.northflank.listProjects();

    expect(local.requests[0]?.path).toBe('/v1/teams/my%20team/projects');
  });
});

describe('listAddons', () => {
  it('reads type and status of each addon', async () => {
    await using local = await startNorthflank(
      always({
        data: {
          addons: [
            {
              id: 'orders-db',
              name: 'Orders DB',
              appId: '/example-user/shop-prod/orders-db',
              description: 'Orders',
              spec: { type: 'postgresql' },
              status: 'running',
            },
          ],
        },
        pagination: PAGINATION,
      }),
    );

    const { rows } = await local.northflank.listAddons('shop-prod');

    expect(rows).toEqual([
      {
        projectId: 'shop-prod',
        addonId: 'orders-db',
        name: 'Orders DB',
        type: 'postgresql',
        status: 'running',
        description: 'Orders',
        versionTag: undefined,
      },
    ]);
    expect(local.requests[0]?.url).toBe('/v1/projects/shop-prod/addons?per_page=100');
  });
});

describe('getAddon', () => {
  it('reads the version, which only this page tells', async () => {
    await using local = await startNorthflank(
      always({
        data: {
          id: 'orders-db',
          name: 'Orders DB',
          spec: { type: 'postgresql', config: { versionTag: '16.4' } },
          status: 'paused',
        },
      }),
    );

    expect(await local.northflank.getAddon(REF)).toMatchObject({
      ...REF,
      status: 'paused',
      versionTag: '16.4',
    });
    expect(local.requests[0]?.url).toBe('/v1/projects/shop-prod/addons/orders-db');
  });

  it('fails on an answer without an addon rather than inventing one', async () => {
    await using local = await startNorthflank(always({ data: {} }));

    await expect(local.northflank.getAddon(REF)).rejects.toMatchObject({ kind: 'malformed' });
  });
});

describe('listAddonBackups', () => {
  it('reads every documented field of a backup', async () => {
    await using local = await startNorthflank(
      always({
        data: {
          backups: [
            {
              id: 'nightly',
              uid: '5f0f5c0e-0000-4000-8000-000000000000',
              name: 'Nightly',
              status: 'completed',
              createdAt: '2026-10-06T02:30:00.000Z',
              completedAt: '2026-10-06T02:34:00.000Z',
              config: {
                source: { type: 'snapshot' },
                size: '1234',
                compressionType: 'gz',
                addonVersion: '16.4',
                additionalDestinations: [
                  { destinationId: 'archive', retentionTime: 30, type: 'custom' },
                ],
              },
              customDestinationId: 'vault',
            },
          ],
        },
        pagination: PAGINATION,
      }),
    );

    const { rows } = await local.northflank.listAddonBackups(REF);

    expect(rows).toEqual([
      {
        id: 'nightly',
        name: 'Nightly',
        status: 'completed',
        rawStatus: 'completed',
        type: 'snapshot',
        source: 'snapshot',
        createdAt: new Date('2026-10-06T02:30:00Z'),
        completedAt: new Date('2026-10-06T02:34:00Z'),
        sizeBytes: 1234,
        compression: 'gz',
        version: '16.4',
        destinationIds: ['vault', 'archive'],
      },
    ]);
    expect(local.requests[0]?.url).toBe(
      '/v1/projects/shop-prod/addons/orders-db/backups?per_page=100',
    );
  });

  it('sorts newest first, since Northflank promises no order', async () => {
    await using local = await startNorthflank(
      always({
        data: {
          backups: [
            { id: 'middle', status: 'completed', createdAt: '2026-10-05T00:00:00Z' },
            { id: 'oldest', status: 'completed', createdAt: '2026-10-04T00:00:00Z' },
            { id: 'newest', status: 'completed', createdAt: '2026-10-06T00:00:00Z' },
          ],
        },
      }),
    );

    const { rows } = await local.northflank.listAddonBackups(REF);

    expect(rows.map(({ id }) => id)).toEqual(['newest', 'middle', 'oldest']);
  });
});

describe('listSchedules', () => {
  it('reads a schedule whose answer has no pagination at all', async () => {
    await using local = await startNorthflank(
      always({
        data: {
          schedules: [
            {
              id: '62cc20b90956ab62a58e8474',
              backupType: 'dump',
              backupCompressionType: 'zstd',
              scheduling: { interval: 'weekly', minute: [30], hour: [18], day: [0, 4] },
              retentionTime: 7,
              customDestinationId: 'vault',
              createdAt: '2026-01-01T00:00:00Z',
              updatedAt: '2026-02-01T00:00:00Z',
            },
          ],
        },
      }),
    );

    const listing = await local.northflank.listSchedules(REF);

    expect(listing).toMatchObject({
      reach: 'end',
      rows: [
        {
          id: '62cc20b90956ab62a58e8474',
          type: 'dump',
          compression: 'zstd',
          pattern: { interval: 'weekly', minutes: [30], hours: [18], days: [0, 4] },
          retentionDays: 7,
          destinationIds: ['vault'],
          createdAt: new Date('2026-01-01T00:00:00Z'),
          updatedAt: new Date('2026-02-01T00:00:00Z'),
        },
      ],
    });
    expect(local.requests[0]?.path).toBe(
      '/v1/projects/shop-prod/addons/orders-db/backup-schedules',
    );
  });
});

describe('listDestinations', () => {
  it('reads what a destination may show', async () => {
    await using local = await startNorthflank(
      always({
        data: {
          backupDestinations: [
            {
              id: 'archive',
              name: 'Archive',
              description: 'Cold',
              type: 's3',
              usage: 'globalBackups',
              prefix: 'backups/',
              credentials: { bucketName: 'b', region: 'eu-west-1', endpoint: 's3.example.com' },
              createdAt: '2026-01-01T00:00:00Z',
              updatedAt: '2026-02-01T00:00:00Z',
            },
          ],
        },
        pagination: PAGINATION,
      }),
    );

    const { rows } = await local.northflank.listDestinations();

    expect(rows).toEqual([
      {
        id: 'archive',
        idGuessed: false,
        name: 'Archive',
        description: 'Cold',
        type: 's3',
        usage: 'globalBackups',
        prefix: 'backups/',
        bucketName: 'b',
        region: 'eu-west-1',
        endpoint: 's3.example.com',
        createdAt: new Date('2026-01-01T00:00:00Z'),
        updatedAt: new Date('2026-02-01T00:00:00Z'),
      },
    ]);
    expect(local.requests[0]?.url).toBe('/v1/backup-destinations?per_page=100');
  });
});

describe('listDestinationBackups', () => {
  it('reads addon, schedules and expiry from the bare array', async () => {
    await using local = await startNorthflank(
      always({
        data: [
          {
            id: 'example-backup',
            name: 'Example Backup',
            status: 'completed',
            project: { id: 'example-project', name: 'Example Project' },
            addon: { id: 'example-addon', name: 'Example Addon' },
            config: {
              addonVersion: '4.4.8',
              addonType: 'mongodb',
              source: { type: 'global' },
              size: '1234',
            },
            schedules: [{ interval: 'weekly', minute: [30], hour: [18], day: [4] }],
            expiredBy: '1729232400000.0',
            createdAt: '2021-01-20T11:19:53.175Z',
            completedAt: '2021-01-20T11:20:53.175Z',
          },
        ],
        pagination: PAGINATION,
      }),
    );

    const { rows } = await local.northflank.listDestinationBackups('archive');

    expect(rows).toEqual([
      {
        id: 'example-backup',
        name: 'Example Backup',
        status: 'completed',
        rawStatus: 'completed',
        type: 'unknown',
        source: 'global',
        createdAt: new Date('2021-01-20T11:19:53.175Z'),
        completedAt: new Date('2021-01-20T11:20:53.175Z'),
        sizeBytes: 1234,
        compression: undefined,
        version: '4.4.8',
        destinationIds: [],
        addon: {
          projectId: 'example-project',
          projectName: 'Example Project',
          addonId: 'example-addon',
          addonName: 'Example Addon',
        },
        addonType: 'mongodb',
        schedules: [{ interval: 'weekly', minutes: [30], hours: [18], days: [4] }],
        expiry: { kind: 'at', at: new Date('2024-10-18T06:20:00Z') },
      },
    ]);
    expect(local.requests[0]?.url).toBe('/v1/backup-destinations/archive/backups?per_page=100');
  });
});

describe('close', () => {
  it('cancels what is under way and every later call', async () => {
    const arrived = Promise.withResolvers<void>();
    await using local = await startNorthflank(() => arrived.resolve());
    const failure = errorOf(local.northflank.listProjects());
    await arrived.promise;

    await local.northflank.close();

    expect(await failure).toMatchObject({ kind: 'cancelled' });
    await expect(local.northflank.listProjects()).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
