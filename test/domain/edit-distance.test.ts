import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../src/domain/edit-distance.ts';

describe('editDistance', () => {
  it.each([
    { a: 'orders', b: 'orders', distance: 0 },
    { a: 'orders', b: 'order', distance: 1 },
    { a: 'orders', b: 'orrders', distance: 1 },
    { a: 'orders', b: 'orfers', distance: 1 },
    { a: 'orders', b: 'odrers', distance: 1 },
    { a: 'ab', b: 'ba', distance: 1 },
    { a: '', b: 'abc', distance: 3 },
    { a: 'billing', b: 'orders', distance: 7 },
  ])('counts $distance between "$a" and "$b"', ({ a, b, distance }) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is the same both ways and never more than the longer text', () => {
    assert(
      property(string({ maxLength: 12 }), string({ maxLength: 12 }), (a, b) => {
        const distance = editDistance(a, b);

        expect(distance).toBe(editDistance(b, a));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance === 0).toBe(a === b);
      }),
    );
  });
});
