import type { Backup, BackupType } from '../../domain/backup.ts';
import { formatAge, formatAgo } from '../../domain/format.ts';
import type { Listing } from '../../domain/listing.ts';
import type { BackupSchedule } from '../../domain/schedule.ts';
import { type Standing, standingsOf } from '../../domain/standing.ts';
import type { Verdict, VerdictWord } from '../../domain/verdict.ts';
import { plainInMrkdwn, slackDate } from '../mrkdwn.ts';
import { statusShape, statusWord } from '../status-mark.ts';
import { verdictMark } from '../verdict-mark.ts';
import { gapLines } from './gap-lines.ts';

interface Noun {
  one: string;
  many: string;
}

const NOUNS: Readonly<Record<BackupType, Noun>> = {
  dump: { one: 'dump', many: 'dumps' },
  snapshot: { one: 'snapshot', many: 'snapshots' },
  import: { one: 'import', many: 'imports' },
  unknown: { one: 'backup of unknown type', many: 'backups of unknown type' },
};

/** Verdicts that say no more than the lines about each type do. */
const TOLD_BY_TYPE: ReadonlySet<VerdictWord> = new Set(['failed', 'running', 'fresh']);

/**
 * Whether the data can be had back, in lines of mrkdwn, worst first; never empty.
 *
 * What could not be read comes before everything else, and nothing is called missing then.
 *
 * With a verdict it says also what the schedules add: only they tell what did not happen.
 */
export function standingLines(
  listing: Listing<Backup>,
  {
    schedules,
    verdict,
    now,
  }: {
    schedules: Listing<BackupSchedule>;
    verdict?: Pick<Verdict, 'word' | 'reason'> | undefined;
    now: Date;
  },
): string[] {
  const gaps = gapLines(listing, 'backup', ' and may be newer than those shown');
  const first = [...gaps, ...verdictLine(verdict, gaps.length > 0)];
  if (listing.rows.length === 0) {
    return gaps.length > 0 ? first : [...first, '✖ *No backups*: there is nothing to restore'];
  }
  const whole = gaps.length === 0 && listing.reach === 'end';
  const allGood = verdict?.word === 'fresh' ? '✔ ' : '';
  const promised = new Set(schedules.rows.map(({ type }) => type));
  return [
    ...first,
    ...standingsOf(listing.rows, promised).map(
      (one) => `${allGood}${standingLine(one, whole, now)}`,
    ),
  ];
}

function verdictLine(
  verdict: Pick<Verdict, 'word' | 'reason'> | undefined,
  hasGaps: boolean,
): string[] {
  if (verdict === undefined || TOLD_BY_TYPE.has(verdict.word)) return [];
  if (verdict.word === 'unknown' && hasGaps) return [];
  return [`*${verdictMark(verdict.word)}*: ${plainInMrkdwn(verdict.reason, 500)}`];
}

function standingLine(standing: Standing, whole: boolean, now: Date): string {
  const noun = NOUNS[standing.type];
  const parts = [
    ...badPart(standing, noun, now),
    goodPart(standing, noun.one, whole, now),
    ...pendingPart(standing, noun.one, now),
  ];
  // The first letter is the first that is no shape, space or mark: "✖ *Last 3 dumps failed*".
  return parts.join(' · ').replace(/[a-z]/, (letter) => letter.toUpperCase());
}

function badPart({ badSince }: Standing, noun: Noun, now: Date): string[] {
  const [newest] = badSince;
  if (newest === undefined) return [];
  const shape = statusShape(newest.status);
  if (badSince.length > 1) {
    const sameEnd = badSince.every(({ status }) => status === newest.status);
    const end = sameEnd && newest.status === 'failed' ? 'failed' : 'did not complete';
    return [`${shape} *last ${badSince.length} ${noun.many} ${end}*`];
  }
  const ago = formatAgo(now.getTime() - newest.createdAt.getTime());
  return [`${shape} *newest ${noun.one} ${endWords(newest)}* ${ago}`];
}

/** What became of a bad run, as a verb; of a status that nobody documents, Northflank's own word. */
function endWords(backup: Backup): string {
  if (backup.status === 'failed' || backup.status === 'aborted') return backup.status;
  const word = plainInMrkdwn(statusWord(backup), 30);
  return backup.status === 'unknown' ? `has an unknown status, “${word}”,` : `is ${word}`;
}

function goodPart({ lastGood }: Standing, noun: string, whole: boolean, now: Date): string {
  if (lastGood === undefined) {
    return whole ? `*no good ${noun}*` : `no good ${noun} among those read`;
  }
  const ago = formatAgo(now.getTime() - lastGood.createdAt.getTime());
  return `last good ${noun} ${ago} (${slackDate(lastGood.createdAt)})`;
}

function pendingPart({ pending }: Standing, noun: string, now: Date): string[] {
  if (pending === undefined) return [];
  const age = formatAge(now.getTime() - pending.createdAt.getTime());
  return [
    pending.status === 'scheduled'
      ? `◌ ${noun} waiting to start for ${age}`
      : `◔ ${noun} running for ${age}`,
  ];
}
