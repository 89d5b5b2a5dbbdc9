import { CUT, type Deed, type Moment, PASS } from '../world/gate.ts';
import { SOCKET } from '../world/slack.ts';
import type { Blow, Point } from './blow.ts';
import { NORTHFLANK } from './calls.ts';

/** Where a moment was seen: the gates of one bot. */
export type Door = 'slack' | 'northflank' | 'store';

/** Lets the blows of a round fall, each when its point comes. */
export interface Blows {
  /** Is asked at every phase of every call of a bot. */
  at: (bot: number, door: Door, moment: Moment) => Deed;
  /** Is told of every line of a bot's log. */
  logged: (bot: number, event: string) => void;
  /** A bot has died by itself of the blow that was due. */
  fell: (what: string) => void;
  /** A bot begins anew: it has no connection yet. */
  born: (bot: number) => void;
  /** Every digest is out, and the account has changed since. */
  changed: () => void;
  /** What is to fall next; absent when all have. */
  next: () => Blow | undefined;
  /** What the last blow hit, where that is known only then. */
  hit: () => string | undefined;
}

/** What the bots are to suffer. */
export interface Strike {
  kill: (bot: number) => void;
  /** Waits by the bots' clock, for what Slack takes late. */
  wait: (ms: number) => Promise<void>;
}

const AT_START = new Set<string>(['auth.test', 'apps.connections.open', SOCKET]);

/** Creates them; nothing falls before its point comes. */
export function createBlows(blows: readonly Blow[], { kill, wait }: Strike): Blows {
  const greeted = new Set<number>();
  let index = 0;
  let isChanged = false;
  let hit: string | undefined;
  let counts = newCounts();

  function next(): Blow | undefined {
    return blows[index];
  }
  function due(): Blow | undefined {
    const blow = next();
    return blow?.afterChange === true && !isChanged ? undefined : blow;
  }
  function fall(blow: Blow, bot: number, what?: string): void {
    hit = what ?? hit;
    index += 1;
    counts = newCounts();
    const delayMs = 'delayMs' in blow.at ? blow.at.delayMs : 0;
    if (blow.deed === 'lose') return;
    if (delayMs === 0) kill(bot);
    else setTimeout(() => kill(bot), delayMs);
  }
  function deedOf({ at, deed, takenAfterMs }: Blow): Deed {
    if (takenAfterMs !== undefined) return { do: 'late', after: () => wait(takenAfterMs) };
    return deed === 'kill' && 'delayMs' in at && at.delayMs > 0 ? PASS : CUT;
  }

  return {
    at: (bot, door, moment) => {
      const blow = due();
      const isIt = blow !== undefined && isPoint(blow.at, { counts, greeted, bot, door, moment });
      count(counts, door, moment);
      if (moment.call === SOCKET && moment.phase === 'answered') greeted.add(bot);
      if (!isIt) return PASS;
      fall(blow, bot, door === 'store' ? moment.call : undefined);
      return deedOf(blow);
    },
    logged: (bot, event) => {
      const blow = due();
      if (blow?.at.kind === 'log' && blow.at.event === event) fall(blow, bot);
    },
    fell: (what) => {
      hit = what;
      index += 1;
      counts = newCounts();
    },
    born: (bot) => greeted.delete(bot),
    changed: () => {
      isChanged = true;
      counts = { ...newCounts(), answered: counts.answered };
    },
    next,
    hit: () => hit,
  };
}

/** What has been called since the last blow. */
interface Counts {
  /** Number of each call among those of its name, by its id. */
  numbers: Map<number, number>;
  begun: Map<string, number>;
  answered: Map<string, number>;
}

function newCounts(): Counts {
  return { numbers: new Map(), begun: new Map(), answered: new Map() };
}

function count(counts: Counts, door: Door, { id, call, phase }: Moment): void {
  if (phase === 'connect') return;
  const name = door === 'slack' ? call : door;
  const first = door === 'store' ? 'request' : 'headers';
  if (phase === first) add(counts.begun, name);
  if (phase === first) counts.numbers.set(id, counts.begun.get(name) ?? 0);
  if (phase === 'answered') add(counts.answered, name);
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

interface Sight {
  counts: Counts;
  greeted: ReadonlySet<number>;
  bot: number;
  door: Door;
  moment: Moment;
}

function isPoint(point: Point, sight: Sight): boolean {
  if (point.kind === 'log') return false;
  return point.kind === 'connect' ? isConnection(point, sight) : isPhase(point, sight);
}

function isConnection(
  { call, after, nth }: Extract<Point, { kind: 'connect' }>,
  { counts, greeted, bot, door, moment }: Sight,
): boolean {
  const isDoor = door === (call === NORTHFLANK ? NORTHFLANK : 'slack');
  const isTime = (counts.answered.get(after) ?? 0) >= nth;
  const isBot = AT_START.has(call) || greeted.has(bot);
  return moment.phase === 'connect' && isDoor && isTime && isBot;
}

function isPhase(
  point: Extract<Point, { phase: string }>,
  { counts, door, moment }: Sight,
): boolean {
  const name = point.kind === 'call' ? point.call : 'store';
  const isName = name === (door === 'slack' ? moment.call : door);
  return isName && moment.phase === point.phase && numberOf(counts, name, moment) === point.nth;
}

/** Which call of its name it is: at its first phase the next one, later the number that it got then. */
function numberOf({ numbers, begun }: Counts, name: string, { id, phase }: Moment): number {
  const first = name === 'store' ? 'request' : 'headers';
  return phase === first ? (begun.get(name) ?? 0) + 1 : (numbers.get(id) ?? 0);
}
