import { describe, expect, it } from 'vitest';
import { call, ORDERS, ORDERS_BACKUPS, START, setClock, start } from './northflank/asking.ts';

describe('the hourly limit', () => {
  it('counts every request down and opens again an hour after the first', async () => {
    const { requests } = await start();
    for (let batch = 0; batch < 20; batch++) {
      await Promise.all(Array.from({ length: 50 }, async () => call('/v1/projects?per_page=1')));
    }
    setClock(START.getTime() + 600_000);
    const refused = await call('/v1/projects');

    expect(requests().filter(({ status }) => status === 200)).toHaveLength(1000);
    expect(refused.status).toBe(429);
    expect(refused.body.error.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('x-ratelimit-reset')).toBe('3000');
    setClock(START.getTime() + 3_600_000);
    const again = await call('/v1/projects');
    expect(again.status).toBe(200);
    expect(again.headers.get('x-ratelimit-remaining')).toBe('999');
  });
});

describe('faults', () => {
  it.each([
    ['down', 503],
    ['rateLimited', 429],
    ['tokenRevoked', 401],
    ['destinationsForbidden', 403],
  ] as const)('%s answers %i until it is mended', async (fault, status) => {
    const { faults } = await start();
    faults[fault] = true;
    expect((await call('/v1/backup-destinations')).status).toBe(status);
    const body = JSON.stringify({ name: 'Refused' });
    expect((await call('/v1/backup-destinations', { method: 'POST', body })).status).toBe(status);

    faults[fault] = false;
    expect((await call('/v1/backup-destinations')).status).toBe(200);
  });

  it('answers as a gateway does while down: HTML, and no word on limits', async () => {
    const { faults } = await start();
    faults.down = true;
    const { text, headers } = await call('/v1/projects');

    expect(text).toContain('<html>');
    expect(headers.has('x-ratelimit-remaining')).toBe(false);
  });

  it('cuts connections while unreachable, with nothing done', async () => {
    const { faults, account, requests } = await start();
    faults.unreachable = true;

    await expect(call('/v1/projects')).rejects.toThrow('fetch failed');
    expect(requests()).toMatchObject([{ path: '/v1/projects', status: 0 }]);
    expect(account.destinations()).toHaveLength(5);
  });

  it('loses the answer to an add that was done', async () => {
    const { faults, account } = await start();
    faults.losesAnswers = true;
    const body = JSON.stringify({
      name: 'Lost',
      type: 's3',
      prefix: 'x/',
      credentials: {
        accessKey: 'a',
        secretKey: 's',
        bucketName: 'b',
        region: 'r',
        endpoint: 'e.example.com',
      },
    });

    await expect(call('/v1/backup-destinations', { method: 'POST', body })).rejects.toThrow(
      'fetch failed',
    );
    expect(account.destinations().at(-1)).toEqual({ id: 'lost', name: 'Lost', listed: false });
  });

  it('answers late, by as much as it is told', async () => {
    const waited: number[] = [];
    const { faults } = await start({
      wait: async (ms) => {
        waited.push(ms);
      },
    });
    faults.slowMs = 30_000;

    expect((await call('/v1/projects')).status).toBe(200);
    expect(waited).toEqual([30_000]);
  });

  it('closes at once while an answer is held back', async () => {
    const { faults, close, requests } = await start();
    faults.slowMs = 3_600_000;
    const answer = call('/v1/projects').catch(() => 'cut');
    await expect.poll(() => requests().length).toBe(1);
    await close();

    expect(await answer).toBe('cut');
  });

  it('refuses the copies of one destination, and only those', async () => {
    const { faults } = await start();
    faults.refusingDestinations = ['cold-storage'];

    const { status, body } = await call('/v1/backup-destinations/cold-storage/backups');
    expect(status).toBe(400);
    expect(body.error.message).toContain('acme-cold');
    expect((await call('/v1/backup-destinations/cold-storage')).status).toBe(200);
    expect((await call('/v1/backup-destinations/ireland-copies/backups')).status).toBe(200);
  });

  it('fails for one addon, and only that', async () => {
    const { faults } = await start();
    faults.failingAddons = ['shop-prod/orders-db'];

    expect((await call(ORDERS_BACKUPS)).status).toBe(500);
    expect((await call('/v1/projects/shop-staging/addons/orders-db/backups')).status).toBe(200);
  });
});

describe('interventions', () => {
  it('add a failed backup that the list shows at once', async () => {
    const { account } = await start();
    const id = account.addBackup(ORDERS);
    const { body } = await call(ORDERS_BACKUPS);

    expect(body.data.backups[0]).toMatchObject({
      id,
      status: 'failed',
      createdAt: '2026-10-06T08:55:00.000Z',
      completedAt: '2026-10-06T09:00:00.000Z',
    });
  });

  it('start a backup that runs until it is finished', async () => {
    const { account } = await start();
    const id = account.addBackup(ORDERS, { status: 'in-progress', type: 'snapshot', bytes: 77 });
    setClock('2026-10-06T09:20:00Z');
    expect((await call(ORDERS_BACKUPS)).body.data.backups[0]?.status).toBe('in-progress');

    account.finishBackup(ORDERS, id);
    expect((await call(ORDERS_BACKUPS)).body.data.backups[0]).toMatchObject({
      id,
      status: 'completed',
      completedAt: '2026-10-06T09:20:00.000Z',
      config: { size: '77', source: { type: 'snapshot' } },
    });
  });

  it('let a backup wait until it is finished', async () => {
    const { account } = await start();
    account.addBackup(ORDERS, { status: 'scheduled' });
    setClock('2026-10-06T12:00:00Z');

    expect(account.backups(ORDERS)[0]?.status).toBe('scheduled');
  });

  it('finish the run that waits for a paused addon', async () => {
    const { account } = await start();
    const ref = { projectId: 'shop-staging', addonId: 'orders-db' };
    const [waiting] = account.backups(ref);
    account.finishBackup(ref, waiting?.id ?? '', 'failed');

    expect(account.backups(ref)[0]).toMatchObject({ id: waiting?.id, status: 'failed' });
  });
});
