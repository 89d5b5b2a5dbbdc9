import { describe, expect, it } from 'vitest';
import { editDistance, nearestWord } from '../../src/domain/nearest-word.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['show', 'show', 0],
    ['shwo', 'show', 1],
    ['sho', 'show', 1],
    ['destnation', 'destinations', 2],
    ['abc', '', 3],
  ])('from %j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});

describe('nearestWord', () => {
  it('finds what was probably meant', () => {
    expect(nearestWord('destnations', ['destination', 'destinations', 'show'])).toBe(
      'destinations',
    );
  });

  it('finds nothing when nothing is near', () => {
    expect(nearestWord('weather', ['show', 'digest'])).toBeUndefined();
  });
});
