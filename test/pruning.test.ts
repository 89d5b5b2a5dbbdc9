import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPruning } from '../src/pruning.ts';
import { SILENT } from './fakes/log.ts';

const START = new Date('2026-11-21T09:00:00Z');
const SIX_HOURS_MS = 6 * 3_600_000;

/** Pruning of a store that is away at some of the times. */
async function start(isAway: (times: number) => boolean = () => false) {
  const prunedAt: Date[] = [];
  const warned: string[] = [];
  const prune = (now: Date) => {
    prunedAt.push(now);
    return isAway(prunedAt.length) ? Promise.reject(new Error('away')) : Promise.resolve();
  };
  const log = { ...SILENT, warn: (event: string) => warned.push(event) };
  const stop = await startPruning(prune, () => new Date(), log);
  return { prunedAt, warned, stop };
}

describe('pruning', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('happens at the start and every six hours, until it is stopped', async () => {
    const { prunedAt, stop } = await start();
    await vi.advanceTimersByTimeAsync(SIX_HOURS_MS);
    expect(prunedAt).toEqual([START, new Date(START.getTime() + SIX_HOURS_MS)]);

    stop();
    await vi.advanceTimersByTimeAsync(2 * SIX_HOURS_MS);

    expect(prunedAt).toHaveLength(2);
  });

  it('goes on after the store was away, which neither stops the start nor anything else', async () => {
    const { prunedAt, warned } = await start((times) => times === 1);
    expect(warned).toEqual(['prune_failed']);

    await vi.advanceTimersByTimeAsync(SIX_HOURS_MS);

    expect(prunedAt).toHaveLength(2);
    expect(warned).toHaveLength(1);
  });
});
