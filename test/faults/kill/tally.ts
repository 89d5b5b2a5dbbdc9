import { inSeconds } from '../in-seconds.ts';
import { COLUMNS, type Column } from './columns.ts';
import type { RoundEnd } from './round.ts';
import type { Setup } from './setups.ts';

/** What came of many rounds. */
export interface Tally {
  rounds: number;
  deaths: number;
  slots: number;
  doubled: number;
  lost: number;
  /** The longest recovery of all, and the seed of its round. */
  slowest: { ms: number; seed?: number };
  /** How slow the machine was. */
  slowestStartMs: number;
  /** Rounds whose blow did not find its point, so that they show nothing about it. */
  unreached: number[];
  /** Rounds that reached their point, by row and column. */
  table: Map<string, Map<Column, number>>;
}

/** Adds rounds up. */
export function tally(ends: readonly RoundEnd[]): Tally {
  const sum: Tally = {
    rounds: ends.length,
    deaths: 0,
    slots: 0,
    doubled: 0,
    lost: 0,
    slowest: { ms: 0 },
    slowestStartMs: 0,
    unreached: [],
    table: new Map(),
  };
  for (const end of ends) {
    const { seed, cell } = end.round;
    sum.deaths += end.deaths;
    sum.slots += end.slots;
    sum.doubled += end.doubled;
    sum.lost += end.lost;
    sum.slowestStartMs = Math.max(sum.slowestStartMs, end.slowestStartMs);
    if (end.recoveryMs > sum.slowest.ms) sum.slowest = { ms: end.recoveryMs, seed };
    if (!end.reached) {
      sum.unreached.push(seed);
      continue;
    }
    const row = sum.table.get(end.row) ?? new Map<Column, number>();
    row.set(cell.column, (row.get(cell.column) ?? 0) + 1);
    sum.table.set(end.row, row);
  }
  return sum;
}

/** What is wrong with a round, below the command that plays it again; empty when nothing is. */
export function describeBroken({ problems, round }: RoundEnd, speed: number): string[] {
  if (problems.length === 0) return [];
  const { seed, setup, cell } = round;
  return [
    `seed ${seed}: ${setup.store}, bots: ${setup.bots}, ${cell.row}, ${cell.column}`,
    ...problems.map((problem) => `  ${problem}`),
    `  replay with: npm run faults -- --only '${caseNameOf(setup, speed)}' --seed ${seed}`,
  ];
}

/** The name of a case without its group, by what its rounds live in and how fast. */
export function caseNameOf({ store, bots }: Setup, speed: number): string {
  const place = store === 'sqlite' ? 'SQLite' : 'Postgres';
  const pace = speed === 1 ? 'src/main.ts in real time' : `clocks ${speed} times as fast`;
  return `SIGKILL at every phase, ${bots === 1 ? 'one bot' : 'three bots'} on ${place}, ${pace}`;
}

/** One line with all figures. */
export function describeFigures(sum: Tally): string {
  return [
    `${sum.rounds} rounds`,
    `${sum.deaths} deaths`,
    `${sum.slots} slots`,
    `${sum.doubled} doubled`,
    `${sum.lost} lost`,
    `slowest recovery ${inSeconds(sum.slowest.ms)}${sum.slowest.seed === undefined ? '' : ` (seed ${sum.slowest.seed})`}`,
    `slowest start of a process ${inSeconds(sum.slowestStartMs)}`,
    ...(sum.unreached.length > 0 ? [`${sum.unreached.length} never came to their point`] : []),
  ].join(', ');
}

/** How often a bot died where: a row for each call, a column for each phase of it. */
export function describeTable({ table }: Tally): string[] {
  const rows = [...table].toSorted(([a], [b]) => order(a).localeCompare(order(b)));
  const columns = COLUMNS.filter((column) => rows.some(([, cells]) => cells.has(column)));
  const width = Math.max(0, ...rows.map(([row]) => row.length));
  const head = [''.padEnd(width), ...columns].join('  ');
  const lines = rows.map(([row, cells]) =>
    [
      row.padEnd(width),
      ...columns.map((column) => String(cells.get(column) ?? '').padStart(column.length)),
    ].join('  '),
  );
  return [head, ...lines];
}

/** Statements after the calls. */
function order(row: string): string {
  return `${row.startsWith('statement') ? 1 : 0} ${row}`;
}
