import { describe, expect, it } from 'vitest';
import { describeWhen } from '../../../src/domain/digests/subscription-words.ts';

describe('describeWhen', () => {
  it.each([
    [[0, 1, 2, 3, 4, 5, 6], 'every day 09:00 UTC'],
    [[4, 3, 2, 1, 0], 'weekdays 09:00 UTC'],
    [[0, 3], 'Mon and Thu 09:00 UTC'],
    [[5, 6], 'Sat and Sun 09:00 UTC'],
    [[0, 1, 2, 6], 'Mon–Wed and Sun 09:00 UTC'],
  ])('says of %j: %s', (days, words) => {
    expect(describeWhen({ days, time: '09:00', timeZone: 'UTC' })).toBe(words);
  });
});
