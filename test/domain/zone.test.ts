import { describe, expect, it } from 'vitest';
import { offsetAt, stretchesOf } from '../../src/domain/zone.ts';
import { changesOf, clockOffset, DAY, HOUR } from './brute-force.ts';

describe('stretchesOf', () => {
  it('cuts at a change of clocks and covers the window without holes', () => {
    const change = Date.UTC(2026, 2, 29, 1);

    expect(stretchesOf('Europe/Berlin', change - DAY, change + DAY)).toEqual([
      { start: change - DAY, end: change, offsetMs: HOUR },
      { start: change, end: change + DAY, offsetMs: 2 * HOUR },
    ]);
  });

  it('is one stretch where clocks never change', () => {
    const [from, to] = [Date.UTC(2025, 0, 1), Date.UTC(2028, 0, 1)];

    expect(stretchesOf('UTC', from, to)).toEqual([{ start: from, end: to, offsetMs: 0 }]);
  });

  it('finds every change of 2025–2027 that clocks in Morocco show, a month apart', () => {
    const [from, to] = [Date.UTC(2025, 0, 1), Date.UTC(2028, 0, 1)];

    const cuts = stretchesOf('Africa/Casablanca', from, to)
      .slice(1)
      .map(({ start }) => start);

    expect(cuts).toEqual(changesOf('Africa/Casablanca').filter((at) => at >= from && at < to));
    expect(cuts.length).toBeGreaterThan(3);
  });

  it('is empty for an empty window', () => {
    expect(stretchesOf('UTC', 0, 0)).toEqual([]);
  });
});

describe('offsetAt', () => {
  it.each(Intl.supportedValuesOf('timeZone').filter((_, index) => index % 20 === 0))(
    'agrees with the clock of %s',
    (zone) => {
      const moments = Array.from({ length: 24 }, (_, month) => Date.UTC(2025, month, 15, 6, 30));

      expect(moments.map((moment) => offsetAt(zone, moment))).toEqual(
        moments.map((moment) => clockOffset(zone, moment)),
      );
    },
  );
});
