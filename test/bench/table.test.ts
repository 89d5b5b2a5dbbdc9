import { describe, expect, it } from 'vitest';
import { documentOf } from './report.ts';
import { inTurns, median, percentile } from './rounds.ts';
import { boundRow, type Row, ratioRow } from './row.ts';

describe('a row', () => {
  const ratio = { what: 'a', against: 'b', unit: 'ms', atMost: 1.25 };

  it('says the ratio and the absolute figures beside it', () => {
    expect(ratioRow({ ...ratio, ours: 12.5, theirs: 10 })).toMatchObject({
      figure: '1.25 ×',
      reach: '≤ 1.25 ×',
      isMet: true,
      beside: '12.5 ms against 10 ms',
    });
  });

  it('is not met above its reach, however little', () => {
    expect(ratioRow({ ...ratio, ours: 12.51, theirs: 10 }).isMet).toBe(false);
    expect(boundRow({ what: 'a', value: 160, unit: 'MB', below: 160 }).isMet).toBe(false);
    expect(boundRow({ what: 'a', value: 159.9, unit: 'MB', below: 160 }).isMet).toBe(true);
  });

  it('is not met where nothing could be measured', () => {
    expect(ratioRow({ ...ratio, ours: Number.NaN, theirs: 10 }).isMet).toBe(false);
  });
});

describe('rounds', () => {
  it('take the middle of what was measured, in any order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(percentile([0, 100], 0.99)).toBe(99);
  });

  it('measure the sides in turns, and each first every other time', async () => {
    const order: string[] = [];
    const side = (name: string) => async () => {
      order.push(name);
      return order.length;
    };

    const results = await inTurns(2, { ours: side('ours'), theirs: side('theirs') });

    expect(order).toEqual(['ours', 'theirs', 'theirs', 'ours']);
    expect(results).toEqual({ ours: [1, 4], theirs: [2, 3] });
  });
});

describe('the document', () => {
  const row: Row = {
    what: 'a list',
    against: 'a client',
    figure: '2.00 ×',
    reach: '≤ 1.00 ×',
    isMet: false,
    beside: '2 ms against 1 ms',
  };

  it('shows each row, those that fall short marked', () => {
    const text = documentOf({ rows: [row], machine: ['2 cores'], before: '' });

    expect(text).toContain('- 2 cores\n');
    expect(text).toContain('| a list | a client | ✖ **2.00 ×** | ≤ 1.00 × | 2 ms against 1 ms |');
  });

  it('keeps what people wrote, and nothing of the figures before', () => {
    const before = '# Benchmarks\n\n| old |\n\n## What remains\n\nMuch.\n\n## More\n\nWords.\n';

    const text = documentOf({ rows: [row], machine: [], before });

    expect(text).not.toContain('old');
    expect(text.endsWith('\n\n## What remains\n\nMuch.\n\n## More\n\nWords.\n')).toBe(true);
    expect(documentOf({ rows: [row], machine: [], before: text })).toBe(text);
  });
});
