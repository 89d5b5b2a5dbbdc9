import { describe, expect, it } from 'vitest';
import { checkClock } from '../../src/doctor/check-clock.ts';

const SAID = new Date('2026-11-21T10:00:00Z');

/** What a server said when our clock was ahead by this much. */
function heard(aheadMs: number) {
  return { said: SAID, heardAt: new Date(SAID.getTime() + aheadMs) };
}

describe('the clock', () => {
  it.each([0, 30_000, -30_000])('is well when it is off by %s ms', (aheadMs) => {
    expect(checkClock({ Slack: heard(aheadMs), Northflank: heard(0) })).toMatchObject({
      health: 'ok',
      fact: 'it agrees with Slack and Northflank within 30 s.',
    });
  });

  it.each([
    [30_001, '30 s ahead of Slack'],
    [-7_200_000, '2 h behind Slack'],
  ])('is wrong when it is off by %s ms', (aheadMs, words) => {
    const found = checkClock({ Slack: heard(aheadMs), Northflank: heard(0) });

    expect(found).toMatchObject({ health: 'wrong', mend: expect.any(String) });
    expect(found.fact).toContain(`this machine is ${words},`);
  });

  it('is compared with whoever told the time', () => {
    expect(checkClock({ Slack: undefined, Northflank: heard(0) }).fact).toBe(
      'it agrees with Northflank within 30 s.',
    );
  });

  it('is not known when nobody told the time', () => {
    expect(checkClock({ Slack: undefined, Northflank: undefined })).toMatchObject({
      health: 'not-known',
    });
  });
});
