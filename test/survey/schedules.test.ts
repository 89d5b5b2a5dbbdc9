import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/domain/backup.ts';
import { readSchedules } from '../../src/survey/schedules.ts';
import { entry } from '../fakes/directories.ts';
import { DAILY, dumpAt, FakeAccount, NOW } from './fake-account.ts';

describe('readSchedules', () => {
  it('keeps what it read for a day', async () => {
    const account = accountReadAt('2026-11-20T09:00:01Z');

    const schedules = await read(account, [dumpAt('2026-11-21T02:30:10Z')]);

    expect(schedules).toMatchObject({ reach: 'end', rows: [DAILY] });
    expect(account.asked).toEqual([]);
  });

  it('reads again after a day', async () => {
    const account = accountReadAt('2026-11-20T09:00:00Z');

    await read(account, [dumpAt('2026-11-21T02:30:10Z')]);

    expect(account.asked).toEqual(['schedules shop/a']);
    expect(account.cache.get('shop/a')?.readAt).toEqual(NOW);
  });

  it.each<{ why: string; backups: Backup[]; asks: number; status?: string }>([
    { why: 'the promised backup came', backups: [dumpAt('2026-11-21T02:31:00Z')], asks: 0 },
    { why: 'it failed in time', backups: [failedAt('2026-11-21T02:30:00Z')], asks: 0 },
    { why: 'it started early by our clock', backups: [dumpAt('2026-11-21T02:28:30Z')], asks: 0 },
    { why: 'the promised backup is missing', backups: [dumpAt('2026-11-20T02:30:00Z')], asks: 1 },
    { why: 'nothing ran because it is paused', backups: [], asks: 0, status: 'paused' },
    {
      why: 'a backup came at another time',
      backups: [dumpAt('2026-11-21T02:30:00Z'), dumpAt('2026-11-21T05:00:00Z')],
      asks: 1,
    },
    {
      why: 'a snapshot came where dumps are scheduled',
      backups: [
        dumpAt('2026-11-21T02:30:00Z'),
        dumpAt('2026-11-21T02:30:00Z', { type: 'snapshot' }),
      ],
      asks: 1,
    },
    {
      why: 'a file was imported',
      backups: [dumpAt('2026-11-21T02:30:00Z'), dumpAt('2026-11-21T05:00:00Z', { type: 'import' })],
      asks: 0,
    },
    {
      why: 'an odd backup is older than the last look',
      backups: [dumpAt('2026-11-21T02:30:00Z'), dumpAt('2026-11-20T17:00:00Z')],
      asks: 0,
    },
  ])('asks $asks times when $why', async ({ backups, asks, status }) => {
    const account = accountReadAt('2026-11-20T18:00:00Z');

    await read(account, backups, status);

    expect(account.asked).toHaveLength(asks);
  });

  it('asks once for a missing backup, not at each survey', async () => {
    const account = accountReadAt('2026-11-20T18:00:00Z');

    await read(account, []);
    await read(account, []);

    expect(account.asked).toHaveLength(1);
  });

  it('gives no verdict for granted on old schedules that could not be read again', async () => {
    const account = accountReadAt('2026-11-20T18:00:00Z');
    account.refuse('schedules shop/a', 'rate-limited');

    const schedules = await read(account, []);

    expect(schedules).toMatchObject({
      rows: [DAILY],
      reach: 'failed',
      failure: { kind: 'rate-limited' },
    });
  });

  it('asks Northflank while its store is out of order', async () => {
    const account = accountReadAt('2026-11-20T18:00:00Z');
    const broken = async () => {
      throw new Error('disk full');
    };

    const deps = account.deps({ scheduleCache: { get: broken, put: broken } });
    const schedules = await readSchedules(deps, entry('shop/a'), [], NOW, {});

    expect(schedules).toMatchObject({ reach: 'end', rows: [DAILY] });
    expect(account.errors).toHaveLength(2);
  });

  it('does not keep a list with holes', async () => {
    const account = new FakeAccount(['shop/a']);
    const listSchedules = async () => ({
      rows: [DAILY],
      unreadable: [{ reason: 'interval is missing' }],
      reach: 'end' as const,
      readAt: NOW,
    });

    await readSchedules(account.deps({ listSchedules }), entry('shop/a'), [], NOW, {});

    expect(account.cache.size).toBe(0);
  });
});

function accountReadAt(readAt: string): FakeAccount {
  const account = new FakeAccount(['shop/a']);
  account.cache.set('shop/a', { schedules: [DAILY], readAt: new Date(readAt) });
  return account;
}

function read(account: FakeAccount, backups: Backup[], status?: string) {
  return readSchedules(account.deps(), entry('shop/a', { status }), backups, NOW, {});
}

function failedAt(createdAt: string): Backup {
  return dumpAt(createdAt, { status: 'failed', rawStatus: 'failed' });
}
