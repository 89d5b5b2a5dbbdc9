import type { Backup } from '../backup.ts';
import { formatCount, formatDuration } from '../format.ts';
import type { AddonReading } from '../survey.ts';
import { doubtOfTrack, doubtsOfReading } from './doubts.ts';
import type { Thresholds } from './thresholds.ts';
import type { Track } from './track.ts';
import { type LedgerSlot, VERDICT_WORDS, type VerdictWord } from './verdict.ts';
import {
  type Telling,
  tellFailed,
  tellFresh,
  tellLastGood,
  tellLate,
  tellMissed,
  tellMoment,
  tellOddity,
  tellUnfinished,
} from './words.ts';

/** One thing that can be said of an addon. */
export interface Finding {
  word: VerdictWord;
  reason: string;
  track?: Track | undefined;
}

/** All that is known of one addon when its verdict is found. */
export interface AddonCase {
  reading: Extract<AddonReading, { kind: 'read' }>;
  /** Oldest first. */
  runs: readonly Backup[];
  slots: readonly LedgerSlot[];
  tracks: readonly Track[];
  /** The newest completed run of any type. */
  lastGood: Backup | undefined;
  /** Absent when nothing is scheduled. */
  intervalMs: number | undefined;
  nextSlot: Date | undefined;
  /** When the last good copy disappears; `kept` when never; absent when not known. */
  endsAt: Date | 'kept' | undefined;
  /** Whether the addon does not run, so that backups wait. */
  idle: boolean;
  /** Runs that wait for the addon to run again. */
  waiting: number;
  telling: Telling;
  thresholds: Thresholds;
}

/** Everything to be said of an addon: the worst, which is its verdict, and the others, worst first. */
export function findAll(addon: AddonCase): { worst: Finding; others: Finding[] } {
  const { tracks, reading, lastGood, telling, thresholds, idle } = addon;
  const findings = tracks.map((track) => findInTrack(track, addon));
  // What is known to be bad stays bad whatever else could not be read.
  if (findings.every(({ word }) => !isSettled(word))) {
    for (const reason of doubtsOfReading(reading, lastGood, telling, thresholds)) {
      findings.push({ word: 'unknown', reason });
    }
  }
  if (isUnprotected(addon)) findings.push({ word: 'unprotected', reason: tellUnprotected(addon) });
  if (idle) findings.push({ word: 'paused', reason: tellPaused(addon) });
  const bad = findings.some(({ word }) => isWorse(word, 'expiring'));
  if (isExpiring(addon, bad)) findings.push({ word: 'expiring', reason: tellExpiring(addon) });
  const [worst, ...others] = findings.toSorted(
    (a, b) => rank(a.word) - rank(b.word) || streakOf(b.track) - streakOf(a.track),
  );
  return { worst: worst ?? { word: 'unknown', reason: 'nothing is known' }, others };
}

/** Bad ends and missed slots of a track since its last good run. */
export function streakOf(track: Track | undefined): number {
  return track === undefined ? 0 : track.bad.length + track.missed.length;
}

/** Whether one word comes before another, so that it is worse. */
export function isWorse(word: VerdictWord, than: VerdictWord): boolean {
  return rank(word) < rank(than);
}

function rank(word: VerdictWord): number {
  return VERDICT_WORDS.indexOf(word);
}

/** Words that no further reading would better. */
function isSettled(word: VerdictWord): boolean {
  return isWorse(word, 'late');
}

/** The worst of one type of backup; its name leads where an addon has several and it is known. */
function findInTrack(track: Track, addon: AddonCase): Finding {
  const { telling, tracks, lastGood } = addon;
  const { word, reason } = worstOf(track, addon);
  if (word === 'fresh') return { word, reason: tellFresh(lastGood, telling), track };
  const named = tracks.length > 1 && word !== 'unknown';
  return { word, reason: named ? `${nameOf(track)}: ${reason}` : reason, track };
}

function worstOf(track: Track, { reading, telling, thresholds }: AddonCase): Finding {
  const { bad, missed, stuck, late, oddity, running } = track;
  const doubt = doubtOfTrack(track, reading.backups, telling, thresholds);
  if (doubt !== undefined) return { word: 'unknown', reason: doubt };
  if (bad.length > 0) return { word: 'failed', reason: tellFailed(track, telling) };
  if (missed.length > 0) return { word: 'missed', reason: tellMissed(track, telling) };
  if (stuck) return { word: 'stuck', reason: tellUnfinished(stuck, track, telling) };
  if (late) return { word: 'late', reason: tellLate(late, track, telling) };
  if (oddity) return { word: 'odd', reason: tellOddity(oddity) };
  if (running) return { word: 'running', reason: tellUnfinished(running, track, telling) };
  return { word: 'fresh', reason: '' };
}

function nameOf({ type, bad, stuck, running }: Track): string {
  const name = type ?? (bad.at(-1) ?? stuck ?? running)?.type ?? 'unscheduled';
  return name === 'unknown' ? 'backup of unknown type' : name;
}

function isUnprotected({ lastGood, intervalMs, telling, thresholds }: AddonCase): boolean {
  if (lastGood === undefined) return true;
  const limit = Math.max(
    thresholds.unprotectedAfterMs,
    thresholds.unprotectedIntervals * (intervalMs ?? 0),
  );
  return telling.now.getTime() - lastGood.createdAt.getTime() > limit;
}

function tellUnprotected({ lastGood, intervalMs, nextSlot, telling }: AddonCase): string {
  const good = tellLastGood(lastGood, telling);
  if (intervalMs === undefined) return `nothing is scheduled; ${good}`;
  return nextSlot === undefined ? good : `${good}; next is due ${tellMoment(nextSlot, telling)}`;
}

function tellPaused({ reading, lastGood, waiting, telling }: AddonCase): string {
  const wait =
    waiting === 0 ? '' : `; ${formatCount(waiting, 'backup')} ${waiting === 1 ? 'waits' : 'wait'}`;
  return `the addon is ${reading.addon.status}, so none is due${wait}; ${tellLastGood(lastGood, telling)}`;
}

/** Whether the last good copy goes soon; a day or two are no matter while new ones come. */
function isExpiring(addon: AddonCase, bad: boolean): boolean {
  const { endsAt, intervalMs = 0, telling, thresholds: t } = addon;
  if (endsAt === undefined || endsAt === 'kept') return false;
  const soon = t.expiringIntervals * intervalMs;
  const limit = bad ? Math.max(soon, t.expiringWhileBadMs) : soon;
  return endsAt.getTime() - telling.now.getTime() < limit;
}

function tellExpiring({ endsAt, telling }: AddonCase): string {
  const left = endsAt instanceof Date ? endsAt.getTime() - telling.now.getTime() : 0;
  return left > 0
    ? `the last good copy expires in ${formatDuration(left)}`
    : 'the last good copy has outlived its retention';
}
