import { describe, expect, it } from 'vitest';
import { cellsOf } from './cells.ts';
import { planRound, seedOf } from './plan.ts';
import { seedsOf } from './play.ts';
import { SETUPS } from './setups.ts';

const SEEDS = Array.from({ length: 1_000 }, (_, seed) => seed);

describe('the rounds of a nightly run', () => {
  it.each(SETUPS)('are about every phase of every call with $bots bots on $store', (setup) => {
    const met = seedsOf(setup, 0, SEEDS.length).map((seed) => {
      const { cell } = planRound(seed);
      return `${cell.row}, ${cell.column}`;
    });
    const wanted = cellsOf(setup).calls.map(({ row, column }) => `${row}, ${column}`);

    expect(wanted.filter((cell) => !met.includes(cell))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(100);
  });

  it('are the same for the same seed', () => {
    const facts = SEEDS.slice(0, 50).map((seed) => JSON.stringify(planRound(seed)));

    expect(SEEDS.slice(0, 50).map((seed) => JSON.stringify(planRound(seed)))).toEqual(facts);
    expect(new Set(facts).size).toBe(50);
  });

  it('take late only what nobody has looked for in vain twice', () => {
    const late = SEEDS.flatMap((seed) => planRound(seed).blows)
      .filter(({ deed }) => deed === 'kill')
      .flatMap(({ takenAfterMs }) => takenAfterMs ?? []);

    expect(late.length).toBeGreaterThan(0);
    expect(Math.max(...late)).toBeLessThan(15_000);
  });
});

describe('the seed of a cell', () => {
  it('plays that cell in that setup', () => {
    const setup = { store: 'postgres', bots: 3 } as const;

    const round = planRound(seedOf(setup, 'post of a reply', 'stored'));

    expect(round).toMatchObject({ setup, cell: { row: 'post of a reply', column: 'stored' } });
  });

  it('is refused for a cell that nobody plays', () => {
    const setup = { store: 'sqlite', bots: 1 } as const;

    expect(() => seedOf(setup, 'auth.test', 'taken late')).toThrow('no round is about');
  });
});
