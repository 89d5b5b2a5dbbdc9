import type { types } from '@slack/bolt';
import { formatCount } from '../../domain/format.ts';
import type { SurveyProgress } from '../../domain/survey.ts';
import type { Board } from '../../domain/verdicts/board.ts';
import { actions, button, context, section } from '../block-kit/blocks.ts';
import { LIMIT } from '../block-kit/limits.ts';
import { plainInMrkdwn, slackDate, truncate } from '../block-kit/mrkdwn.ts';
import { statusPageValue } from '../button-values.ts';
import { ACTION, COMMAND } from '../ids.ts';
import { boardBlocks, standingWords } from '../messages/board-blocks.ts';
import { coolingWords, progressText } from '../messages/status.ts';
import { firstVisitLines } from '../messages/welcome.ts';
import { runButton } from '../run-button.ts';

/** Addons on one page: with a heading for each, gaps and buttons they still fit a view of 100 blocks. */
export const HOME_PAGE_SIZE = 40;

/** What the Home tab of one person shows. */
export interface HomeInput {
  /** Absent while nothing was read yet. */
  board?: Board | undefined;
  /** What the board covers, as plain text: "all projects". */
  coverage: string;
  /** Whether the person may add a destination. */
  mayAdd: boolean;
  /** Present for a person who opens the tab for the first time. */
  firstVisit?: { hasDigest: boolean } | undefined;
  /** Present while the account is read; its numbers are absent as long as they are not known. */
  reading?: { progress?: SurveyProgress | undefined } | undefined;
  /** Present where reading it again was asked for too soon: how long that has to wait. */
  coolingMs?: number | undefined;
}

/** The Home tab: what is bad now on top, how old that is, and the ways on. */
export function buildHomeView(input: HomeInput): types.HomeView {
  const { board, mayAdd, firstVisit, reading } = input;
  return {
    type: 'home',
    blocks: [
      header(board === undefined ? 'Backups' : `Backups: ${standingWords(board)}`),
      ...(firstVisit === undefined
        ? []
        : [section(firstVisitLines({ ...firstVisit, isAdmin: mayAdd }).join('\n'))]),
      ...(board === undefined ? [] : [context(ageLine(board, input))]),
      ...(reading === undefined ? [] : [section(progressText(reading.progress))]),
      ...waysOn(mayAdd, reading === undefined),
      ...(board === undefined ? [] : boardBlocks(board)),
      ...(board === undefined ? [] : actions(pageButtons(board))),
      context(`Type \`${COMMAND} help\` in any channel for all that can be asked`),
    ],
  };
}

/** A Home tab that can only say one sentence; mrkdwn, foreign text in it escaped already. */
export function buildHomeNotice(sentence: string): types.HomeView {
  return {
    type: 'home',
    blocks: [header('Backups'), section(sentence), ...actions([refresh('Try again')])],
  };
}

function header(text: string): types.HeaderBlock {
  return {
    type: 'header',
    text: { type: 'plain_text', text: truncate(text, LIMIT.headerText) },
  };
}

/** Slack counts the age up by itself, so that it is right also when the tab is opened much later. */
function ageLine(
  { readAt, read, total, requests, page, pages }: Board,
  { coverage, coolingMs }: HomeInput,
): string {
  const ago = slackDate(readAt, 'ago');
  return [
    `Read ${slackDate(readAt)} (${ago})`,
    plainInMrkdwn(coverage, 100),
    `${read} of ${formatCount(total, 'addon')}`,
    formatCount(requests, 'request'),
    ...(pages > 1 ? [`page ${page + 1} of ${pages}`] : []),
    ...coolingWords(coolingMs),
  ].join(' · ');
}

function waysOn(mayAdd: boolean, canRefresh: boolean): types.ActionsBlock[] {
  const pick: types.ExternalSelect = {
    type: 'external_select',
    action_id: ACTION.pickAddon,
    placeholder: { type: 'plain_text', text: 'Show an addon' },
    min_query_length: 0,
  };
  const buttons = [
    canRefresh ? refresh('Refresh') : undefined,
    button(ACTION.showDestinations, 'Destinations', 'all'),
    mayAdd ? button(ACTION.openAddDestination, 'Add destination', 'open') : undefined,
    runButton('help', 'Help', 'help'),
  ].filter((made) => made !== undefined);
  return [{ type: 'actions', elements: [pick, ...buttons] }];
}

function refresh(label: string): types.Button | undefined {
  return button(`${ACTION.homePage}:anew`, label, statusPageValue({ page: 0, anew: true }));
}

function pageButtons({ page, pages }: Board): (types.Button | undefined)[] {
  return [
    page > 0 ? turn('previous', '‹ Previous', page - 1) : undefined,
    page < pages - 1 ? turn('next', 'Next ›', page + 1) : undefined,
  ];
}

function turn(name: string, label: string, page: number): types.Button | undefined {
  return button(`${ACTION.homePage}:${name}`, label, statusPageValue({ page, anew: false }));
}
