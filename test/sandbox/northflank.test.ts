import { describe, expect, it } from 'vitest';
import {
  type Answer,
  call,
  ORDERS,
  ORDERS_BACKUPS,
  readAll,
  START,
  setClock,
  start,
  TOKEN,
} from './northflank/asking.ts';

describe('the account', () => {
  it('listens on the loopback address only', async () => {
    const { url } = await start();

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('has four projects and addons of six types, shop-prod/orders-db among them', async () => {
    const { account } = await start();
    const types = new Set(account.addons().map(({ type }) => type));

    expect([...types].toSorted()).toEqual([
      'minio',
      'mongodb',
      'mysql',
      'postgresql',
      'rabbitmq',
      'redis',
    ]);
    expect((await call('/v1/projects')).body.data.projects).toHaveLength(4);
    expect(account.addons()).toContainEqual(expect.objectContaining(ORDERS));
  });

  it('answers the same to the same question at the same time', async () => {
    const { close } = await start();
    const first = await call(ORDERS_BACKUPS);
    await close();
    await start();

    expect((await call(ORDERS_BACKUPS)).body).toEqual(first.body);
  });

  it('answers in both forms of every route', async () => {
    const { account } = await start({ teamId: 'acme' });
    const paths = [
      '/projects',
      '/backup-destinations',
      '/backup-destinations/cold-storage',
      '/backup-destinations/cold-storage/backups',
      ...account
        .addons()
        .flatMap(({ projectId, addonId }) => [
          `/projects/${projectId}/addons`,
          `/projects/${projectId}/addons/${addonId}`,
          `/projects/${projectId}/addons/${addonId}/backups`,
          `/projects/${projectId}/addons/${addonId}/backup-schedules`,
        ]),
    ];
    for (const path of paths) {
      const plain = await call(`/v1${path}`);
      expect(plain.status).toBe(200);
      expect((await call(`/v1/teams/acme${path}`)).body).toEqual(plain.body);
      expect((await call(`/v1/teams/other${path}`)).status).toBe(404);
    }
  });

  it.each([
    '/v1/projects/nope/addons',
    '/v1/projects/shop-prod/addons/nope',
    '/v1/projects/shop-prod/addons/nope/backups',
    '/v1/projects/shop-staging/addons/billing-db/backup-schedules',
    '/v1/backup-destinations/nope',
    '/v1/backup-destinations/oregon-archive/backups',
    '/v1/nope',
    '/',
  ])('does not know %s and says so in the documented body', async (path) => {
    await start();
    const { status, body } = await call(path);

    expect(status).toBe(404);
    expect(body.error).toMatchObject({ status: 404, message: expect.stringContaining('ot found') });
  });

  it.each([undefined, 'Bearer other', TOKEN])('refuses the authorization %s', async (value) => {
    await start();
    const headers = value === undefined ? {} : { authorization: value };

    expect(await call('/v1/projects', { headers })).toMatchObject({
      status: 401,
      body: { error: { status: 401, message: 'Unauthorized' } },
    });
  });

  it('remembers what was asked, without headers and bodies', async () => {
    const { requests } = await start();
    await call('/v1/projects?per_page=7');
    await call('/v1/nope', { method: 'POST', body: '{}' });

    expect(requests()).toEqual([
      { method: 'GET', path: '/v1/projects', query: '?per_page=7', at: START, status: 200 },
      { method: 'POST', path: '/v1/nope', query: '', at: START, status: 404 },
    ]);
  });
});

async function timesOf(addonId: string): Promise<number[]> {
  const { body } = await call(`/v1/projects/shop-prod/addons/${addonId}/backups?per_page=100`);
  return body.data.backups.map((row) => Date.parse(row.createdAt));
}

describe('backups of an addon', () => {
  it('pages through about 1,250 of them, each once', async () => {
    await start();
    const path = '/v1/projects/shop-prod/addons/events-db/backups';
    const rows = await readAll(path, (body) => body.data.backups);
    const ids = new Set(rows.map((row) => row.id));

    expect(rows.length).toBeGreaterThan(1200);
    expect(rows.length).toBeLessThan(1300);
    expect(ids.size).toBe(rows.length);
  });

  it('keeps pages apart while new backups come', async () => {
    await start();
    const path = '/v1/projects/shop-prod/addons/events-db/backups';
    const first = await call(path);
    setClock('2026-10-06T15:00:00Z');
    const cursor = encodeURIComponent(first.body.pagination.cursor ?? '');
    const second = await call(`${path}?cursor=${cursor}`);
    const lastOfFirst = first.body.data.backups[49]?.createdAt ?? '';
    const firstOfSecond = second.body.data.backups[0]?.createdAt ?? '';

    expect(Date.parse(lastOfFirst) - Date.parse(firstOfSecond)).toBeGreaterThan(0);
    expect(Date.parse(lastOfFirst) - Date.parse(firstOfSecond)).toBeLessThan(3_600_000);
  });

  it('come newest first, but oldest first for one addon', async () => {
    await start();
    const orders = await timesOf('orders-db');
    const billing = await timesOf('billing-db');

    expect(orders).toEqual(orders.toSorted((a, b) => b - a));
    expect(billing).toEqual(billing.toSorted((a, b) => a - b));
  });

  it('have no size and no completion time before they are done', async () => {
    await start();
    const { body } = await call('/v1/projects/analytics/addons/warehouse/backups');
    const [current, before] = body.data.backups;

    expect(current).toMatchObject({ status: 'in-progress', uid: expect.any(String) });
    expect(current).not.toHaveProperty('completedAt');
    expect(current?.config).not.toHaveProperty('size');
    expect(before).toMatchObject({
      status: 'completed',
      completedAt: expect.any(String),
      customDestinationId: 'oregon-archive-x7k2',
      config: {
        source: { type: 'sameAddon' },
        size: expect.stringMatching(/^\d+$/),
        compressionType: 'zstd',
        addonVersion: '16.4',
      },
    });
  });

  it('have no size when they failed', async () => {
    await start();
    const { body } = await call(ORDERS_BACKUPS);

    expect(body.data.backups[0]).toMatchObject({
      status: 'failed',
      completedAt: expect.any(String),
    });
    expect(body.data.backups[0]?.config).not.toHaveProperty('size');
  });

  it('spell an unfinished run with null and an empty size elsewhere', async () => {
    await start();
    const { body } = await call('/v1/projects/analytics/addons/feature-store/backups');

    expect(body.data.backups[0]).toMatchObject({ completedAt: null, config: { size: '' } });
  });

  it('carry additional destinations inside the configuration of snapshots', async () => {
    await start();
    const { body } = await call('/v1/projects/shop-prod/addons/customers-db/backups');

    expect(body.data.backups[0]?.config.additionalDestinations).toContainEqual({
      destinationId: 'ireland-copies',
      retentionTime: 60,
      type: 'custom',
    });
    expect(body.data.backups[0]).not.toHaveProperty('customDestinationId');
  });

  it('miss sizes in several ways', async () => {
    await start();
    const { body } = await call('/v1/projects/internal-tools/addons/ci-artifacts/backups');
    const sizes = body.data.backups.map((row) => row.config.size);

    expect(sizes).toEqual(expect.arrayContaining([undefined, '', '0']));
    expect(sizes.some((size) => Number(size) > 1e9)).toBe(true);
  });

  it('move with the clock', async () => {
    const { account } = await start();
    setClock('2026-10-08T09:00:00Z');

    expect(
      account
        .backups(ORDERS)
        .slice(0, 3)
        .map(({ status }) => status),
    ).toEqual(['completed', 'failed', 'failed']);
    expect(account.backups(ORDERS)[0]?.createdAt.toISOString()).toMatch(/^2026-10-08T02:30/);
  });
});

describe('addons', () => {
  it('say backup while one runs, and paused', async () => {
    const { account } = await start();
    const status = (addonId: string, projectId = 'analytics') =>
      account.addons().find((each) => each.addonId === addonId && each.projectId === projectId)
        ?.status;

    expect(status('warehouse')).toBe('backup');
    expect(status('orders-db', 'shop-staging')).toBe('paused');
    setClock('2026-10-06T10:00:00Z');
    expect(status('warehouse')).toBe('running');
  });

  it('tell their version on their own page, or none where made from a template', async () => {
    await start();
    const orders = await call('/v1/projects/shop-prod/addons/orders-db');
    const artifacts = await call('/v1/projects/internal-tools/addons/ci-artifacts');

    expect(orders.body.data.spec.config.versionTag).toBe('16.4');
    expect(orders.body.data.appId).toBe('/acme/shop-prod/orders-db');
    expect(artifacts.body.data.spec.config).not.toHaveProperty('versionTag');
  });

  it('list schedules without pagination, and some with days that do not count', async () => {
    await start();
    const { body } = await call('/v1/projects/analytics/addons/reports-db/backup-schedules');

    expect(Object.keys(body)).toEqual(['data']);
    expect(body.data.schedules).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        backupType: 'dump',
        backupCompressionType: 'gz',
        customDestinationId: 'office-minio',
        scheduling: { interval: 'daily', minute: [45], hour: [1], day: [0] },
        retentionTime: 30,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      },
    ]);
  });

  it('have hostile names and harmless ids', async () => {
    await start();
    const { body } = await call('/v1/projects/internal-tools/addons');
    const wiki = body.data.addons.find((row) => row.id === 'wiki-db');

    expect(wiki?.name).toContain('<!channel>');
    expect(wiki?.appId).toBe('/acme/internal-tools/wiki-db');
  });
});

