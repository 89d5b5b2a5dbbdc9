import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  place,
  scaleFor,
  slicePath,
} from '../../../../../sandbox/page/browser/blocks/chart-geometry.ts';

describe('scaleFor', () => {
  it.each([
    { values: [3, 4, 4.5, 6], ticks: [0, 2, 4, 6] },
    { values: [0, 0], ticks: [0, 0.25, 0.5, 0.75, 1] },
    { values: [-5, 10], ticks: [-5, 0, 5, 10] },
    { values: [1200], ticks: [0, 500, 1000, 1500] },
  ])('has round ticks for $values', ({ values, ticks }) => {
    const scale = scaleFor(values);

    expect(scale.ticks.every((tick) => Number.isFinite(tick))).toBe(true);
    expect(ticks.filter((tick) => scale.ticks.includes(tick)).length).toBeGreaterThan(1);
  });

  it('holds zero and every value', () => {
    const figures = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(figures, (values) => {
        const scale = scaleFor(values);
        const places = [0, ...values].map((value) => place(scale, value));
        expect(places.every((share) => share >= -1e-6 && share <= 1 + 1e-6)).toBe(true);
        expect(scale.ticks.length).toBeLessThan(12);
      }),
    );
  });
});

describe('slicePath', () => {
  it('begins at the top and takes the long way round for more than half', () => {
    expect(slicePath(0, 0.25)).toBe('M 0 0 L 0.0000 -1.0000 A 1 1 0 0 1 1.0000 0.0000 Z');
    expect(slicePath(0, 0.75)).toContain('A 1 1 0 1 1 -1.0000');
  });

  it('draws a whole circle when there is but one slice', () => {
    expect(slicePath(0, 1)).not.toContain('L');
  });
});
