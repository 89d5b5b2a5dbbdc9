import { SOCKET } from '../world/slack.ts';
import type { Blow, Chance, Point } from './blow.ts';
import { COLUMNS, type Column } from './columns.ts';

/** A call that bots make, and how they are brought to make it. */
export interface Row {
  row: string;
  call: string;
  /** Which one since the last blow, or the highest of several that it may be. */
  nth: number | { upTo: number };
  /** The call before it: the next connection after that is its own. */
  after: { call: string; nth: number };
  /** Only with one digest is it certain which call comes when. */
  alone?: boolean;
  /** Made only when what a digest says is no longer true. */
  afterChange?: boolean;
  /** What must have happened before. */
  prelude?: (chance: Chance) => Blow[];
  columns: readonly Column[];
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

/** Every call of a bot that delivers digests, in the order in which it comes to them. */
export const ROWS: readonly Row[] = [
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
  {
    row: 'post of a digest',
    call: POST,
    nth: 1,
    after: { call: SOCKET, nth: 1 },
    columns: OF_POSTS,
  },
  {
    row: 'post of a reply',
    call: POST,
    nth: 2,
    after: { call: POST, nth: 1 },
    alone: true,
    columns: OF_POSTS,
  },
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
    columns: OF_POSTS,
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
    columns: OF_POSTS,
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
    columns: OF_POSTS,
  },
];

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
