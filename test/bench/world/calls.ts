import type { AccountSize } from './account.ts';
import type { ActTimes, ActWish } from './slack.ts';

/** How a world is made. */
export interface WorldWish extends AccountSize {
  northflankMs: number;
  /** There and back. */
  slackMs: number;
}

/** What can be asked of the world's process. */
export interface WorldCalls {
  act: (wishes: readonly ActWish[]) => Promise<ActTimes[]>;
  /** Requests to Northflank since the last `forget`. */
  requests: () => number;
  /** From the first request to Northflank to the first message in a channel. */
  digestMs: () => Promise<number>;
  /** Resolves once Northflank was asked and nobody asks it or Slack for anything any more. */
  quiet: () => Promise<void>;
  /** As if nothing had come in yet. */
  forget: () => void;
}

export type CallName = keyof WorldCalls;

/** One question to the process. */
export interface Question {
  id: number;
  name: CallName;
  args: unknown[];
}

/** What the process says: first where it listens, then one answer for each question. */
export type Telling =
  | { url: string }
  | { id: number; result: unknown }
  | { id: number; error: string };
