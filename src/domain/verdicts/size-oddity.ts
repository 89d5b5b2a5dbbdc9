import type { Backup } from '../backup.ts';
import { median } from './statistics.ts';
import type { Thresholds } from './thresholds.ts';

/** How the size of a run stands out from what went before it. */
export interface SizeOddity {
  kind: 'smaller' | 'larger' | 'empty';
  sizeBytes: number;
  /** Median of the runs it was compared with. */
  usualBytes: number;
  /** How many they were. */
  samples: number;
}

/**
 * Compares the newest completed run with those before it of the same type, compression and major version.
 *
 * A dump is odd when much smaller, a snapshot (which is incremental) when empty or many times larger.
 * Absent when nothing stands out, and where sizes are missing, too few or too small to tell.
 *
 * @param runs oldest first; unfinished and failed ones are passed over.
 */
export function findSizeOddity(
  runs: readonly Backup[],
  thresholds: Thresholds,
): SizeOddity | undefined {
  const latest = runs.findLast(({ status }) => status === 'completed');
  if (latest?.sizeBytes === undefined) return undefined;

  const logs = earlierSizes(runs, latest, thresholds.sizeSamples).map((size) =>
    Math.log(Math.max(size, 1)),
  );
  const center = median(logs);
  if (center === undefined || logs.length < thresholds.minSizeSamples) return undefined;
  const spread = median(logs.map((log) => Math.abs(log - center))) ?? 0;
  const { type, sizeBytes } = latest;
  const usualBytes = Math.round(Math.exp(center));
  const kind = oddKind({ type, sizeBytes, usualBytes, spread }, thresholds);
  return kind && { kind, sizeBytes, usualBytes, samples: logs.length };
}

/** @param size.spread median absolute deviation of the logarithms of the sizes compared with. */
function oddKind(
  size: { type: Backup['type']; sizeBytes: number; usualBytes: number; spread: number },
  t: Thresholds,
): SizeOddity['kind'] | undefined {
  const { type, sizeBytes, usualBytes, spread } = size;
  if (usualBytes < t.oddFloorBytes) return undefined;
  if (sizeBytes === 0) return 'empty';
  const times = sizeBytes / usualBytes;
  if (Math.abs(Math.log(times)) <= t.oddDeviations * spread) return undefined;
  if (type === 'snapshot') return times > t.jumpFactor ? 'larger' : undefined;
  return times < t.oddShare ? 'smaller' : undefined;
}

/** Sizes of the newest comparable runs before one. */
function earlierSizes(runs: readonly Backup[], latest: Backup, count: number): number[] {
  const sizes: number[] = [];
  const major = majorVersion(latest.version);
  for (let index = runs.lastIndexOf(latest) - 1; index >= 0 && sizes.length < count; index -= 1) {
    const run = runs[index];
    if (
      run?.status === 'completed' &&
      run.sizeBytes !== undefined &&
      run.type === latest.type &&
      run.compression === latest.compression &&
      majorVersion(run.version) === major
    ) {
      sizes.push(run.sizeBytes);
    }
  }
  return sizes;
}

/** The first number of a version such as `16.4` or `v7`; a database may change its format with it. */
function majorVersion(version: string | undefined): string | undefined {
  return version?.match(/\d+/)?.[0];
}
