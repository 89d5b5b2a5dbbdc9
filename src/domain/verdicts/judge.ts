import { isIdle } from '../addons/addon.ts';
import type { Backup, Expiry } from '../backup.ts';
import { formatAgo } from '../format.ts';
import type { Language } from '../language.ts';
import { nextSlot, shortestIntervalMs } from '../schedules/slots.ts';
import type { AddonReading } from '../survey.ts';
import { countCopies } from './copies.ts';
import { gapsOfHistory, gapsOfSchedules } from './doubts.ts';
import { lastCopyExpiry } from './expiry.ts';
import { type AddonCase, type Finding, findAll, isWorse, streakOf } from './findings.ts';
import { buildLedger } from './ledger.ts';
import { believableRuns } from './runs.ts';
import { THRESHOLDS, type Thresholds } from './thresholds.ts';
import { buildTracks, type Track } from './track.ts';
import type { LedgerSlot, Verdict } from './verdict.ts';

/** What a verdict needs besides the reading. */
export interface JudgeOptions {
  /** IANA zone of the schedules' hours. */
  zone: string;
  /** When copies disappear, by backup id: what destinations say of this addon's backups. */
  expiries?: ReadonlyMap<string, Expiry> | undefined;
  /** Ids of this addon's backups that are known to be started by a person. */
  manualIds?: ReadonlySet<string> | undefined;
  /** Replaces single thresholds. */
  thresholds?: Partial<Thresholds> | undefined;
  /** Of the dates in reasons; absent for English. */
  language?: Language | undefined;
}

/**
 * Judges one addon at one moment.
 *
 * Never better than what was read allows: whatever could hide that a backup did not happen makes the
 * verdict `unknown`.
 */
export function judge(reading: AddonReading, now: Date, options: JudgeOptions): Verdict {
  return reading.kind === 'unreadable'
    ? judgeUnread(reading.failure.reason)
    : judgeCase(openCase(reading, now, options), options.expiries);
}

/** {@link judge} of an addon that was read, once all that is known of it is put together. */
export function judgeCase(addon: AddonCase, expiries?: JudgeOptions['expiries']): Verdict {
  const { worst, others } = findAll(addon);
  const { lastGood, runs, slots, tracks, telling } = addon;
  const { now } = telling;
  return {
    word: worst.word,
    reason: worst.reason,
    lastGood,
    lastGoodAgeMs: lastGood && ageOf(lastGood, now),
    ageRatio: worstAgeRatio(tracks, now),
    streak: streakOf(worst.track),
    nextSlot: addon.nextSlot,
    ...countPromises(slots),
    copies: countCopies(runs, expiries, now),
    lastGoodExpiresAt: addon.endsAt,
    notes: notesBeside(worst, others, addon),
    slots,
  };
}

function judgeUnread(reason: string): Verdict {
  return {
    word: 'unknown',
    reason: `could not be read: ${reason}`,
    streak: 0,
    promised: 0,
    made: 0,
    copies: [],
    notes: [],
    slots: [],
  };
}

/** Puts together all that is known of an addon that was read. */
export function openCase(
  reading: AddonCase['reading'],
  now: Date,
  { zone, expiries, manualIds, thresholds: changes, language }: JudgeOptions,
): AddonCase {
  const thresholds = { ...THRESHOLDS, ...changes };
  const schedules = reading.schedules.rows;
  const { addon } = reading;
  // Packed rows are made anew at each look: of one look, a run is the same object everywhere.
  const backups = { ...reading.backups };
  const idle = isIdle(addon.status);
  const runs = believableRuns(backups.rows, now, thresholds);
  const asOf = backups.readAt < now ? backups.readAt : now;
  const slots = buildLedger({
    schedules,
    backups,
    runs,
    addonStatus: addon.status,
    zone,
    now,
    manualIds,
    thresholds,
  });
  return {
    reading: { ...reading, backups },
    runs,
    slots,
    tracks: buildTracks({ runs, slots, schedules, idle, asOf, thresholds }),
    lastGood: runs.findLast(({ status }) => status === 'completed'),
    intervalMs: shortestIntervalMs(schedules),
    nextSlot: addon.status === 'paused' ? undefined : nextSlot(schedules, zone, now),
    endsAt: lastCopyExpiry({ runs, slots, schedules, zone, expiries, now, thresholds }),
    idle,
    waiting: idle ? runs.filter(({ status }) => status === 'scheduled').length : 0,
    telling: { now, zone, complete: backups.reach === 'end', language },
    thresholds,
  };
}

function ageOf(run: Backup, now: Date): number {
  return Math.max(0, now.getTime() - run.createdAt.getTime());
}

function worstAgeRatio(tracks: readonly Track[], now: Date): number | undefined {
  const ratios = tracks.flatMap(({ lastGood, schedules }) => {
    const interval = shortestIntervalMs(schedules);
    return lastGood === undefined || interval === undefined ? [] : ageOf(lastGood, now) / interval;
  });
  return ratios.length === 0 ? undefined : Math.max(...ratios);
}

/** Slots that are still open, or of which nothing is known, are neither kept nor broken promises. */
export function countPromises(slots: readonly LedgerSlot[]): { promised: number; made: number } {
  return {
    promised: slots.filter(isSettled).length,
    made: slots.filter(({ outcome }) => outcome === 'done').length,
  };
}

/** Whether a promise was kept or broken. */
export function isSettled({ outcome }: LedgerSlot): boolean {
  return SETTLED.has(outcome);
}

const SETTLED: ReadonlySet<LedgerSlot['outcome']> = new Set([
  'done',
  'failed',
  'aborted',
  'missed',
  'stuck',
]);

/** What else a person should know: lesser troubles, what was not read, and what is about to help. */
function notesBeside(
  worst: Finding,
  others: readonly Finding[],
  { intervalMs, reading, telling }: AddonCase,
): string[] {
  const notes = others
    .filter(({ word }) => word !== 'unknown' && isWorse(word, 'unprotected'))
    .map(({ reason }) => reason);
  const running = worst.track?.running;
  if (running && isWorse(worst.word, 'odd')) {
    notes.push(`a run started ${formatAgo(telling.now.getTime() - running.createdAt.getTime())}`);
  }
  if (intervalMs === undefined) notes.push('nothing is scheduled');
  notes.push(...gapsOfSchedules(reading.schedules), ...gapsOfHistory(reading.backups));
  return notes.filter((note) => !worst.reason.includes(note));
}
