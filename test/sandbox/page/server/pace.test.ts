import { expect, it } from 'vitest';
import { createSandboxClock } from '../../../../sandbox/clock.ts';
import { Pace } from '../../../../sandbox/page/server/pace.ts';

it('holds a fast clock while there is work and two seconds longer', () => {
  let real = 0;
  const elapsed = (): number => real;
  const clock = createSandboxClock({ start: new Date(0), elapsed });
  const pace = new Pace(clock, elapsed);
  clock.run(1440);
  const speedAfter = (ms: number, isWorking: boolean): number => {
    real += ms;
    pace.note(isWorking);
    return clock.speed;
  };

  expect([
    speedAfter(0, false),
    speedAfter(300, true),
    speedAfter(1900, false),
    speedAfter(200, false),
    speedAfter(300, true),
    speedAfter(2000, false),
  ]).toEqual([1440, 1, 1, 1440, 1, 1440]);
});
