import type { types } from '@slack/bolt';
import { formatCount } from '../../domain/format.ts';
import type { SurveyProgress } from '../../domain/survey.ts';
import type { Board } from '../../domain/verdicts/board.ts';
import { addonTitle } from '../addons/name.ts';
import { actions, button, context, section, textOf } from '../block-kit/blocks.ts';
import { LIMIT } from '../block-kit/limits.ts';
import { spoken } from '../block-kit/lines.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { plainInMrkdwn, slackDate, truncate } from '../block-kit/mrkdwn.ts';
import { statusPageValue } from '../button-values.ts';
import { ACTION } from '../ids.ts';
import { blindLines, boardBlocks, standingWords } from './board-blocks.ts';

/** Addons on one page: with a heading for each they still fit a message of 50 blocks. */
export const BOARD_PAGE_SIZE = 15;

/** Addons that the sentence for notifications names. */
const MAX_NAMED = 10;

/** What a board's message needs beside the board. */
export interface StatusOptions {
  /** The project that was asked for; absent for everything. */
  projectId?: string | undefined;
  /** What the board covers, as plain text: "prod", "this channel's digest". */
  title: string;
  /** Present where reading it again was asked for too soon: how long that has to wait. */
  coolingMs?: number | undefined;
}

/** The answer to `/backups status`. */
export function buildStatusMessage(board: Board, options: StatusOptions): SlackMessage {
  return {
    text: textFor(board, options),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: truncate(heading(board, options), LIMIT.headerText) },
      },
      ...boardBlocks(board),
      context(footer(board, options)),
      ...actions(pageButtons(board, options)),
    ],
  };
}

/** What stands in the board's place while the account is read. */
export function buildStatusProgress(progress?: SurveyProgress): SlackMessage {
  const text = progressText(progress);
  return { text, blocks: [section(text)] };
}

/** How far the reading of an account is, in words. */
export function progressText(progress?: SurveyProgress): string {
  return progress === undefined || progress.total === 0
    ? '◔ Reading the account…'
    : `◔ Reading backups: read ${progress.done} of ${formatCount(progress.total, 'addon')}`;
}

function heading(board: Board, { title }: StatusOptions): string {
  return `Backups · ${title}: ${standingWords(board)}`;
}

/** Why a board was not read again; nothing where it was. */
export function coolingWords(coolingMs: number | undefined): string[] {
  return coolingMs === undefined
    ? []
    : [`just read, can be read again in ${Math.ceil(coolingMs / 1000)} s`];
}

function footer(board: Board, { coolingMs }: StatusOptions): string {
  const { read, total, readAt, page, pages, requests } = board;
  return [
    `${read} of ${formatCount(total, 'addon')} read at ${slackDate(readAt, 'time')}`,
    formatCount(requests, 'request'),
    ...(pages > 1 ? [`page ${page + 1} of ${pages}`] : []),
    ...coolingWords(coolingMs),
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
      ...blindLines(board),
      ...rows.slice(0, MAX_NAMED).map(({ addon, verdict }) => {
        const reason = plainInMrkdwn(verdict.reason, 200);
        return `${addonTitle(addon)} ${verdict.word}${reason === '' ? '' : `, ${reason}`}`;
      }),
      ...(rows.length > MAX_NAMED || rest.length > 0 ? ['More below'] : []),
    ].map(spoken),
  );
}
