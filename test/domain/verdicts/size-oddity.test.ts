import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import { findSizeOddity } from '../../../src/domain/verdicts/size-oddity.ts';
import { THRESHOLDS } from '../../../src/domain/verdicts/thresholds.ts';
import { at, run } from './readings.ts';

const MB = 1_000_000;

/** Runs of the given sizes in megabytes, one a day, oldest first. */
function runsOf(sizes: readonly (number | undefined)[], changes: Partial<Backup> = {}): Backup[] {
  return sizes.map((size, index) =>
    run({
      id: `b${index}`,
      createdAt: new Date(at('1 Nov 02:30').getTime() + index * 86_400_000),
      sizeBytes: size === undefined ? undefined : size * MB,
      ...changes,
    }),
  );
}

function oddity(runs: readonly Backup[]): string | undefined {
  const found = findSizeOddity(runs, THRESHOLDS);
  return found && `${found.kind} ${found.sizeBytes / MB} of ${found.usualBytes / MB}`;
}

const STEADY = [100, 101, 99, 100, 102, 98, 100];

describe('findSizeOddity', () => {
  it.each([
    { name: 'as usual', sizes: [...STEADY, 100], found: undefined },
    { name: 'just above the share', sizes: [...STEADY, 60], found: undefined },
    { name: 'just below the share', sizes: [...STEADY, 59], found: 'smaller 59 of 100' },
    { name: 'much larger', sizes: [...STEADY, 5000], found: undefined },
    { name: 'empty', sizes: [...STEADY, 0], found: 'empty 0 of 100' },
    { name: 'equal so far', sizes: [100, 100, 100, 100, 100, 40], found: 'smaller 40 of 100' },
    { name: 'lively', sizes: [100, 40, 250, 90, 30, 300, 100, 50], found: undefined },
    { name: 'without a size', sizes: [...STEADY, undefined], found: undefined },
    { name: 'few before it', sizes: [100, 100, 100, 100, 40], found: undefined },
    {
      name: 'sizes missing before it',
      sizes: [...STEADY, undefined, 40],
      found: 'smaller 40 of 100',
    },
    { name: 'tiny', sizes: [0.9, 0.9, 0.9, 0.9, 0.9, 0.1], found: undefined },
    { name: 'empty as always', sizes: [100, 100, 0, 0, 0, 0, 0, 0], found: undefined },
    { name: 'no longer empty', sizes: [0, 0, 0, 0, 0, 100], found: undefined },
    { name: 'the first', sizes: [100], found: undefined },
    { name: 'none', sizes: [], found: undefined },
  ])('a dump that is $name: $found', ({ sizes, found }) => {
    expect(oddity(runsOf(sizes))).toBe(found);
  });

  it.each([
    { name: 'small', size: 1, found: undefined },
    { name: 'ten times as large', size: 1000, found: undefined },
    { name: 'larger still', size: 1001, found: 'larger 1001 of 100' },
    { name: 'empty', size: 0, found: 'empty 0 of 100' },
  ])('a snapshot that is $name: $found', ({ size, found }) => {
    expect(oddity(runsOf([...STEADY, size], { type: 'snapshot' }))).toBe(found);
  });

  it.each([
    { what: 'type', changes: { type: 'snapshot' } },
    { what: 'compression', changes: { compression: 'zstd' } },
    { what: 'major version', changes: { version: '17.1' } },
  ] as const)('does not compare with runs of another $what', ({ changes }) => {
    const others = runsOf(STEADY, { version: '16.3', compression: 'gz' });
    const latest = run({
      createdAt: at('20 Nov 02:30'),
      sizeBytes: 40 * MB,
      version: '16.4',
      compression: 'gz',
    });

    expect(oddity([...others, latest])).toBe('smaller 40 of 100');
    expect(oddity([...others, { ...latest, ...changes }])).toBeUndefined();
  });

  it('passes over runs that did not complete', () => {
    const failed = run({ createdAt: at('20 Nov 02:30'), status: 'failed', sizeBytes: 1 });

    expect(oddity([...runsOf([...STEADY, 40]), failed])).toBe('smaller 40 of 100');
  });

  it('compares with the last fourteen only', () => {
    const sizes = [
      ...Array.from({ length: 20 }, () => 1000),
      ...Array.from({ length: 14 }, () => 100),
    ];

    expect(oddity(runsOf([...sizes, 90]))).toBeUndefined();
    expect(findSizeOddity(runsOf([...sizes, 40]), THRESHOLDS)).toMatchObject({
      usualBytes: 100 * MB,
      samples: 14,
    });
  });
});
