import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../sandbox/slack/json.ts';
import { checkBlocks } from '../../../../sandbox/slack/validate.ts';
import {
  bar,
  chart,
  dataTable,
  NEW,
  number,
  pointers,
  raw,
  rich,
  table,
  x,
} from '../block-samples.ts';

describe('checkBlocks for tables and charts', () => {
  it.each<[string, Json]>([
    ['a table', table([raw('a'), raw('b')], [number(1), rich('x')])],
    [
      'a data table of a header and 100 rows',
      dataTable(Array.from({ length: 101 }, () => [raw('a')])),
    ],
    [
      'a data table with rich cells below its header',
      dataTable([[raw('a')], [rich('b')]], { page_size: 5, row_header_column_index: 0 }),
    ],
    ['a pie', chart({ type: 'pie', segments: [{ label: 'a', value: 0.5 }] })],
    [
      'a bar chart with negative values',
      chart(
        bar(
          ['a', 'b'],
          [
            {
              name: 's',
              data: [
                { label: 'b', value: -1 },
                { label: 'a', value: 2 },
              ],
            },
          ],
        ),
      ),
    ],
  ])('takes %s in a message', (_name, block) => {
    expect(checkBlocks([block], 'message', NEW)).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ['101 rows', table(...Array.from({ length: 101 }, () => [raw('a')])), '/blocks/0/rows'],
    ['21 cells', table(Array.from({ length: 21 }, () => raw('a'))), '/blocks/0/rows/0'],
    ['an empty cell', table([raw('')]), '/blocks/0/rows/0/0/text'],
    ['a table of 10,001 characters', table([raw(x(10_001))]), '/blocks'],
    [
      'a data table without a caption',
      { type: 'data_table', rows: [[raw('a')], [raw('b')]] },
      '/blocks/0/caption',
    ],
    ['a data table of a header alone', dataTable([[raw('a')]]), '/blocks/0/rows'],
    [
      'a data table of 101 rows below its header',
      dataTable(Array.from({ length: 102 }, () => [raw('a')])),
      '/blocks/0/rows',
    ],
    [
      'a row shorter than the header',
      dataTable([[raw('a'), raw('b')], [raw('c')]]),
      '/blocks/0/rows/1',
    ],
    ['rich text in the header', dataTable([[rich('a')], [raw('b')]]), '/blocks/0/rows/0'],
    [
      'a row header that is no column',
      dataTable([[raw('a')], [raw('b')]], { row_header_column_index: 1 }),
      '/blocks/0/row_header_column_index',
    ],
    [
      'a page of 101 rows',
      dataTable([[raw('a')], [raw('b')]], { page_size: 101 }),
      '/blocks/0/page_size',
    ],
    ['a data table of 20,001 characters', dataTable([[raw('a')], [rich(x(20_000))]]), '/blocks'],
    [
      'a chart title of 51 characters',
      chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] }, x(51)),
      '/blocks/0/title',
    ],
    [
      'a segment of nothing',
      chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] }),
      '/blocks/0/chart/segments/0/value',
    ],
    [
      '13 segments',
      chart({
        type: 'pie',
        segments: Array.from({ length: 13 }, () => ({ label: 'a', value: 1 })),
      }),
      '/blocks/0/chart/segments',
    ],
    [
      'a label of 21 characters',
      chart({ type: 'pie', segments: [{ label: x(21), value: 1 }] }),
      '/blocks/0/chart/segments/0/label',
    ],
    [
      'a series without a point for a category',
      chart(bar(['a', 'b'], [{ name: 's', data: [{ label: 'a', value: 1 }] }])),
      '/blocks/0/chart/series/0',
    ],
    [
      'two points for one category',
      chart(
        bar(
          ['a'],
          [
            {
              name: 's',
              data: [
                { label: 'a', value: 1 },
                { label: 'a', value: 2 },
              ],
            },
          ],
        ),
      ),
      '/blocks/0/chart/series/0',
    ],
    [
      'two series of one name',
      chart(
        bar(
          ['a'],
          ['s', 's'].map((name) => ({ name, data: [{ label: 'a', value: 1 }] })),
        ),
      ),
      '/blocks/0/chart/series',
    ],
  ])('refuses %s in a message, and points to it', (_name, block, pointer) => {
    expect(pointers([block])).toContain(pointer);
  });

  it('takes two charts and no third', () => {
    const pie = chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] });

    expect(pointers([pie, pie])).toEqual([]);
    expect(pointers([pie, pie, pie])).toEqual(['/blocks']);
  });

  it('adds up the characters of all data tables of a message', () => {
    const half = dataTable([[raw('a')], [raw(x(10_000))]]);

    expect(pointers([half])).toEqual([]);
    expect(pointers([half, half])).toEqual(['/blocks']);
  });
});
