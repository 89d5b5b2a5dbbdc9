import type { types } from '@slack/bolt';
import { LIMIT } from './limits.ts';
import { cleanText, dateElement, plainInMrkdwn, slackDate, truncate } from './mrkdwn.ts';

/** With this many characters a cell, 15 rows of 9 columns stay below half of Slack's limit for a table. */
const MAX_CELL = 60;

/** What stands where there is nothing to say; Slack refuses an empty cell. */
const NOTHING = '—';

/** One column: the same words go into Slack's table and into the lines that replace it. */
export interface Column<Row> {
  title: string;
  /** Unescaped; empty for nothing to say. For a {@link Column.at} it is not asked. */
  text: (row: Row) => string;
  /** Turns the words into such that stand without the title; absent where they do already. */
  alone?: ((text: string) => string) | undefined;
  /** Makes the column sort by number; every row needs one, so that what is not known sorts below zero. */
  sortBy?: ((row: Row) => number) | undefined;
  /** Makes the column show a moment in the reader's own zone. */
  at?: ((row: Row) => Date) | undefined;
}

/**
 * Slack's table that people can sort, filter and leaf through.
 *
 * @param rows at least one, as Slack demands; rows beyond what a table may hold are left out, so page first.
 * @param rowHeader title of the column that names a row to screen readers.
 * @see https://docs.slack.dev/reference/block-kit/blocks/data-table-block
 */
export function dataTable<Row>(
  caption: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  rowHeader: string,
): types.DataTableBlock {
  const shown = rows.slice(0, LIMIT.dataTableRows);
  const rowHeaderIndex = columns.findIndex(({ title }) => title === rowHeader);
  return {
    type: 'data_table',
    caption: truncate(cleanText(caption), LIMIT.headerText),
    page_size: Math.max(1, shown.length),
    row_header_column_index: Math.max(0, rowHeaderIndex),
    rows: [
      columns.map(({ title }) => ({ type: 'raw_text', text: title })),
      ...shown.map((row) => columns.map((column) => cellOf(column, row))),
    ],
  };
}

/** The rows as lines of mrkdwn, for where Slack takes no table. */
export function tableLines<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  return rows.map((row) =>
    columns
      .map(({ at, text, alone = sameText }) =>
        at ? slackDate(at(row)) : plainInMrkdwn(alone(text(row)), MAX_CELL),
      )
      .filter((words) => words !== '')
      .join(' · '),
  );
}

function sameText(text: string): string {
  return text;
}

function cellOf<Row>(
  { text, sortBy, at }: Column<Row>,
  row: Row,
): types.DataTableBlock['rows'][number][number] {
  if (at) {
    const date = { type: 'rich_text_section' as const, elements: [dateElement(at(row))] };
    return { type: 'rich_text', elements: [date] };
  }
  const shown = truncate(cleanText(text(row)), MAX_CELL) || NOTHING;
  return sortBy
    ? { type: 'raw_number', value: sortBy(row), text: shown }
    : { type: 'raw_text', text: shown };
}
