import { formatAddonRef } from '../../domain/addons/addon.ts';
import { isLate } from '../../domain/digests/delivery.ts';
import type { DigestContent } from '../../domain/digests/digest.ts';
import type { Mention } from '../../domain/digests/mention.ts';
import { formatCount } from '../../domain/format.ts';
import { textOf } from '../block-kit/blocks.ts';
import { joinParts, spoken } from '../block-kit/lines.ts';
import { plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import {
  blindLine,
  formatLocalDate,
  lostLine,
  oldestWords,
  recoveryLine,
  standing,
  watchLines,
} from './digest-words.ts';
import { snoozedLines } from './snooze-words.ts';
import { describeCounts } from './verdict-words.ts';

/** Gaps and recoveries beyond this are left to the blocks. */
const MAX_LINES = 6;

/** The whole digest in lines, for notifications and screen readers; the first is a sentence of its own. */
export function digestText(content: DigestContent): string {
  const { localDate, rows, moreRows, blind, lost, recovered, tone } = content;
  const first = `Backups on ${formatLocalDate(localDate, content.language)}: ${standing(content)}`;
  const mention = mentionOf(content.mention);
  const oldest = tone === 'clear' ? oldestWords(content) : undefined;
  const parts = [
    mention === undefined ? first : `${mention} ${first}`,
    ...blind.slice(0, MAX_LINES).map(blindLine),
    ...lost.slice(0, MAX_LINES).map(lostLine),
    ...rows.map(
      ({ addon, verdict }) =>
        `${capital(verdict.word)}: ${plainInMrkdwn(formatAddonRef(addon), 120)}, ${plainInMrkdwn(verdict.reason, 200)}`,
    ),
    ...(moreRows.length === 0 ? [] : [`And more: ${describeCounts(moreRows)}`]),
    ...watchLines(content),
    ...snoozedLines(content),
    ...recovered.slice(0, MAX_LINES).map((each) => recoveryLine(each, content.postedAt)),
    capital(joinParts([oldest, ...timing(content)])),
  ];
  return textOf(parts.filter((part) => part !== '').map(spoken));
}

/** Why this digest comes late, what it makes up for, and when the next one comes. */
export function timing({
  dueAt,
  nextAt,
  missedDigests,
  window,
  postedAt,
}: DigestContent): (string | undefined)[] {
  return [
    isLate(dueAt, postedAt ?? window.to) ? `due ${slackDate(dueAt)}` : undefined,
    missedDigests > 0
      ? `${formatCount(missedDigests, 'digest')} before this one not sent or in doubt, so this covers everything since ${slackDate(window.from)}`
      : undefined,
    nextAt === undefined ? undefined : `next ${slackDate(nextAt)}`,
  ];
}

/** What stands under a digest that was written in time and comes late, as mrkdwn. */
export function dueLine(dueAt: Date): string {
  return `Due ${slackDate(dueAt)}`;
}

/** Slack's markup for whom to notify. */
export function mentionOf(mention: Mention | undefined): string | undefined {
  // Ids come from a form of ours, but a mention is the one thing that must never be forged.
  if (mention === undefined || !/^[A-Z0-9]{2,30}$/.test(mention.id)) return undefined;
  return mention.kind === 'user' ? `<@${mention.id}>` : `<!subteam^${mention.id}>`;
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
