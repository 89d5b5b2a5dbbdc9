import { describe, expect, it } from 'vitest';
import { type Column, dataTable, tableLines } from '../../../src/slack/block-kit/data-table.ts';

interface Row {
  name: string;
  size?: number;
  at: Date;
}

const COLUMNS: Column<Row>[] = [
  { title: 'Name', text: ({ name }) => name },
  { title: 'At', text: () => '', at: ({ at }) => at },
  {
    title: 'Size',
    text: ({ size }) => (size === undefined ? '' : `${size} B`),
    alone: (text) => (text === '' ? '' : `of ${text}`),
    sortBy: ({ size }) => size ?? -1,
  },
];
const AT = new Date('2026-11-21T06:00:00Z');
const ROWS: Row[] = [
  { name: '<!channel> *b* `c`\u202e', size: 5, at: AT },
  { name: '', at: AT },
];

describe('dataTable', () => {
  it('has a header, cells that sort, moments in the reader’s zone and no empty cell', () => {
    const date = {
      type: 'date',
      timestamp: 1795240800,
      format: '{date_short_pretty} {time}',
      fallback: '2026-11-21 06:00 UTC',
    };
    const dateCell = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [date] }],
    };

    expect(dataTable('All *rows*', ROWS, COLUMNS, 'At')).toEqual({
      type: 'data_table',
      caption: 'All *rows*',
      page_size: 2,
      row_header_column_index: 1,
      rows: [
        [
          { type: 'raw_text', text: 'Name' },
          { type: 'raw_text', text: 'At' },
          { type: 'raw_text', text: 'Size' },
        ],
        [
          { type: 'raw_text', text: '<!channel> *b* `c`' },
          dateCell,
          { type: 'raw_number', value: 5, text: '5 B' },
        ],
        [{ type: 'raw_text', text: '—' }, dateCell, { type: 'raw_number', value: -1, text: '—' }],
      ],
    });
  });
});

describe('tableLines', () => {
  it('says the same without a table, escaped, and leaves out what is not known', () => {
    const date = '<!date^1795240800^{date_short_pretty} {time}|2026-11-21 06:00 UTC>';

    expect(tableLines(ROWS, COLUMNS)).toEqual([
      `&lt;!channel&gt; \u200d*b\u200d* \u200d\`c\u200d\` · ${date} · of 5 B`,
      date,
    ]);
  });
});