describe('destinations', () => {
  it('are listed with and without id, one with its name only, one with its secrets', async () => {
    await start();
    const { body } = await call('/v1/backup-destinations');
    const rows = body.data.backupDestinations;

    expect(rows.map((row) => row.id)).toEqual([
      'frankfurt-primary',
      undefined,
      undefined,
      'cold-storage',
      undefined,
    ]);
    expect(rows[4]).toEqual({ name: 'Office MinIO' });
    expect(JSON.stringify(rows).match(/FAKE-SECRET-KEY/g)).toHaveLength(1);
  });

  it('show their secrets on their own page', async () => {
    await start();
    const { body } = await call('/v1/backup-destinations/oregon-archive-x7k2');

    expect(body.data.credentials.secretKey).toBe('FAKE-SECRET-KEY-acme-archive-pdx');
  });

  it('answer to the slug of the name where it is the id, and not where it is not', async () => {
    await start();

    expect((await call('/v1/backup-destinations/ireland-copies/backups')).status).toBe(200);
    expect((await call('/v1/backup-destinations/oregon-archive/backups')).status).toBe(404);
  });

  it.each([
    ['frankfurt-primary', /^\d{13}\.0$/],
    ['ireland-copies', /^\d{13}$/],
    ['oregon-archive-x7k2', /^\d{4}-\d\d-\d\dT/],
  ])('list their copies as a bare array with an expiry of their own form: %s', async (id, form) => {
    await start();
    const { body } = await call(`/v1/backup-destinations/${id}/backups`);

    expect(Array.isArray(body.data)).toBe(true);
    expect(String(body.data[0]?.expiredBy)).toMatch(form);
    expect(typeof body.data[0]?.expiredBy).toBe(id === 'ireland-copies' ? 'number' : 'string');
    expect(body.data[0]).toMatchObject({
      project: { id: expect.any(String), name: expect.any(String) },
      config: { source: { type: 'global' }, addonType: expect.any(String) },
      schedules: [{ interval: expect.stringMatching(/daily|weekly/) }],
    });
  });

  it('hold a dump from its start, and the copy of a snapshot once that is done', async () => {
    await start();
    const newest = async (id: string) => {
      const rows = await readAll(`/v1/backup-destinations/${id}/backups`, (body) => body.data);
      return rows.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
    };
    setClock('2026-10-07T02:31:00Z');
    expect(await newest('frankfurt-primary')).toMatchObject({
      addon: { id: 'orders-db' },
      status: 'in-progress',
    });

    setClock('2026-10-07T01:17:00Z');
    expect((await newest('cold-storage'))?.createdAt).toMatch(/^2026-10-06/);
    setClock('2026-10-07T01:30:00Z');
    expect((await newest('cold-storage'))?.createdAt).toMatch(/^2026-10-07/);
  });

  it('hold copies of addons that are gone, kept for ever', async () => {
    await start();
    const rows = await readAll('/v1/backup-destinations/cold-storage/backups', (body) => body.data);
    const orphans = rows.filter((row) => !Object.keys(row.addon ?? {}).length);

    expect(orphans.map((row) => row.expiredBy)).toEqual([null, undefined, null, undefined]);
  });

  it('hold the last copy of clickstream for less than two days more', async () => {
    await start();
    const path = '/v1/backup-destinations/frankfurt-primary/backups';
    const copies = async () =>
      (await readAll(path, (body) => body.data)).filter((row) =>
        JSON.stringify(row).includes('"clickstream"'),
      );
    const hours = (Number((await copies())[0]?.expiredBy) - START.getTime()) / 3_600_000;

    expect(hours).toBeGreaterThan(24);
    expect(hours).toBeLessThan(48);
    setClock(START.getTime() + 48 * 3_600_000);
    expect(await copies()).toEqual([]);
  });
});

