import type { Backup, BackupType } from '../../domain/backup.ts';
import { formatAge, formatAgo, formatCount } from '../../domain/format.ts';
import type { Listing } from '../../domain/listing.ts';
import { type Standing, standingsOf } from '../../domain/standing.ts';
import { plainInMrkdwn, slackDate } from '../mrkdwn.ts';
import { statusMark } from '../status-mark.ts';

const NOUNS: Readonly<Record<BackupType, string>> = {
  dump: 'dump',
  snapshot: 'snapshot',
  import: 'import',
  unknown: 'backup',
};

/**
 * Whether the data can be had back, in lines of mrkdwn, worst first; never empty.
 *
 * What could not be read comes before everything else, and nothing is called missing then.
 */
export function standingLines(listing: Listing<Backup>, now: Date): string[] {
  const gaps = gapLines(listing);
  if (listing.rows.length === 0) {
    return gaps.length > 0 ? gaps : ['✖ *No backups*: there is nothing to restore'];
  }
  const whole = gaps.length === 0 && listing.reach === 'end';
  return [
    ...gaps,
    ...standingsOf(listing.rows).map((standing) => standingLine(standing, whole, now)),
  ];
}

/** What a reading lacks, as lines that begin with the shape for "cannot tell". */
function gapLines({ rows, reach, failure, unreadable }: Listing<Backup>): string[] {
  const lines: string[] = [];
  if (reach === 'failed') {
    const reason = plainInMrkdwn(failure?.reason ?? 'reading broke off', 200);
    const retry = failure?.retryAt ? `; try again after ${slackDate(failure.retryAt, 'time')}` : '';
    lines.push(
      rows.length === 0
        ? `◌ *Cannot tell*: ${reason}${retry}`
        : `◌ *Not all backups could be read*: ${reason}${retry}. What is missing is probably older`,
    );
  }
  if (unreadable.length > 0) {
    const count = formatCount(unreadable.length, 'backup');
    const reason = plainInMrkdwn(unreadable[0]?.reason ?? '', 100);
    lines.push(
      `◌ *${count} could not be read*${reason === '' ? '' : ` (${reason})`}: newer ones may be missing here`,
    );
  }
  return lines;
}

function standingLine(standing: Standing, whole: boolean, now: Date): string {
  const noun = NOUNS[standing.type];
  const parts = [
    ...badPart(standing, noun, now),
    goodPart(standing, noun, whole, now),
    ...pendingPart(standing, noun, now),
  ];
  const line = parts.join(' · ');
  return `${line.slice(0, 1).toUpperCase()}${line.slice(1)}`;
}

function badPart({ badSince }: Standing, noun: string, now: Date): string[] {
  const [newest] = badSince;
  if (newest === undefined) return [];
  const sameEnd = badSince.every(({ rawStatus }) => rawStatus === newest.rawStatus);
  const [shape, ...word] = statusMark(newest).split(' ');
  const end = sameEnd ? endWords(newest, word.join(' ')) : 'did not complete';
  if (badSince.length > 1) return [`${shape} *last ${badSince.length} ${noun}s ${end}*`];
  const ago = formatAgo(now.getTime() - newest.createdAt.getTime());
  return [`${shape} *newest ${noun} ${end}* ${ago}`];
}

/** The end of a bad run as a verb: "failed", "was aborted". */
function endWords({ status }: Backup, word: string): string {
  switch (status) {
    case 'aborted':
      return 'aborted';
    case 'aborting':
      return 'being aborted';
    case 'not-supported':
      return 'not supported';
    case 'unknown':
      return `ended as “${plainInMrkdwn(word, 30)}”`;
    case 'failed':
    case 'completed':
    case 'in-progress':
    case 'scheduled':
      return word;
  }
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
