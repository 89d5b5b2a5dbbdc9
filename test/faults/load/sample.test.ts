import { expect, it } from 'vitest';
import { assertFlat, peakOf, type Sample } from './sample.ts';

function samples(rssMb: (at: number) => number, handles: (at: number) => number): Sample[] {
  return Array.from({ length: 100 }, (_, at) => ({ rssMb: rssMb(at), handles: handles(at) }));
}

it('calls flat what grows only at first, and what goes up and down', () => {
  const warm = samples(
    (at) => Math.min(100, 60 + 2 * at) + (at % 7),
    (at) => 30 + (at % 3),
  );

  expect(assertFlat(warm)).toMatch(/^memory 10\d → 10\d MB, handles 31 → 31$/);
  expect(peakOf(warm)).toBe(106);
});

it('does not call flat what keeps memory', () => {
  const leak = samples(
    (at) => 100 + at / 3,
    () => 30,
  );

  expect(() => assertFlat(leak)).toThrow(/not flat: memory 112 → 129 MB/);
});

it('does not call flat what keeps handles', () => {
  const leak = samples(
    () => 100,
    (at) => 30 + Math.floor(at / 10),
  );

  expect(() => assertFlat(leak)).toThrow(/not flat: .*handles 33 → 38/);
});
