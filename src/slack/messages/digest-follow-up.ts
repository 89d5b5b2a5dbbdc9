import { formatAddonRef } from '../../domain/addons/addon.ts';
import type { NewBreak } from '../../domain/digests/new-breaks.ts';
import { addonTitle } from '../addons/name.ts';
import { context, section, sectionsOf, textOf } from '../block-kit/blocks.ts';
import { joinParts, spoken } from '../block-kit/lines.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { digestRowBlocks, type ScheduleTimes } from './digest-row-blocks.ts';
import { mentionOf } from './digest-text.ts';
import { doctorButton } from './doctor-button.ts';
import { verdictMark } from './verdict-words.ts';

/** Lines beyond this are counted. */
const MAX_LINES = 10;

/** What a reply about new breaks needs beside them. */
export interface BreakReplyOptions extends ScheduleTimes {
  /** When the digest was composed in whose thread the reply stands. */
  postedAt: Date;
}

/**
 * The short reply that tells somebody what broke after a digest was posted.
 *
 * @param breaks at least one, worst first; several share one reply, where each has a line.
 */
export function buildBreakReply(
  breaks: readonly [NewBreak, ...NewBreak[]],
  { postedAt, ...times }: BreakReplyOptions,
): SlackMessage {
  const since = `since ${slackDate(postedAt, 'time')}`;
  const mentions = new Set(breaks.flatMap(({ mention }) => mentionOf(mention) ?? []));
  const head = breaks.length === 1 ? `New ${since}` : `${breaks.length} more broke ${since}`;
  const [row] = breaks;
  return {
    text: textOf(
      breaks.map((each, index) =>
        index === 0 ? [...mentions, `${head}:`, spokenBreak(each)].join(' ') : spokenBreak(each),
      ),
    ),
    blocks: [
      context(joinParts([...mentions, head])),
      ...(breaks.length === 1
        ? digestRowBlocks(row, 0, times)
        : sectionsOf([
            ...breaks.slice(0, MAX_LINES).map(breakLine),
            ...(breaks.length > MAX_LINES ? [`and ${breaks.length - MAX_LINES} more`] : []),
          ])),
    ],
  };
}

function spokenBreak({ addon, verdict }: NewBreak): string {
  const address = plainInMrkdwn(formatAddonRef(addon), 120);
  return spoken(`${address} ${verdict.word}, ${plainInMrkdwn(verdict.reason, 300)}`);
}

function breakLine({ addon, verdict }: NewBreak): string {
  return `${verdictMark(verdict.word)}  *${addonTitle(addon)}* ${plainInMrkdwn(verdict.reason, 200)}`;
}

/** Since when and why nothing of what a digest covers could be read. */
export interface Blindness {
  since: Date;
  /** A clause without markup. */
  reason: string;
  /** When what the digest says was read. */
  readAt: Date;
}

/**
 * A digest as it was, under a line that says that nobody knows whether it still holds, and leads to why.
 *
 * @param message what was last posted or edited in.
 */
export function buildBlindDigest(
  message: { text: string; blocks: readonly object[] },
  { since, reason, readAt }: Blindness,
): { text: string; blocks: readonly object[] } {
  const line =
    `◌ *Cannot tell* since ${slackDate(since, 'time')} whether this still holds: ` +
    `${plainInMrkdwn(reason, 300)}. What follows was read at ${slackDate(readAt, 'time')}.`;
  return {
    text: textOf([spoken(line), message.text]),
    blocks: [section(line, doctorButton()), ...message.blocks],
  };
}
