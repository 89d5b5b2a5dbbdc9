import type { types } from '@slack/bolt';
import type { Board, BoardRow } from '../../domain/board.ts';
import { formatAgo, formatBytes, formatCount } from '../../domain/format.ts';
import { sparkline } from '../../domain/sparkline.ts';
import { addonValue } from '../act-value.ts';
import { addonTitle } from '../addon-name.ts';
import { actions, button, context, cutMrkdwn, section, sectionsOf, textOf } from '../blocks.ts';
import { ACTION } from '../ids.ts';
import { LIMIT } from '../limits.ts';
import type { AnyBlock, SlackMessage } from '../message.ts';
import { plainInMrkdwn, slackDate, truncate } from '../mrkdwn.ts';
import { statusPageValue } from '../status-value.ts';
import { blindLine, joinParts, spoken } from './digest-words.ts';
import { describeCounts, verdictMark } from './verdict-words.ts';

/** Addons on one page: with a heading for each they still fit a message of 50 blocks. */
export const BOARD_PAGE_SIZE = 15;

/** Gaps beyond this are counted. */
const MAX_GAPS = 6;

/** Addons that the sentence for notifications names. */
const MAX_NAMED = 10;

/** What a board's message needs beside the board. */
export interface StatusOptions {
  /** The project that was asked for; absent for everything. */
  projectId?: string | undefined;
  /** What the board covers, as plain text: "prod", "this channel's digest". */
  title: string;
}

/** The answer to `/backups status`. */
export function buildStatusMessage(board: Board, options: StatusOptions): SlackMessage {
  const { rows } = board;
  return {
    text: textFor(board, options),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: truncate(heading(board, options), LIMIT.headerText) },
      },
      ...sectionsOf(gapLines(board)),
      ...rows.flatMap((row, index) => [...projectHeading(rows, index), rowBlock(row, index)]),
      ...restLine(board),
      context(footer(board)),
      ...actions(pageButtons(board, options)),
    ],
  };
}

/** What stands in the board's place while the account is read. */
export function buildStatusProgress(progress?: { done: number; total: number }): SlackMessage {
  const text =
    progress === undefined || progress.total === 0
      ? '◔ Reading the account…'
      : `◔ Reading backups: read ${progress.done} of ${formatCount(progress.total, 'addon')}`;
  return { text, blocks: [section(text)] };
}

function heading(board: Board, { title }: StatusOptions): string {
  return `Backups · ${title}: ${standing(board)}`;
}

/** Counts, and never a word of comfort on partial data. */
function standing({ counts, total, blind }: Board): string {
  if (total === 0) return blind.length === 0 ? 'no addon' : 'not everything could be read';
  const words = describeCounts(counts);
  const hasUnknown = counts.some(({ word }) => word === 'unknown');
  if (blind.length > 0 && !hasUnknown) return `not everything could be read, ${words}`;
  return words;
}

/** What could not be read beside the addons, which have their own rows. */
function gapLines({ blind }: Board): string[] {
  const spots = blind.filter(({ kind }) => kind !== 'addons');
  const lines = spots.slice(0, MAX_GAPS).map((spot) => cutMrkdwn(blindLine(spot), 900));
  const more = spots.length - lines.length;
  return more > 0 ? [...lines, `and ${formatCount(more, 'more gap')}`] : lines;
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

function footer({ read, total, readAt, page, pages, requests }: Board): string {
  return [
    `${read} of ${formatCount(total, 'addon')} read at ${slackDate(readAt, 'time')}`,
    formatCount(requests, 'request'),
    ...(pages > 1 ? [`page ${page + 1} of ${pages}`] : []),
  ].join(' · ');
}

function pageButtons(
  { page, pages }: Board,
  { projectId }: StatusOptions,
): (types.Button | undefined)[] {
  const to = (name: string, label: string, target: number, anew: boolean) =>
    button(
      `${ACTION.statusPage}:${name}`,
      label,
      statusPageValue({ page: target, projectId, anew }),
    );
  return [
    page > 0 ? to('previous', '‹ Previous', page - 1, false) : undefined,
    page < pages - 1 ? to('next', 'Next ›', page + 1, false) : undefined,
    to('anew', 'Read again', 0, true),
  ];
}

/** The whole in lines, for notifications and screen readers. */
function textFor(board: Board, options: StatusOptions): string {
  const { rows, rest } = board;
  return textOf(
    [
      plainInMrkdwn(heading(board, options), 300),
      ...gapLines(board),
      ...rows.slice(0, MAX_NAMED).map(({ addon, verdict }) => {
        const reason = plainInMrkdwn(verdict.reason, 200);
        return `${addonTitle(addon)} ${verdict.word}${reason === '' ? '' : `, ${reason}`}`;
      }),
      ...(rows.length > MAX_NAMED || rest.length > 0 ? ['More below'] : []),
    ].map(spoken),
  );
}
