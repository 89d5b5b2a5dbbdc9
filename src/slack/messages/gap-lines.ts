import { formatCount } from '../../domain/format.ts';
import type { Listing } from '../../domain/listing.ts';
import { plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';

/**
 * What a reading lacks, in lines of mrkdwn to stand above everything else; none when it lacks nothing.
 *
 * @param noun of one row; it takes an s.
 * @param doubt what an unreadable row may hide, as the end of a sentence about it.
 */
export function gapLines(listing: Listing<unknown>, noun: string, doubt = ''): string[] {
  return [...failureLine(listing, noun), ...unreadableLine(listing, noun, doubt)];
}

function failureLine({ rows, reach, failure }: Listing<unknown>, noun: string): string[] {
  if (reach !== 'failed') return [];
  const reason = plainInMrkdwn(failure?.reason ?? 'reading broke off', 200);
  const retry = failure?.retryAt ? `; try again after ${slackDate(failure.retryAt, 'time')}` : '';
  if (rows.length === 0) return [`◌ *The ${noun}s could not be read*: ${reason}${retry}`];
  return [`◌ *Not all ${noun}s could be read*: ${reason}${retry}. More may exist`];
}

function unreadableLine({ unreadable }: Listing<unknown>, noun: string, doubt: string): string[] {
  if (unreadable.length === 0) return [];
  const count = formatCount(unreadable.length, noun);
  const reason = plainInMrkdwn(unreadable[0]?.reason ?? '', 100);
  return [`◌ *${count} could not be read*${doubt}${reason === '' ? '' : `: ${reason}`}`];
}
