import { describe, expect, it } from 'vitest';
import { findBenches } from './main.ts';
import { TINY } from './row.ts';

const benches = await findBenches();

describe.concurrent('npm run bench', () => {
  // What is measured here says nothing; that it can be measured does.
  it.each([...benches])('measures: %s', { timeout: 120_000 }, async (_name, { run }) => {
    const rows = await run(TINY);

    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.figure).toMatch(/^\d+(\.\d+)? \S+$/);
  });
});
