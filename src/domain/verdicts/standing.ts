import type { AddonReading } from '../survey.ts';
import { judgeCase, openCase } from './judge.ts';
import type { Track } from './track.ts';
import type { Verdict } from './verdict.ts';

/** How one addon stands: in one word, and each type of backup by itself. */
export interface Standing {
  verdict: Verdict;
  /** Worst first. What nobody scheduled comes last, and only where there is something to say of it. */
  tracks: readonly Track[];
}

/**
 * Judges an addon and each of its types, so that hourly snapshots cannot hide broken dumps.
 *
 * @param zone IANA zone of the schedules' hours.
 */
export function standingOf(
  reading: Extract<AddonReading, { kind: 'read' }>,
  now: Date,
  zone: string,
): Standing {
  const addon = openCase(reading, now, { zone });
  const { tracks } = addon;
  const told = tracks.filter((track) => track.type !== undefined || isWorthALine(track, tracks));
  return {
    verdict: judgeCase(addon),
    tracks: told.toSorted((a, b) => severity(b) - severity(a)),
  };
}

/** Runs that nobody scheduled matter where they go wrong or go on, or hold the newest good copy. */
function isWorthALine({ bad, stuck, running, lastGood }: Track, tracks: readonly Track[]): boolean {
  if (bad.length > 0 || (stuck ?? running) !== undefined) return true;
  const scheduled = tracks.filter(({ type }) => type !== undefined);
  const isFine = scheduled.length > 0 && scheduled.every((track) => severity(track) === 1);
  return (
    lastGood !== undefined && !isFine && !scheduled.some((other) => other.lastGood === lastGood)
  );
}

function severity({ type, lastGood, bad, missed, late, stuck }: Track): number {
  if (type === undefined) return 0;
  if (bad.length + missed.length === 0) return (late ?? stuck) === undefined ? 1 : 2;
  return lastGood === undefined ? 4 : 3;
}
