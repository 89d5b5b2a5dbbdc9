import { draw } from '../../../sandbox/northflank/draw.ts';
import type { Phase } from '../world/gate.ts';
import { type Cell, type Column, cellsOf } from './cells.ts';

/** On what the bots of a round live, and how many there are. */
export interface Setup {
  store: 'sqlite' | 'postgres';
  /** SQLite has one: a lock sees to that. */
  bots: 1 | 3;
}

/** Consecutive seeds take these in turn, so that a run of any length has all of them. */
export const SETUPS: readonly Setup[] = [
  { store: 'sqlite', bots: 1 },
  { store: 'postgres', bots: 1 },
  { store: 'postgres', bots: 3 },
];

/** Something done to whichever bot comes to this point first. */
export interface Blow {
  at: Point;
  /** `lose`: the bot lives on, only its call is lost. */
  deed: 'kill' | 'lose';
  /** When Slack takes a request that was all there, by the bots' clock; absent when it never does. */
  takenAfterMs?: number | undefined;
  /** Comes only when every digest is out and the account has changed since. */
  afterChange?: boolean | undefined;
}

/** A point in the lives of bots, counted from the last blow on. */
export type Point =
  /** The phase of the nth call of this name, at or so many real milliseconds after it. */
  | { kind: 'call'; call: string; nth: number; phase: Phase; delayMs: number }
  /** The next connection of a bot, once the nth call of this name is answered. */
  | { kind: 'connect'; after: string; nth: number; call: string }
  /** The nth statement that the store is asked for. */
  | { kind: 'statement'; nth: number; phase: Phase }
  /** So long after a line of the log. */
  | { kind: 'log'; event: string; delayMs: number };

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

/** Spreads neighboring seeds over the cells: a prime, so that it misses none of them. */
const STRIDE = 7919;

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
