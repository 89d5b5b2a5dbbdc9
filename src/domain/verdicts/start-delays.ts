import type { Backup } from '../backup.ts';
import type { PromisedSlot } from '../schedules/promises.ts';
import { matchRuns } from './matching.ts';
import { quantileOfSorted } from './statistics.ts';
import type { Thresholds } from './thresholds.ts';

/** Of a hundred runs, five may take longer than usual. */
export const USUAL_SHARE = 0.95;

/**
 * Learns within which time after a slot runs usually start: 95 of 100 do.
 *
 * Looks with wide windows first, since how far to look is what is to be learnt, and then without the
 * delays that the others of their type do not bear out. No slot is judged by its own delay.
 *
 * @param tracks slots of one type each, oldest first.
 * @param runs oldest first.
 * @returns milliseconds for each slot, beside `tracks`; zero where delays are too short to matter.
 */
export function learnDelays(
  tracks: readonly (readonly PromisedSlot[])[],
  runs: readonly Backup[],
  thresholds: Thresholds,
): Float64Array[] {
  const { earlyMs, maxLearntDelayMs, minLateMs, minToleranceMs, toleranceFactor } = thresholds;
  const lateMs = tracks.map((slots) =>
    slots.map(({ at, next }) => Math.min(maxLearntDelayMs, (next - at) / 2)),
  );
  const filled = matchRuns(tracks, runs, { earlyMs, lateMs });
  const longestThatDecidesNothing = Math.min(minLateMs, minToleranceMs / toleranceFactor);
  return tracks.map((slots, track) => {
    const delays = delaysBeside(slots, filled[track] ?? []);
    if (!delays.some((delay) => delay > longestThatDecidesNothing)) {
      return new Float64Array(slots.length);
    }
    const usual = usualBeside(delays);
    for (const [index, slot] of slots.entries()) {
      const tolerance = toleranceMs(slot, usual[index] ?? 0, thresholds);
      if (Number(delays[index]) > tolerance) delays[index] = Number.NaN;
    }
    return usualBeside(delays);
  });
}

/** How long after its slot, in milliseconds since 1970, a run started; one before it started at once. */
export function startDelayMs(slotAt: number, { createdAt }: Backup): number {
  return Math.max(0, createdAt.getTime() - slotAt);
}

/** How long after its slot a run still fills it. */
export function toleranceMs(
  slot: PromisedSlot,
  usualDelayMs: number,
  { minToleranceMs, toleranceFactor }: Thresholds,
): number {
  const wanted = Math.max(minToleranceMs, toleranceFactor * usualDelayMs);
  return Math.min(wanted, (slot.next - slot.at) / 2);
}

/** After how long the run of each slot started, in milliseconds; not a number where there is none. */
function delaysBeside(
  slots: readonly PromisedSlot[],
  runs: readonly (Backup | undefined)[],
): Float64Array {
  const delays = new Float64Array(slots.length);
  for (const [index, { at }] of slots.entries()) {
    const run = runs[index];
    delays[index] = run === undefined ? Number.NaN : startDelayMs(at, run);
  }
  return delays;
}

/** For each place the delay that most of the others stay below; zero without others. */
function usualBeside(delays: Float64Array): Float64Array {
  const sorted = delays.filter((delay) => !Number.isNaN(delay)).toSorted();
  const ofAll = quantileOfSorted(sorted, USUAL_SHARE) ?? 0;
  return delays.map((own) =>
    Number.isNaN(own) ? ofAll : (quantileOfSorted(sorted, USUAL_SHARE, own) ?? 0),
  );
}
