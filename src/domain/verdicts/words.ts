import type { Backup, BackupStatus } from '../backup.ts';
import {
  formatAgo,
  formatBytes,
  formatClock,
  formatDay,
  formatDuration,
  formatPercent,
} from '../format.ts';
import type { Language } from '../language.ts';
import { offsetAt } from '../schedules/zone.ts';
import { durationMs } from './runs.ts';
import type { SizeOddity } from './size-oddity.ts';
import type { Track } from './track.ts';
import type { LedgerSlot } from './verdict.ts';

const MINUTE_MS = 60_000;

/** From where and when sentences are told. */
export interface Telling {
  now: Date;
  /** Zone of every clock time, named with it. */
  zone: string;
  /** Whether the whole history was read, so that what is not in it does not exist. */
  complete: boolean;
  /** Of the dates; absent for English. */
  language?: Language | undefined;
}

const BAD_ENDS: Partial<Record<BackupStatus, string>> = {
  failed: 'failed',
  aborted: 'was aborted',
  'not-supported': 'was not supported',
};

/** `02:30 UTC (21 Nov)`. */
export function tellMoment(
  moment: Date,
  { zone, language }: Pick<Telling, 'zone' | 'language'>,
): string {
  const offset = offsetAt(zone, moment.getTime());
  return `${formatClock(moment, offset)} ${zone} (${formatDay(moment, offset, language)})`;
}

/** `last good 31 h ago`, or that there is none. */
export function tellLastGood(run: Backup | undefined, { now, complete }: Telling): string {
  if (run !== undefined) return `last good ${formatAgo(now.getTime() - run.createdAt.getTime())}`;
  return complete ? 'no good copy exists' : 'no good copy in what was read';
}

/** What a healthy addon has: `last good 7 h ago, 1.2 GB in 4 min`. */
export function tellFresh(lastGood: Backup | undefined, telling: Telling): string {
  const size = lastGood?.sizeBytes === undefined ? '' : `, ${formatBytes(lastGood.sizeBytes)}`;
  const duration = lastGood && durationMs(lastGood);
  const time = duration === undefined || duration < 0 ? '' : ` in ${formatDuration(duration)}`;
  return `${tellLastGood(lastGood, telling)}${size}${size === '' ? '' : time}`;
}

/** Bad ends, with the slots between or after them for which nothing came. */
export function tellFailed({ bad, missed, lastGood }: Track, telling: Telling): string {
  const verbs = new Set(bad.map(({ status }) => BAD_ENDS[status] ?? 'failed'));
  if (missed.length > 0) verbs.add('did not come');
  const times = bad.length + missed.length;
  const [first] = [
    ...bad.map(({ createdAt }) => createdAt),
    ...missed.map(({ at }) => at),
  ].toSorted((a, b) => a.getTime() - b.getTime());
  const when = first ?? telling.now;
  const what =
    times === 1
      ? `the run of ${tellMoment(when, telling)} ${[...verbs].join()}`
      : `${[...verbs].join(' or ')} ${tellTimes(times, lastGood, telling)} since ${tellSince(when, telling)}`;
  return `${what}; ${tellLastGood(lastGood, telling)}`;
}

/** Slots for which nothing came. */
export function tellMissed(track: Track, telling: Telling): string {
  const { missed, lastGood } = track;
  const [first] = missed;
  const when = first?.at ?? telling.now;
  const what =
    missed.length === 1
      ? `nothing came at ${tellMoment(when, telling)}${tellUsually('; usually by ', track, when, telling)}`
      : `nothing came ${tellTimes(missed.length, lastGood, telling)} since ${tellSince(when, telling)}`;
  return `${what}; ${tellLastGood(lastGood, telling)}`;
}

/** A slot for which nothing came yet. */
export function tellLate({ at }: LedgerSlot, track: Track, telling: Telling): string {
  const clock = formatClock(at, offsetAt(telling.zone, at.getTime()));
  const usually = tellUsually(' (usually by ', track, at, telling);
  return `expected ${clock} ${telling.zone}, nothing yet${usually === '' ? '' : `${usually})`}`;
}

/** A run that has not ended, whether that is to be expected or not. */
export function tellUnfinished(run: Backup, track: Track, telling: Telling): string {
  const verb = { scheduled: 'waiting to start', aborting: 'aborting' }[run.status as string];
  const age = formatDuration(telling.now.getTime() - run.createdAt.getTime());
  const usual =
    track.usualDurationMs === undefined ? '' : `, usually ${formatDuration(track.usualDurationMs)}`;
  return `${verb ?? 'running'} for ${age}${usual}; ${tellLastGood(track.lastGood, telling)}`;
}

/** A size that stands out: `61 % smaller than its last 14 (1.2 GB → 470 MB)`. */
export function tellOddity({ kind, sizeBytes, usualBytes, samples }: SizeOddity): string {
  if (kind === 'empty') return `empty; its last ${samples} were about ${formatBytes(usualBytes)}`;
  const change = `(${formatBytes(usualBytes)} → ${formatBytes(sizeBytes)})`;
  const share = sizeBytes / usualBytes;
  return kind === 'smaller'
    ? `${formatPercent(1 - share)} smaller than its last ${samples} ${change}`
    : `${Math.round(share)} times as large as its last ${samples} ${change}`;
}

/** `18 Nov 02:30 UTC`. */
function tellSince(moment: Date, { zone, language }: Telling): string {
  const offset = offsetAt(zone, moment.getTime());
  return `${formatDay(moment, offset, language)} ${formatClock(moment, offset)} ${zone}`;
}

function tellTimes(times: number, lastGood: Backup | undefined, { complete }: Telling): string {
  const least = lastGood === undefined && !complete ? 'at least ' : '';
  return `${least}${times} times in a row`;
}

/** The minute by which nearly all runs of the past had started; nothing where there were none. */
function tellUsually(lead: string, { usualDelayMs }: Track, slot: Date, { zone }: Telling): string {
  if (usualDelayMs === undefined) return '';
  const minutes = Math.ceil((slot.getTime() + usualDelayMs) / MINUTE_MS);
  const by = new Date(minutes * MINUTE_MS);
  return `${lead}${formatClock(by, offsetAt(zone, by.getTime()))}`;
}
