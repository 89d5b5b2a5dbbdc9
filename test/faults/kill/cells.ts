import type { Blow, Chance, Point } from './blow.ts';
import { ROWS, type Row } from './calls.ts';
import { type Column, phaseOf } from './columns.ts';
import type { Setup } from './setups.ts';

/** One place in the table of what a process can die of. */
export interface Cell {
  row: string;
  column: Column;
  /** Only in a round with one digest is it certain which call is meant. */
  alone: boolean;
  /** What happens in a round about it. */
  blows: (chance: Chance) => Blow[];
}

/** The cells of a setup, the same in every run: those of calls, and those between them. */
export function cellsOf(setup: Setup): { calls: Cell[]; between: Cell[] } {
  const calls = ROWS.flatMap((row) => row.columns.map((column) => cellOf(row, column)));
  return { calls, between: [...statementCells(setup), ...logCells()] };
}

function cellOf(row: Row, column: Column): Cell {
  return {
    row: row.row,
    column,
    alone: row.alone ?? false,
    blows: (chance) => [...(row.prelude?.(chance) ?? []), blowAt(row, column, chance)],
  };
}

function blowAt(row: Row, column: Column, chance: Chance): Blow {
  const { afterChange } = row;
  const deed = 'kill';
  const nth = typeof row.nth === 'number' ? row.nth : 1 + Math.floor(chance('nth') * row.nth.upTo);
  if (column === 'connect') {
    const { call, nth: before } = row.after;
    return { deed, afterChange, at: { kind: 'connect', after: call, nth: before, call: row.call } };
  }
  const at: Point = {
    kind: 'call',
    call: row.call,
    nth,
    phase: phaseOf(column),
    delayMs: column === 'soon after' ? Math.floor(chance('delay') ** 2 * 400) : 0,
  };
  // Slack has said yes or no to what it was sent long before anybody looks for the second time.
  const takenAfterMs = column === 'taken late' ? 1_000 + chance('late') * 9_000 : undefined;
  return { deed, afterChange, at, takenAfterMs };
}

/** Statements that the store is asked for until one digest is out, by how many bots there are; counted. */
const STATEMENTS = { sqlite: { 1: 71, 3: 0 }, postgres: { 1: 88, 3: 142 } } as const;

/** One for each statement and moment; which statement it is shows when it comes. */
function statementCells({ store, bots }: Setup): Cell[] {
  const columns: Column[] = ['before', 'stored'];
  if (store === 'postgres') columns.push('answered');
  return Array.from({ length: STATEMENTS[store][bots] }, (_, index) => index + 1).flatMap((nth) =>
    columns.map((column): Cell => {
      const at: Point = { kind: 'statement', nth, phase: phaseOf(column) };
      // With one bot and one digest the numbers go through a whole delivery, from first to last.
      return { row: 'statement', column, alone: bots === 1, blows: () => [{ deed: 'kill', at }] };
    }),
  );
}

function logCells(): Cell[] {
  return ['slack_connected', 'started', 'digest_finished'].map((event) => ({
    row: `log line ${event}`,
    column: 'soon after',
    alone: false,
    blows: (chance) => [
      { deed: 'kill', at: { kind: 'log', event, delayMs: Math.floor(chance('delay') * 3_000) } },
    ],
  }));
}
