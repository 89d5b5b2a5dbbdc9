import { draw } from '../../../sandbox/northflank/draw.ts';
import type { Blow } from './blow.ts';
import { type Cell, cellsOf } from './cells.ts';
import type { Column } from './columns.ts';
import { SETUPS, type Setup } from './setups.ts';

/** All that happens in one round; the same for the same seed. */
export interface Round {
  seed: number;
  setup: Setup;
  /** Row and column of the table that the round counts for. */
  cell: Cell;
  /** In order: the next is only looked out for when the last has fallen. */
  blows: readonly Blow[];
  /** Channels with a digest each. */
  channels: number;
  /** Slack's history shows new messages only after so long. */
  historyLagMs: number;
  /** How long a bot stays dead, by its clock, death for death. */
  pausesMs: readonly number[];
}

/** Spreads neighboring seeds over rows and columns alike; a prime, so that it misses no cell. */
const STRIDE = 7867;

/** Works out a round from its seed: every second one is about a call, the others about what is between. */
export function planRound(seed: number): Round {
  const setup = SETUPS[seed % SETUPS.length];
  if (setup === undefined) throw new Error('there is no setup');
  const turn = Math.floor(seed / SETUPS.length);
  const { calls, between } = cellsOf(setup);
  const cells = turn % 2 === 0 ? calls : between;
  const cell = cells[(Math.floor(turn / 2) * STRIDE) % cells.length];
  if (cell === undefined) throw new Error('there are no cells');
  const chance = (what: string) => draw(`${seed}/${what}`);
  return {
    seed,
    setup,
    cell,
    blows: cell.blows(chance),
    channels: cell.alone ? 1 : 1 + Math.floor(chance('channels') * 3),
    historyLagMs: [0, 4_000, 9_000, 12_000][Math.floor(chance('lag') * 4)] ?? 0,
    pausesMs: [0, 1, 2].map((death) => Math.floor(chance(`pause ${death}`) * 2_000)),
  };
}

/** The lowest seed whose round is about this cell. @throws {Error} when the setup has no such cell. */
export function seedOf({ store, bots }: Setup, row: string, column: Column): number {
  const offset = SETUPS.findIndex((setup) => setup.store === store && setup.bots === bots);
  const { calls, between } = cellsOf({ store, bots });
  const seeds = Array.from(
    { length: 2 * Math.max(calls.length, between.length) },
    (_, turn) => offset + turn * SETUPS.length,
  );
  const found = seeds.find((seed) => {
    const { cell } = planRound(seed);
    return cell.row === row && cell.column === column;
  });
  if (found === undefined) throw new Error(`no round is about "${row}", ${column}`);
  return found;
}