async function add(body: unknown): Promise<Answer> {
  return call('/v1/backup-destinations', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('adding a destination', () => {
  const destination = {
    name: 'London daily',
    type: 's3',
    prefix: 'daily/',
    credentials: {
      accessKey: 'FAKE-A',
      secretKey: 'FAKE-S',
      bucketName: 'b',
      region: 'eu-west-2',
      endpoint: 's3.eu-west-2.amazonaws.com',
    },
  };
  it('adds it, answers with id and secrets, and lists it without both', async () => {
    await start();
    const { status, body } = await add(destination);
    const list = (await call('/v1/backup-destinations')).body.data.backupDestinations;

    expect(status).toBe(200);
    expect(body.data).toEqual({
      id: 'london-daily',
      ...destination,
      createdAt: START.toISOString(),
      updatedAt: START.toISOString(),
    });
    expect(list).toHaveLength(6);
    expect(list[5]).toMatchObject({ name: 'London daily', credentials: { bucketName: 'b' } });
    expect(list[5]).not.toHaveProperty('id');
    expect(JSON.stringify(list[5])).not.toContain('FAKE');
    expect((await call('/v1/backup-destinations/london-daily/backups')).body.data).toEqual([]);
  });

  it('refuses the same name twice and keeps one', async () => {
    const { account } = await start();
    await add(destination);

    expect((await add(destination)).body.error).toMatchObject({
      status: 409,
      details: { name: [expect.stringContaining('already exists')] },
    });
    expect(account.destinations()).toHaveLength(6);
  });

  it('names the fields that are wrong', async () => {
    await start();
    const { status, body } = await add({ ...destination, prefix: 'a/b/' });

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ status: 400, id: expect.any(String) });
    expect(Object.keys(body.error.details)).toEqual(['prefix']);
  });

  it('refuses what is not JSON', async () => {
    await start();

    expect((await add('{"name":')).body.error.status).toBe(400);
  });
});
