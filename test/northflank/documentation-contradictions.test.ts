import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NewDestination } from '../../src/domain/destinations/destination.ts';
import { backupRows } from '../../src/northflank/backups.ts';
import { destinationBackupRows } from '../../src/northflank/destination-backups.ts';
import { destinationRows } from '../../src/northflank/destinations.ts';
import { scheduleRows } from '../../src/northflank/schedules.ts';
import { always, startNorthflank } from './local-server.ts';

const REF = { projectId: 'shop-prod', addonId: 'orders-db' };
const ROW = { id: 'nightly', status: 'completed', createdAt: '2026-10-06T02:30:00Z' };
const SCHEDULE = {
  id: 's1',
  backupType: 'dump',
  scheduling: { interval: 'daily', minute: [30], hour: [2] },
};
const NEW: NewDestination = {
  name: 'Archive',
  type: 's3',
  prefix: 'backups/',
  credentials: {
    accessKey: 'fake-access',
    secretKey: 'fake-secret',
    bucketName: 'b',
    region: 'eu-west-1',
    endpoint: 's3.example.com',
  },
};

describe('where the documentation contradicts itself', () => {
  it.each([
    { sent: 1729232400000, form: 'a number' },
    { sent: '1729232400000.0', form: 'a numeric string with decimals' },
    { sent: '1729232400000', form: 'a numeric string' },
    { sent: '1.7292324E12', form: 'a float as Java prints it' },
    { sent: '2024-10-18T06:20:00.000Z', form: 'an ISO string' },
  ])('takes expiredBy as $form', ({ sent }) => {
    expect(destinationBackupRows.read({ ...ROW, expiredBy: sent }).expiry).toEqual({
      kind: 'at',
      at: new Date('2024-10-18T06:20:00Z'),
    });
  });

  it.each([{ sent: null }, { sent: undefined }, { sent: '' }])(
    'takes a retained backup without expiry ($sent) as kept',
    ({ sent }) => {
      expect(destinationBackupRows.read({ ...ROW, expiredBy: sent }).expiry).toEqual({
        kind: 'kept',
      });
    },
  );

  it.each([{ sent: 'soon' }, { sent: 0 }, { sent: '0' }, { sent: true }, { sent: 'NaN' }])(
    'says that an expiry of $sent is unreadable rather than guessing',
    ({ sent }) => {
      expect(destinationBackupRows.read({ ...ROW, expiredBy: sent }).expiry).toEqual({
        kind: 'unreadable',
      });
    },
  );

  it.each([{ sent: undefined }, { sent: null }, { sent: '' }, { sent: '0001-01-01T00:00:00Z' }])(
    'takes completedAt of $sent as not ended',
    ({ sent }) => {
      const row = { ...ROW, status: 'in-progress', completedAt: sent };

      expect(backupRows.read(row).completedAt).toBeUndefined();
    },
  );

  it.each([
    { sent: '1234', bytes: 1234 },
    { sent: 1234, bytes: 1234 },
    { sent: '0', bytes: 0 },
    { sent: '9007199254740993', bytes: 9007199254740992 },
    { sent: '', bytes: undefined },
    { sent: null, bytes: undefined },
    { sent: undefined, bytes: undefined },
    { sent: '-1', bytes: undefined },
    { sent: '0x10', bytes: undefined },
    { sent: '1.2 GB', bytes: undefined },
  ])('reads a size of $sent as $bytes bytes', ({ sent, bytes }) => {
    expect(backupRows.read({ ...ROW, config: { size: sent } }).sizeBytes).toBe(bytes);
  });

  it('does not take the zero of an unfinished backup for its size', () => {
    const row = { ...ROW, status: 'in-progress', config: { size: '0' } };

    expect(backupRows.read(row).sizeBytes).toBeUndefined();
  });

  it.each([
    { form: 'a bare array', answer: { data: [ROW] } },
    { form: 'an array in data', answer: { data: { backups: [ROW] } } },
    { form: 'an array beside data', answer: { backups: [ROW] } },
    { form: 'nothing but an array', answer: [ROW] },
  ])('finds backups in $form, of addon and destination alike', async ({ answer }) => {
    await using local = await startNorthflank(always(answer));

    expect((await local.northflank.listAddonBackups(REF)).rows).toHaveLength(1);
    expect((await local.northflank.listDestinationBackups('archive')).rows).toHaveLength(1);
  });

  it('guesses the id of a destination from its name where the list has none, and says so', () => {
    expect(destinationRows.read({ name: 'Example Backup Destination' })).toMatchObject({
      id: 'example-backup-destination',
      idGuessed: true,
    });
    expect(destinationRows.read({ name: 'Archive', id: 'archive-2' })).toMatchObject({
      id: 'archive-2',
      idGuessed: false,
    });
  });

  it('keeps two destinations apart whose names have the same slug', async () => {
    await using local = await startNorthflank(
      always({ data: { backupDestinations: [{ name: 'EU Archive' }, { name: 'eu-archive' }] } }),
    );

    expect((await local.northflank.listDestinations()).rows).toHaveLength(2);
  });

  it('drops the secrets that a list is said not to show and yet may send', () => {
    const credentials = {
      accessKey: 'canary-access',
      secretKey: 'canary-secret',
      bucketName: 'b',
      endpoint: 'https://canary-access:canary-secret@s3.example.com',
    };

    const destination = destinationRows.read({ name: 'Archive', credentials });

    expect(JSON.stringify(destination)).not.toContain('canary');
    expect(destination).toMatchObject({ bucketName: 'b', endpoint: 'https://s3.example.com' });
  });

  it('reads a destination of which only the name is sent, as in the example', async () => {
    await using local = await startNorthflank(
      always({
        data: { backupDestinations: [{ name: 'Example Backup Destination' }] },
        pagination: { hasNextPage: false, count: 1 },
      }),
    );

    const { rows, unreadable } = await local.northflank.listDestinations();

    expect(unreadable).toEqual([]);
    expect(rows).toMatchObject([{ name: 'Example Backup Destination', prefix: undefined }]);
  });

  it('wants a prefix on write, though the example sends none', async () => {
    await using local = await startNorthflank(always({ data: {} }));
    const { prefix: _, ...withoutPrefix } = NEW;

    const call = local.northflank.addDestination({ ...withoutPrefix, prefix: '' });

    await expect(call).rejects.toMatchObject({ kind: 'refused', fields: ['prefix'], sent: false });
    expect(local.requests).toEqual([]);
  });

  it('takes the description pattern that works: its other form matches nothing', async () => {
    await using local = await startNorthflank(always({ data: { id: 'archive' } }));
    const description = `Nightly copies, (EU) [cold]; 100% \\ "safe"? yes! a/b & c_d: *^'`;

    await expect(local.northflank.addDestination({ ...NEW, description })).resolves.toMatchObject({
      description,
    });
    await expect(
      local.northflank.addDestination({ ...NEW, description: 'at @home' }),
    ).rejects.toMatchObject({ fields: ['description'] });
  });

  it('reads a backup without config', () => {
    expect(backupRows.read(ROW)).toMatchObject({
      id: 'nightly',
      type: 'unknown',
      sizeBytes: undefined,
      destinationIds: [],
    });
  });

  it.each([
    { form: 'without project and addon', row: ROW },
    { form: 'with empty project and addon', row: { ...ROW, project: {}, addon: {} } },
    { form: 'with a deleted addon', row: { ...ROW, project: { id: 'p', name: 'P' }, addon: null } },
  ])("reads a destination's backup $form", ({ row }) => {
    expect(destinationBackupRows.read(row).addon).toBeUndefined();
  });

  it('counts two backups of one id as two where their addons or moments differ', async () => {
    const owner = (addonId: string) => ({ project: { id: 'shop-prod' }, addon: { id: addonId } });
    const rows = [
      { ...ROW, ...owner('orders-db') },
      { ...ROW, ...owner('billing-db') },
      ROW,
      { ...ROW, createdAt: '2026-10-05T02:30:00Z' },
    ];
    await using local = await startNorthflank(always({ data: rows }));

    expect((await local.northflank.listDestinationBackups('archive')).rows).toHaveLength(4);
  });

  it('uses the ids of project and addon where their names are not sent', () => {
    const row = { ...ROW, project: { id: 'shop-prod' }, addon: { id: 'orders-db' } };

    expect(destinationBackupRows.read(row).addon).toEqual({
      projectId: 'shop-prod',
      projectName: 'shop-prod',
      addonId: 'orders-db',
      addonName: 'orders-db',
    });
  });

  it('finds compression and destinations under the names of each endpoint', () => {
    const additional = [{ destinationId: 'archive', retentionTime: 30, type: 'custom' }];

    expect(
      backupRows.read({
        ...ROW,
        customDestinationId: 'vault',
        config: { compressionType: 'zstd', additionalDestinations: additional },
      }),
    ).toMatchObject({ compression: 'zstd', destinationIds: ['vault', 'archive'] });
    expect(
      scheduleRows.read({
        ...SCHEDULE,
        backupCompressionType: 'gz',
        customDestinationId: 'vault',
        additionalDestinations: additional,
      }),
    ).toMatchObject({
      compression: 'gz',
      destinationIds: ['vault', 'archive'],
    });
    expect(scheduleRows.read({ ...SCHEDULE, compressionType: 'gz' }).compression).toBe('gz');
  });

  it('takes ids as opaque, numbers too', () => {
    expect(backupRows.read({ ...ROW, id: 1611305397038 }).id).toBe('1611305397038');
  });

  it('keeps the raw word of a status that nobody documented', () => {
    expect(backupRows.read({ ...ROW, status: 'quarantined' })).toMatchObject({
      status: 'unknown',
      rawStatus: 'quarantined',
    });
  });

  it('does not take a field of every object for a status or source', () => {
    const row = { ...ROW, status: 'constructor', config: { source: { type: 'toString' } } };

    expect(backupRows.read(row)).toMatchObject({ status: 'unknown', type: 'unknown' });
  });

  it('reads a usage, source, type or interval that is new', () => {
    expect(destinationRows.read({ name: 'Archive', usage: 'somethingNew' }).usage).toBe(
      'somethingNew',
    );
    expect(backupRows.read({ ...ROW, config: { source: { type: 'moon' } } })).toMatchObject({
      type: 'unknown',
      source: 'moon',
    });
    expect(scheduleRows.read({ ...SCHEDULE, backupType: 'mirror' }).type).toBe('unknown');
    expect(
      destinationBackupRows.read({
        ...ROW,
        schedules: [
          { interval: 'monthly', minute: [0] },
          { interval: 'hourly', minute: [5] },
        ],
      }),
    ).toMatchObject({ schedules: [{ interval: 'hourly' }], unreadableSchedules: 1 });
  });

  it('reads the list although one row is bad, and counts that row', async () => {
    await using local = await startNorthflank(
      always({
        data: {
          backups: [ROW, { id: 'x', status: 'completed', createdAt: 'yesterday' }, null, 'row'],
        },
      }),
    );

    const { rows, unreadable, reach } = await local.northflank.listAddonBackups(REF);

    expect(rows.map(({ id }) => id)).toEqual(['nightly']);
    expect(unreadable).toEqual([
      { id: 'x', reason: 'createdAt is not a date' },
      { reason: 'it is not a record' },
      { reason: 'it is not a record' },
    ]);
    expect(reach).toBe('end');
  });

  it('reads a backup with and without uid', () => {
    const uid = '5f0f5c0e-0000-4000-8000-000000000000';

    expect(backupRows.read({ ...ROW, uid })).toEqual(backupRows.read(ROW));
  });

  it('reads a date with a stray quote', () => {
    expect(
      backupRows.read({ ...ROW, completedAt: '2023-09-12T16:39:44.166Z"' }).completedAt,
    ).toEqual(new Date('2023-09-12T16:39:44.166Z'));
  });

  it('asks under the paths of the endpoint pages, not those of the overview', async () => {
    await using local = await startNorthflank(always({ data: [] }));

    await local.northflank.listAddonBackups(REF);
    await local.northflank.listSchedules(REF);

    expect(local.requests.map(({ path }) => path)).toEqual([
      '/v1/projects/shop-prod/addons/orders-db/backups',
      '/v1/projects/shop-prod/addons/orders-db/backup-schedules',
    ]);
  });

  it('links the documentation where it moved to', () => {
    const links = globSync('src/northflank/*.ts').flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/northflank\.com\/docs\/v1\/api\/([\w-]+)\//g),
    ]);

    expect(links.length).toBeGreaterThan(0);
    expect(new Set(links.map(([, area]) => area))).toEqual(new Set(['team', 'project']));
  });
});
