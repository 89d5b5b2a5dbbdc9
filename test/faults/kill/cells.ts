import type { Phase } from '../world/gate.ts';
import { SOCKET } from '../world/slack.ts';
import type { Blow, Point, Setup } from './plan.ts';

/** What happens at a call, as the columns of the table say it. */
export const COLUMNS = [
  'connect',
  'headers',
  'half body',
  'lost',
  'taken late',
  'before',
  'stored',
  'half answer',
  'answered',
  'soon after',
] as const;
export type Column = (typeof COLUMNS)[number];

/** One place in the table of what a process can die of. */
export interface Cell {
  row: string;
  column: Column;
  /** Only in a round with one digest is it certain which call is meant. */
  alone: boolean;
  /** What happens in a round about it; `chance` gives the same number from 0 to 1 for the same word. */
  blows: (chance: (what: string) => number) => Blow[];
}

type Chance = Parameters<Cell['blows']>[0];

/** A call that bots make, and how they are brought to make it. */
interface Row {
  row: string;
  call: string;
  /** Which one since the last blow, or the highest of several that it may be. */
  nth: number | { upTo: number };
  /** The call before the first of them, after which the next connection is theirs. */
  after: { call: string; nth: number };
  alone?: boolean;
  afterChange?: boolean;
  /** What must have happened before. */
  prelude?: (chance: Chance) => Blow[];
  columns?: readonly Column[];
}

/** Every call of Northflank's API: which of them it is makes no difference to a digest. */
export const NORTHFLANK = 'northflank';
const POST = 'chat.postMessage';
const HISTORY = 'conversations.history';
const REPLIES = 'conversations.replies';
/** Replies in the thread of one digest of the small account. */
const REPLY_COUNT = 2;

const OF_POSTS: readonly Column[] = COLUMNS.filter((column) => column !== 'before');
const OF_CALLS: readonly Column[] = OF_POSTS.filter((column) => column !== 'taken late');
const OF_EMPTY: readonly Column[] = OF_CALLS.filter((column) => column !== 'half body');

const ROWS: readonly Row[] = [
  {
    row: 'auth.test',
    call: 'auth.test',
    nth: 1,
    after: { call: '', nth: 0 },
    columns: OF_EMPTY,
  },
  {
    row: 'apps.connections.open',
    call: 'apps.connections.open',
    nth: 1,
    after: { call: 'auth.test', nth: 1 },
    columns: OF_EMPTY,
  },
  {
    row: 'socket',
    call: SOCKET,
    nth: 1,
    after: { call: 'apps.connections.open', nth: 1 },
    columns: OF_EMPTY,
  },
  {
    row: 'reading of Northflank',
    call: NORTHFLANK,
    nth: { upTo: 9 },
    after: { call: '', nth: 0 },
    columns: OF_EMPTY,
  },
  { row: 'post of a digest', call: POST, nth: 1, after: { call: SOCKET, nth: 1 } },
  { row: 'post of a reply', call: POST, nth: 2, after: { call: POST, nth: 1 }, alone: true },
  {
    row: 'look for a digest',
    call: HISTORY,
    nth: 1,
    after: { call: SOCKET, nth: 1 },
    alone: true,
    prelude: (chance) => [killAtPost(1, chance('prelude') < 0.5 ? 'done' : 'lost')],
    columns: OF_CALLS,
  },
  {
    row: 'second look for a digest',
    call: HISTORY,
    nth: 2,
    after: { call: HISTORY, nth: 1 },
    alone: true,
    prelude: () => [killAtPost(1, 'lost')],
    columns: OF_CALLS,
  },
  {
    row: 'post of a digest again',
    call: POST,
    nth: 1,
    after: { call: HISTORY, nth: 2 },
    alone: true,
    prelude: () => [killAtPost(1, 'lost')],
  },
  {
    row: 'look for a reply',
    call: REPLIES,
    nth: 1,
    after: { call: SOCKET, nth: 1 },
    alone: true,
    prelude: (chance) => [killAtPost(nthReply(chance), 'done')],
    columns: OF_CALLS,
  },
  {
    row: 'post of a reply again',
    call: POST,
    nth: 1,
    after: { call: REPLIES, nth: 2 },
    alone: true,
    prelude: (chance) => [killAtPost(nthReply(chance), 'lost')],
  },
  {
    row: 'removal of a twin',
    call: 'chat.delete',
    nth: 1,
    after: { call: HISTORY, nth: 3 },
    alone: true,
    prelude: () => [losePost()],
    columns: OF_CALLS,
  },
  {
    row: 'edit of a digest',
    call: 'chat.update',
    nth: 1,
    after: { call: POST, nth: 1 + REPLY_COUNT },
    alone: true,
    afterChange: true,
    columns: OF_CALLS,
  },
  {
    row: 'reply about a new break',
    call: POST,
    nth: 1,
    after: { call: 'chat.update', nth: 1 },
    alone: true,
    afterChange: true,
  },
];

/** The cells of a setup, the same in every run: those of calls, and those between them. */
export function cellsOf(setup: Setup): { calls: Cell[]; between: Cell[] } {
  const calls = ROWS.flatMap((row) =>
    (row.columns ?? OF_POSTS).map((column) => cellOf(row, column)),
  );
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

function phaseOf(column: Column): Phase {
  switch (column) {
    case 'connect':
    case 'headers':
      return column;
    case 'half body':
      return 'half-body';
    case 'lost':
    case 'taken late':
    case 'before':
      return 'request';
    case 'stored':
      return 'done';
    case 'half answer':
      return 'half-answer';
    case 'answered':
    case 'soon after':
      break;
  }
  return 'answered';
}

function nthReply(chance: Chance): number {
  return 2 + Math.floor(chance('reply') * REPLY_COUNT);
}

function killAtPost(nth: number, what: 'lost' | 'done'): Blow {
  const phase = what === 'done' ? 'done' : 'request';
  return { deed: 'kill', at: { kind: 'call', call: POST, nth, phase, delayMs: 0 } };
}

/** The bot hears nothing, looks twice, posts again, and then Slack has both. */
function losePost(): Blow {
  const at: Point = { kind: 'call', call: POST, nth: 1, phase: 'request', delayMs: 0 };
  return { deed: 'lose', at, takenAfterMs: 22_000 };
}

/** Statements that the store is asked for until one digest is out, by how many bots there are; counted. */
const STATEMENTS = { sqlite: { 1: 65, 3: 0 }, postgres: { 1: 82, 3: 140 } } as const;

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
