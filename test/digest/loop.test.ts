import { describe, expect, it } from 'vitest';
import { createLoop, type LoopDeps } from '../../src/digest/loop.ts';
import { createFakeTime } from './fake-time.ts';

const BEGIN = new Date('2026-11-21T09:00:00Z');

/** A loop of one minute that notes at which second it did its work. */
function start(overrides: Partial<LoopDeps> = {}) {
  const time = createFakeTime(BEGIN);
  const seconds = () => (time.now().getTime() - BEGIN.getTime()) / 1000;
  const done: number[] = [];
  const loop = createLoop({
    once: () => {
      done.push(seconds());
      return Promise.resolve(60_000);
    },
    idle: () => Promise.resolve(),
    delay: time.delay,
    ...overrides,
  });
  loop.start();
  return { loop, time, seconds, done };
}

describe('a loop', () => {
  it('begins at once and then after each pause that was asked for', async () => {
    const { loop, time, done } = start();
    await time.during(150_000);
    await loop.stop();

    expect(done).toEqual([0, 60, 120]);
  });

  it('runs once, however often it is started', async () => {
    const { loop, time, done } = start();
    loop.start();
    await time.during(61_000);
    await loop.stop();

    expect(done).toEqual([0, 60]);
  });

  it('waits at the end for what is under way, and begins nothing more', async () => {
    const { loop, time, seconds, done } = start({ idle: () => time.delay(12_000) });
    await time.during(1_000);

    await time.until(loop.stop());

    expect(seconds()).toBe(13);
    expect(loop.signal.aborted).toBe(true);
    await time.during(120_000);
    expect(done).toEqual([0]);
  });

  it('waits 20 s at most', async () => {
    const { loop, time, seconds } = start({ idle: () => new Promise(() => undefined) });

    await time.until(loop.stop());

    expect(seconds()).toBe(20);
  });
});
