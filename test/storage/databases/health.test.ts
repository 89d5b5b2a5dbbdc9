import { describe, expect, it, vi } from 'vitest';
import { createHealthWatch } from '../../../src/storage/databases/health.ts';
import { SILENT } from '../../fakes/log.ts';
import { START } from '../databases.ts';

const FULL = Object.assign(new Error('database or disk is full'), { errcode: 13 });

function watch(problems: () => Promise<readonly string[]> = () => Promise.resolve([])) {
  let now = START;
  const write = vi.fn(() => Promise.resolve());
  const health = createHealthWatch({ write, problems, now: () => now, log: SILENT });
  return {
    health,
    write,
    pass: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds);
    },
  };
}

describe('health', () => {
  it('is proven by a write, since a full disk still lets one read', async () => {
    const { health, write } = watch();
    write.mockRejectedValue(FULL);

    await health.attempt(() => Promise.resolve('a successful read'));

    expect(await health.check()).toEqual(['The disk of the store is full']);
  });

  it('says why where that is known', async () => {
    const { health, write } = watch();
    write.mockRejectedValue(Object.assign(new Error('no'), { code: '28P01' }));

    expect(await health.check()).toEqual([
      'The store is not reachable: it refuses the user or the password',
    ]);
  });

  it('stays red until a write succeeds', async () => {
    const { health, write } = watch();
    write.mockRejectedValueOnce(FULL);
    await health.check();

    await health.attempt(() => Promise.resolve('a successful read'));
    write.mockRejectedValueOnce(FULL);

    expect(await health.check()).toEqual(['The disk of the store is full']);
    expect(await health.check()).toEqual([]);
  });

  it('is red at once when any work fails, without waiting for the next proof', async () => {
    const { health, write } = watch();
    await health.check();
    write.mockRejectedValue(FULL);

    await health.attempt(() => Promise.reject(FULL)).catch(() => undefined);

    expect(await health.check()).toEqual(['The disk of the store is full']);
  });

  it('asks for a new proof at once after a failure, so that it heals as soon as it can', async () => {
    const { health, write } = watch();
    await health.check();
    await health.attempt(() => Promise.reject(FULL)).catch(() => undefined);

    expect(await health.check()).toEqual([]);

    expect(write).toHaveBeenCalledTimes(2);
  });

  it('asks for a new proof only now and then while all is well', async () => {
    const { health, write, pass } = watch();

    await health.check();
    pass(14_999);
    await health.check();
    expect(write).toHaveBeenCalledTimes(1);
    pass(1);
    await health.check();

    expect(write).toHaveBeenCalledTimes(2);
  });

  it('asks for a new proof when the clock was set back', async () => {
    const { health, write, pass } = watch();

    await health.check();
    pass(-3_600_000);
    await health.check();

    expect(write).toHaveBeenCalledTimes(2);
  });

  it('makes one proof serve everybody who asks at the same time', async () => {
    const { health, write } = watch();

    await Promise.all([health.check(), health.check(), health.check()]);

    expect(write).toHaveBeenCalledTimes(1);
  });

  it('tells other problems beside its own, and that it cannot look for them', async () => {
    expect(await watch(() => Promise.resolve(['Only 3 MB are left'])).health.check()).toEqual([
      'Only 3 MB are left',
    ]);
    expect(await watch(() => Promise.reject(new Error('gone'))).health.check()).toEqual([
      'The disk of the store cannot be looked at',
    ]);
  });
});
