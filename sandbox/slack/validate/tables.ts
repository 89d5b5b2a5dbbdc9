import { isJson, type Json, jsonList, jsonOf, textFrom } from '../json.ts';
import {
  byType,
  type Check,
  finite,
  flag,
  inside,
  list,
  type Place,
  record,
  report,
  text,
  whole,
  word,
} from './shape.ts';
import { richText, richTextLength } from './text.ts';

const CELLS: Record<string, Check> = {
  raw_text: record({ required: { text: text(Number.POSITIVE_INFINITY) } }),
  raw_number: record({ required: { value: finite, text: text(Number.POSITIVE_INFINITY) } }),
  rich_text: richText,
};

/** A simple table. @see https://docs.slack.dev/reference/block-kit/blocks/table-block */
export const table: Check = record({
  required: { rows: list(list(byType(CELLS), { max: 20 }), { max: 100 }) },
  optional: {
    block_id: text(255),
    column_settings: list(orNull(columnSettings()), { max: 20 }),
  },
});

/**
 * A table with paging and sorting: a header and at most 100 rows, which holds on every workspace.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks/data-table-block
 */
export const dataTable: Check = record(
  {
    required: {
      caption: text(Number.POSITIVE_INFINITY),
      rows: list(list(byType(CELLS), { max: 20 }), { min: 2, max: 101 }),
    },
    optional: {
      block_id: text(255),
      page_size: whole(1, 100),
      row_header_column_index: whole(0, 19),
    },
  },
  rowsAgree,
);

/** Characters that a table counts towards its limit. */
export function tableLength(block: Json): number {
  const rows = Array.isArray(block['rows']) ? block['rows'] : [];
  return rows
    .flatMap((row) => jsonList(row))
    .reduce((sum, cell) => {
      const own = cell['text'];
      return sum + (typeof own === 'string' ? own.length : richTextLength(cell));
    }, 0);
}

function rowsAgree(block: Json, place: Place): void {
  const rows = Array.isArray(block['rows']) ? block['rows'] : [];
  const header = jsonList(rows[0]);
  rows.forEach((row, index) => {
    if (jsonList(row).length !== header.length) {
      report(inside(inside(place, 'rows'), index), 'row_length', 'rows must have the same length');
    }
  });
  if (header.some((cell) => cell['type'] === 'rich_text')) {
    report(inside(inside(place, 'rows'), 0), 'header', 'header cells must not be rich_text');
  }
  const rowHeader = block['row_header_column_index'];
  if (typeof rowHeader === 'number' && rowHeader >= header.length) {
    report(inside(place, 'row_header_column_index'), 'out_of_range', 'must name a column');
  }
}

function columnSettings(): Check {
  return record({ optional: { align: word('left', 'center', 'right'), is_wrapped: flag } });
}

function orNull(check: Check): Check {
  return (value, place) => {
    if (value !== null) check(value, place);
  };
}

const label = text(20);
const point = record({ required: { label, value: finite } });
const segment = record({ required: { label, value: finite } }, ({ value }, place) => {
  if (typeof value === 'number' && value <= 0) {
    report(inside(place, 'value'), 'out_of_range', 'must be greater than 0');
  }
});
const series = record({ required: { name: label, data: list(point, { max: 20 }) } });
const axes = record({
  required: { categories: list(label, { max: 20 }) },
  optional: { x_label: text(50), y_label: text(50) },
});
const lines = record(
  { required: { series: list(series, { max: 12 }), axis_config: axes } },
  pointsAgree,
);

/** A chart. @see https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export const chart: Check = record({
  required: {
    title: text(50),
    chart: byType({
      pie: record({ required: { segments: list(segment, { max: 12 }) } }),
      bar: lines,
      area: lines,
      line: lines,
    }),
  },
  optional: { block_id: text(255) },
});

function pointsAgree(value: Json, place: Place): void {
  const categories = jsonOf(value['axis_config'])['categories'];
  const wanted = sameOrder(Array.isArray(categories) ? categories : []);
  const all = jsonList(value['series']);
  const names = all.map(({ name }) => name);
  if (new Set(names).size !== names.length) {
    report(inside(place, 'series'), 'unique', 'series names must be unique');
  }
  all.forEach(({ data }, index) => {
    const labels = sameOrder(jsonList(data).map((entry) => entry['label']));
    if (isJson(value['axis_config']) && labels !== wanted) {
      const at = inside(inside(place, 'series'), index);
      report(at, 'points', 'must have exactly one point for each category');
    }
  });
}

/** Labels in one order, to compare them as sets that may hold an entry twice. */
function sameOrder(labels: readonly unknown[]): string {
  return JSON.stringify(labels.map(textFrom).toSorted((a, b) => a.localeCompare(b)));
}
