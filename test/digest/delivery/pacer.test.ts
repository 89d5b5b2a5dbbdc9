import { expect, it } from 'vitest';
import { createPacer } from '../../../src/digest/delivery/pacer.ts';
import { createFakeTime } from '../fake-time.ts';

const START = new Date('2026-11-21T08:00:00Z');

it('lets callers through one second apart, in the order in which they came', async () => {
  const time = createFakeTime(START);
  const pace = createPacer(time.delay, 1_000);
  const passed: string[] = [];
  const caller = async (name: string) => {
    await pace();
    passed.push(`${name} ${time.now().getTime() - START.getTime()}`);
  };

  await time.until(Promise.all(['a', 'b', 'c'].map(caller)));

  expect(passed).toEqual(['a 0', 'b 1000', 'c 2000']);
});

it('lets a caller through at once after a pause', async () => {
  const time = createFakeTime(START);
  const pace = createPacer(time.delay, 1_000);
  await time.until(pace());
  await time.during(5_000);
  const before = time.now();

  await time.until(pace());

  expect(time.now()).toEqual(before);
});
