import type { types } from '@slack/bolt';
import { formatAgo, formatBytes, formatCount } from '../../domain/format.ts';
import { sparkline } from '../../domain/history/sparkline.ts';
import type { Board, BoardRow } from '../../domain/verdicts/board.ts';
import { button, context, cutMrkdwn, section, sectionsOf } from '../block-kit/blocks.ts';
import { joinParts } from '../block-kit/lines.ts';
import type { AnyBlock } from '../block-kit/message.ts';
import { plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { addonValue } from '../button-values.ts';
import { ACTION, COMMAND } from '../ids.ts';
import { blindLine } from './digest-words.ts';
import { describeCounts, verdictMark } from './verdict-words.ts';

/** Gaps beyond this are counted. */
const MAX_GAPS = 6;

/** One page of a board: what could not be read, the addons, and what is on later pages. */
export function boardBlocks(board: Board): AnyBlock[] {
  const { rows } = board;
  return [
    ...sectionsOf(blindLines(board)),
    ...nothingLine(board),
    ...rows.flatMap((row, index) => [...projectHeading(rows, index), rowBlock(row, index)]),
    ...restLine(board),
  ];
}

/** The counts in words, and never a word of comfort on partial data. */
export function standingWords({ counts, total, blind }: Board): string {
  if (total === 0) return blind.length === 0 ? 'no addon' : 'no addon could be read';
  const words = describeCounts(counts);
  const hasUnknown = counts.some(({ word }) => word === 'unknown');
  if (blind.length > 0 && !hasUnknown) return `not everything could be read, ${words}`;
  return words;
}

/** What could not be read beside the addons, which have their own rows; as lines of mrkdwn. */
export function blindLines({ blind }: Board): string[] {
  const spots = blind.filter(({ kind }) => kind !== 'addons');
  const lines = spots.slice(0, MAX_GAPS).map((spot) => cutMrkdwn(blindLine(spot), 900));
  const more = spots.length - lines.length;
  return more > 0 ? [...lines, `and ${formatCount(more, 'more gap')}`] : lines;
}

/** What to do where there is nothing to show. */
function nothingLine({ total, read, blind }: Board): AnyBlock[] {
  if (total === 0 && blind.length === 0) {
    return [
      context(
        `\`${COMMAND} show\` picks from all that the bot may see; \`${COMMAND} digest\` changes what a channel covers`,
      ),
    ];
  }
  if (read > 0) return [];
  return [context(`\`${COMMAND} doctor\` tells an admin what is wrong and what to do`)];
}

/** A project's name stands once above its addons. */
function projectHeading(rows: readonly BoardRow[], index: number): AnyBlock[] {
  const { addon } = rows[index] ?? {};
  if (addon === undefined || rows[index - 1]?.addon.projectId === addon.projectId) return [];
  const name = plainInMrkdwn(addon.projectName, 80) || plainInMrkdwn(addon.projectId, 80);
  return [context(`*${name}*`)];
}

function rowBlock({ addon, verdict, sizes }: BoardRow, index: number): types.SectionBlock {
  const lines = [
    `${verdictMark(verdict.word)}  *${nameOf(addon)}*`,
    // What is fresh needs no reason beside its facts.
    verdict.word === 'fresh' ? '' : plainInMrkdwn(verdict.reason, 400),
    facts({ addon, verdict, sizes }),
  ];
  return section(
    lines.filter((line) => line !== '').join('\n'),
    button(`${ACTION.showAddon}:${index}`, 'Show', addonValue(addon)),
  );
}

/** The project's name stands in the heading already. */
function nameOf({ name, addonId }: BoardRow['addon']): string {
  return plainInMrkdwn(name, 60) || plainInMrkdwn(addonId, 60);
}

function facts({ verdict, sizes }: BoardRow): string {
  const { lastGood, lastGoodAgeMs, nextSlot, word } = verdict;
  const ago =
    lastGoodAgeMs === undefined || word !== 'fresh' ? '' : ` (${formatAgo(lastGoodAgeMs)})`;
  const size = lastGood?.sizeBytes === undefined ? '' : formatBytes(lastGood.sizeBytes);
  return joinParts([
    lastGood === undefined ? '' : `last good ${slackDate(lastGood.createdAt)}${ago}`,
    nextSlot === undefined ? '' : `next ${slackDate(nextSlot)}`,
    [size, sparkline(sizes)].filter((part) => part !== '').join(' '),
  ]);
}

function restLine({ rest }: Board): AnyBlock[] {
  const [only] = rest;
  if (only === undefined) return [];
  const count = rest.reduce((sum, each) => sum + each.count, 0);
  const text =
    rest.length === 1
      ? `and ${only.count} more ${only.word}`
      : `and ${count} more: ${describeCounts(rest)}`;
  return [section(text)];
}
