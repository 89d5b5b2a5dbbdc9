import { describe, expect, it } from 'vitest';
import { findBenches, tableOf } from './main.ts';

describe('npm run bench', () => {
  it('finds a bench in each module of the folder', async () => {
    expect((await findBenches()).map(({ name }) => name)).toContain('verdicts');
  });

  it('prints a row for each figure, aligned, with each name once', () => {
    const figures = [
      { of: 'time', value: '12 ms' },
      { of: 'memory', value: '3 MB' },
    ];

    expect(tableOf([{ name: 'reading', figures }])).toBe(
      ['reading  time    12 ms', '         memory   3 MB'].join('\n'),
    );
  });

  it('prints nothing when nothing was measured', () => {
    expect(tableOf([])).toBe('');
  });
});
