import { describe, expect, it } from 'vitest';
import { createSandboxClock } from '../../sandbox/clock.ts';

const START = new Date('2026-11-21T06:00:00Z');
const MINUTE = 60_000;

function start() {
  let real = 0;
  const clock = createSandboxClock({ start: START, elapsed: () => real });
  const minutes = (): number => (clock.now().getTime() - START.getTime()) / MINUTE;
  const pass = (ms: number): void => {
    real += ms;
  };
  return { clock, minutes, pass };
}

describe('createSandboxClock', () => {
  it('runs at real speed at first', () => {
    const { minutes, pass } = start();

    pass(3 * MINUTE);

    expect(minutes()).toBe(3);
  });

  it('keeps what has passed when its speed changes', () => {
    const { clock, minutes, pass } = start();

    pass(MINUTE);
    clock.run(1440);
    pass(MINUTE);
    clock.run(1);
    pass(MINUTE);

    expect(minutes()).toBe(1 + 1440 + 1);
  });

  it('runs at real speed as long as anybody holds it', () => {
    const { clock, minutes, pass } = start();
    clock.run(1440);

    const release = clock.hold();
    const releaseOther = clock.hold();
    pass(MINUTE);
    release();
    release();
    pass(MINUTE);

    expect({ passed: minutes(), speed: clock.speed, chosen: clock.chosenSpeed }).toEqual({
      passed: 2,
      speed: 1,
      chosen: 1440,
    });
    releaseOther();
    pass(MINUTE);
    expect(minutes()).toBe(2 + 1440);
  });

  it('jumps ahead, also while it is held, and goes on from there', () => {
    const { clock, minutes, pass } = start();
    clock.hold();

    clock.jumpTo(new Date(START.getTime() + 90 * MINUTE));
    pass(MINUTE);

    expect(minutes()).toBe(91);
  });

  it('does not go back', () => {
    const { clock, minutes, pass } = start();
    pass(5 * MINUTE);

    clock.jumpTo(START);

    expect(minutes()).toBe(5);
  });
});
