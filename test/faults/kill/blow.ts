import type { Phase } from '../world/gate.ts';

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

/** Gives a number from 0 to 1, the same for the same word in rounds of the same seed. */
export type Chance = (what: string) => number;
