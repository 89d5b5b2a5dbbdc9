import { describe, expect, it } from 'vitest';
import { sparkline } from '../../../src/domain/history/sparkline.ts';

describe('sparkline', () => {
  it.each([
    { values: [], line: '' },
    { values: [5], line: '' },
    { values: [undefined, 5], line: '' },
    { values: [100, 100, 100], line: '███' },
    { values: [0, 50, 100], line: '▁▅█' },
    { values: [100, 100, 39], line: '██▄' },
    { values: [100, undefined, 50], line: '█·▅' },
    { values: [0, 0], line: '▁▁' },
  ])('draws $values as "$line"', ({ values, line }) => {
    expect(sparkline(values)).toBe(line);
  });
});
