import { type Backup, nounOf } from '../../domain/backup.ts';
import { formatAge, formatAgo, formatDuration } from '../../domain/format.ts';
import type { Listing } from '../../domain/listing.ts';
import type { Standing } from '../../domain/verdicts/standing.ts';
import type { Track } from '../../domain/verdicts/track.ts';
import type { Verdict, VerdictWord } from '../../domain/verdicts/verdict.ts';
import { plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { gapLines } from './gap-lines.ts';
import { statusShape, statusWord } from './status-mark.ts';
import { verdictMark } from './verdict-words.ts';

/** Verdicts about a type of backup, so that the line about an only type need not tell it again. */
const ABOUT_TYPE: ReadonlySet<VerdictWord> = new Set([
  'failed',
  'missed',
  'stuck',
  'late',
  'running',
  'fresh',
]);

/**
 * Whether the data can be had back, in lines of mrkdwn: the verdict, then each type, worst first; never
 * empty.
 *
 * What could not be read comes before everything else, and nothing is called missing then.
 */
export function standingLines(
  listing: Listing<Backup>,
  { verdict, tracks }: Standing,
  now: Date,
): string[] {
  const gaps = gapLines(listing, 'backup', ' and may be newer than those shown');
  const isEmpty = listing.rows.length === 0;
  if (isEmpty && gaps.length > 0) return gaps;
  const first = [...gaps, ...verdictLine(verdict, gaps.length > 0)];
  if (isEmpty)
    return [
      ...first,
      '*No backups*: there is nothing to restore. Start one or add a schedule in Northflank',
    ];

  first.push(...oddStatusLine(listing.rows, verdict));
  const [only, ...others] = tracks;
  if (only === undefined) {
    const onlyImports = listing.rows.every(({ type }) => type === 'import');
    return onlyImports ? [...first, '*No backups but imports*, which hold foreign data'] : first;
  }
  if (others.length === 0 && ABOUT_TYPE.has(verdict.word)) {
    return [...first, ...onlyTrackLine(only, verdict, now)];
  }
  const whole = gaps.length === 0 && listing.reach === 'end';
  const mark = verdict.word === 'fresh' ? '✔ ' : '';
  return [...first, ...tracks.map((track) => `${mark}${trackLine(track, whole, now)}`)];
}

function verdictLine({ word, reason }: Verdict, hasGaps: boolean): string[] {
  if (word === 'unknown' && hasGaps) return [];
  return [`*${verdictMark(word)}*: ${plainInMrkdwn(reason, 500)}`];
}

/** What the verdict leaves to say of the only type: when its last good one began, and what goes on. */
function onlyTrackLine(track: Track, { word }: Verdict, now: Date): string[] {
  const noun = nounOf(track.type);
  const { lastGood } = track;
  const good = lastGood && `last good ${noun} ${slackDate(lastGood.createdAt)}`;
  const pending = word === 'running' || word === 'stuck' ? [] : pendingPart(track, noun, now);
  const parts = [...(good === undefined ? [] : [good]), ...pending];
  return parts.length === 0 ? [] : [asSentence(parts)];
}

/** A run whose status nobody documents may be good or bad; the verdict tells only one that leaves all open. */
function oddStatusLine(rows: readonly Backup[], { word, lastGood }: Verdict): string[] {
  if (word === 'unknown') return [];
  const odd = rows.find(({ status }) => status === 'unknown');
  if (odd === undefined || (lastGood && odd.createdAt < lastGood.createdAt)) return [];
  const status = plainInMrkdwn(statusWord(odd), 30);
  return [
    `? *The run of ${slackDate(odd.createdAt)} has the status “${status}”*, which is not understood`,
  ];
}

function trackLine(track: Track, whole: boolean, now: Date): string {
  const noun = nounOf(track.type);
  const good = goodPart(track, noun, whole, now);
  const pending = pendingPart(track, noun, now);
  const parts = [
    ...badPart(track, noun, now),
    ...missedPart(track, noun),
    ...(track.stuck === undefined ? [good, ...pending] : [...pending, good]),
  ];
  return asSentence(parts);
}

/** The first letter is the first that is no shape, space or mark: "✖ *Last 3 dumps failed*". */
function asSentence(parts: readonly string[]): string {
  return parts.join(' · ').replace(/[a-z]/, (letter) => letter.toUpperCase());
}

function badPart({ bad }: Track, noun: string, now: Date): string[] {
  const newest = bad.at(-1);
  if (newest === undefined) return [];
  const shape = statusShape(newest.status);
  if (bad.length > 1) {
    const allFailed = bad.every(({ status }) => status === 'failed');
    return [`${shape} *last ${bad.length} ${noun}s ${allFailed ? 'failed' : 'did not complete'}*`];
  }
  const end = newest.status === 'not-supported' ? 'is not supported' : statusWord(newest);
  return [`${shape} *newest ${noun} ${end}* ${formatAgo(ageMs(newest, now))}`];
}

/** What did not happen, of which Northflank itself says nothing. */
function missedPart({ missed, late }: Track, noun: string): string[] {
  const [first] = missed;
  if (first === undefined) {
    return late === undefined ? [] : [`◔ *${noun} of ${slackDate(late.at)} is late*`];
  }
  return missed.length === 1
    ? [`✖ *no ${noun} came* at ${slackDate(first.at)}`]
    : [`✖ *no ${noun} came ${missed.length} times* since ${slackDate(first.at)}`];
}

function goodPart({ lastGood }: Track, noun: string, whole: boolean, now: Date): string {
  if (lastGood === undefined) {
    return whole ? `*no good ${noun}*` : `no good ${noun} among those read`;
  }
  return `last good ${noun} ${formatAgo(ageMs(lastGood, now))} (${slackDate(lastGood.createdAt)})`;
}

function pendingPart(
  { stuck, running, usualDurationMs }: Track,
  noun: string,
  now: Date,
): string[] {
  const run = stuck ?? running;
  if (run === undefined) return [];
  const doing = run.status === 'scheduled' ? 'waiting to start' : statusWord(run);
  const words = `${doing} for ${formatAge(ageMs(run, now))}`;
  if (run !== stuck) return [`◔ ${noun} ${words}`];
  const usual = usualDurationMs === undefined ? '' : `, usually ${formatDuration(usualDurationMs)}`;
  return [`◔ *${noun} stuck*: ${words}${usual}`];
}

function ageMs({ createdAt }: Backup, now: Date): number {
  return now.getTime() - createdAt.getTime();
}
