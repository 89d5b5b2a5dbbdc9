import { describe, expect, it } from 'vitest';
import { createBreaker, PROBE_EVERY_MS } from '../../../src/northflank/client/breaker.ts';

const NOW = new Date('2026-10-06T09:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

function breakerAfter(outcomes: string) {
  const breaker = createBreaker();
  for (const outcome of outcomes) {
    if (outcome === '.') breaker.succeeded();
    else breaker.failed(NOW);
  }
  return breaker;
}

describe('createBreaker', () => {
  it.each([
    { outcomes: 'xxxx', isOpen: false },
    { outcomes: 'xxxxx', isOpen: true },
    { outcomes: 'xxxx.xxxx', isOpen: false },
    { outcomes: 'x.x.x.x.x.x.x.x.x.x.', isOpen: false },
    { outcomes: '.x.x.x.x.x.x.x.x.x.x', isOpen: true },
    { outcomes: '..x.x.x.x.x.x.x.x.x.x', isOpen: true },
    { outcomes: '..................xx', isOpen: false },
  ])('after $outcomes is open: $isOpen', ({ outcomes, isOpen }) => {
    expect(breakerAfter(outcomes).admit(NOW) !== undefined).toBe(isOpen);
  });

  it('lets one probe go each 30 s, and says when the next one is', () => {
    const breaker = breakerAfter('xxxxx');

    expect(breaker.admit(later(PROBE_EVERY_MS - 1))).toEqual(later(PROBE_EVERY_MS));
    expect(breaker.admit(later(PROBE_EVERY_MS))).toBeUndefined();
    expect(breaker.admit(later(PROBE_EVERY_MS))).toEqual(later(2 * PROBE_EVERY_MS));
    expect(breaker.admit(later(2 * PROBE_EVERY_MS))).toBeUndefined();
  });

  it('is not shut for longer when the clock is set back', () => {
    const breaker = breakerAfter('xxxxx');

    expect(breaker.admit(later(-3_600_000))).toBeUndefined();
    expect(breaker.admit(later(-3_600_000))).toEqual(later(-3_600_000 + PROBE_EVERY_MS));
  });

  it('stays open when the probe fails', () => {
    const breaker = breakerAfter('xxxxx');
    breaker.admit(later(PROBE_EVERY_MS));
    breaker.failed(later(PROBE_EVERY_MS + 5_000));

    expect(breaker.admit(later(PROBE_EVERY_MS + 5_000))).toEqual(later(2 * PROBE_EVERY_MS + 5_000));
  });

  it('closes when the probe succeeds, and forgets what was before', () => {
    const breaker = breakerAfter('.x.x.x.x.x.x.x.x.x.x');
    breaker.admit(later(PROBE_EVERY_MS));
    breaker.succeeded();
    breaker.failed(later(PROBE_EVERY_MS));

    expect(breaker.admit(later(PROBE_EVERY_MS))).toBeUndefined();
  });
});
