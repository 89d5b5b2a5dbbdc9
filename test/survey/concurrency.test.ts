import { describe, expect, it } from 'vitest';
import { limitTo, mapConcurrently } from '../../src/survey/concurrency.ts';

describe('mapConcurrently', () => {
  it('keeps the order and never exceeds the limit', async () => {
    let running = 0;
    let most = 0;

    const results = await mapConcurrently([5, 1, 4, 2, 3], 2, async (turns) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      running -= 1;
      return turns * 10;
    });

    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it('starts no further job after one has thrown', async () => {
    const started: number[] = [];

    const whole = mapConcurrently([1, 2, 3, 4, 5, 6], 2, async (item) => {
      started.push(item);
      await Promise.resolve();
      if (item === 2) throw new Error('two');
    });

    await expect(whole).rejects.toThrow('two');
    await new Promise((resolve) => setImmediate(resolve));
    expect(started.length).toBeLessThan(6);
  });

  it('gives nothing for nothing', async () => {
    expect(await mapConcurrently([], 8, async () => 1)).toEqual([]);
  });
});

describe('limitTo', () => {
  it('hands the room of what ended to what has waited longest', async () => {
    const atOnce = limitTo(1);
    const started: string[] = [];
    const job = (name: string) => () => {
      started.push(name);
      return Promise.resolve(name);
    };

    const first = atOnce(job('first')).then(() => atOnce(job('handed in later')));
    await Promise.all([first, atOnce(job('second')), atOnce(job('third'))]);

    expect(started).toEqual(['first', 'second', 'third', 'handed in later']);
  });
});
