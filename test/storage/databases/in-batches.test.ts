import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inBatches } from '../../../src/storage/databases/in-batches.ts';

/** Doubles numbers and tells which it was given together. */
function doubling() {
  const batches: number[][] = [];
  const double = inBatches((numbers: readonly number[]) => {
    batches.push([...numbers]);
    return Promise.resolve(numbers.map((number) => 2 * number));
  });
  return { batches, double };
}

describe('what is asked for at the same time', () => {
  it('is asked once, in order, and each gets its own answer', async () => {
    const { batches, double } = doubling();

    expect(await Promise.all([3, 1, 2].map(double))).toEqual([6, 2, 4]);
    expect(batches).toEqual([[3, 1, 2]]);
  });

  it('is asked once too when it comes in over a few turns', async () => {
    const { batches, double } = doubling();
    const answers: Promise<number>[] = [];
    for (const number of [1, 2, 3]) {
      answers.push(double(number));
      await nextTurn();
    }

    expect(await Promise.all(answers)).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('is not kept waiting for ever by what goes on coming', async () => {
    const { batches, double } = doubling();
    const first = double(0);
    let number = 0;
    while (batches.length === 0 && number < 1_000) {
      number += 1;
      void double(number);
      await nextTurn();
    }

    expect(await first).toBe(0);
    expect(number).toBeLessThan(20);
  });

  it('is asked in parts where it is more than one statement takes', async () => {
    const { batches, double } = doubling();

    const answers = await Promise.all(Array.from({ length: 1_200 }, (_, number) => double(number)));

    expect(batches.map(({ length }) => length)).toEqual([500, 500, 200]);
    expect(answers.at(-1)).toBe(2_398);
  });
});

it('asks again for what comes later', async () => {
  const { batches, double } = doubling();

  expect([await double(1), await double(2)]).toEqual([2, 4]);
  expect(batches).toEqual([[1], [2]]);
});

it('fails all of a batch with its own reason, and none of the next', async () => {
  let works = false;
  const ask = inBatches((items: readonly string[]) =>
    works ? Promise.resolve(items) : Promise.reject(new Error('the store is away')),
  );

  const outcomes = await Promise.allSettled([ask('a'), ask('b')]);
  works = true;

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(ask('c')).resolves.toBe('c');
});

it('never leaves an item waiting that got no answer', async () => {
  const ask = inBatches(() => Promise.resolve<string[]>([]));

  await expect(ask('a')).rejects.toThrow('without its answer');
});
