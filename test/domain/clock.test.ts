import { describe, expect, it } from 'vitest';
import { isRecent } from '../../src/domain/clock.ts';

const NOW = new Date('2026-11-21T09:00:00Z');

function ago(ms: number): Date {
  return new Date(NOW.getTime() - ms);
}

describe('isRecent', () => {
  it.each([
    { at: ago(0), recent: true, what: 'this very moment' },
    { at: ago(59_999), recent: true, what: 'less than the limit ago' },
    { at: ago(60_000), recent: false, what: 'the limit ago' },
    { at: ago(-1), recent: false, what: 'still to come' },
    { at: undefined, recent: false, what: 'that there never was' },
  ])('says $recent of a moment $what', ({ at, recent }) => {
    expect(isRecent(at, 60_000, NOW)).toBe(recent);
  });

  it('takes nothing for recent where no age will do', () => {
    expect(isRecent(NOW, 0, NOW)).toBe(false);
  });
});
