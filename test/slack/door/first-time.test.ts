import { describe, expect, it } from 'vitest';
import { createFirstTime } from '../../../src/slack/door/first-time.ts';
import { recordedLog } from '../../fakes/recorded-log.ts';

describe('createFirstTime', () => {
  it.each([true, false])('passes on what the store knows: %s', async (isNew) => {
    const log = recordedLog();

    expect(await createFirstTime(async () => isNew, log)('command:1')).toBe(isNew);
    expect(log.lines).toEqual([]);
  });

  it.each([
    ['is away', () => Promise.reject(new Error('disk full'))],
    ['does not answer in time', () => new Promise<boolean>(() => {})],
  ])('takes an act for new while the store %s, and logs it', async (_, firstTime) => {
    const log = recordedLog();

    expect(await createFirstTime(firstTime, log, 1)('command:1')).toBe(true);
    expect(log.lines).toMatchObject([{ level: 'error', event: 'acts_not_stored' }]);
  });

  it('lets the store fail after that without harm', async () => {
    const { promise, reject } = Promise.withResolvers<boolean>();

    expect(await createFirstTime(() => promise, recordedLog(), 1)('command:1')).toBe(true);
    reject(new Error('disk full'));

    await expect(promise).rejects.toThrow('disk full');
  });
});
