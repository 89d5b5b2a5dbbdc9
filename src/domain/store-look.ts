import type { Subscription } from './digests/subscription.ts';

/**
 * What a look at the store found, without changing anything in it.
 *
 * `ready`: it reads and writes. `new`: nothing is there yet, and what is needed can be made. `in-use`:
 * a running bot holds it for itself, and it was read beside that one. `trouble`: the bot would not start.
 */
export interface StoreLook {
  kind: 'ready' | 'new' | 'in-use' | 'trouble';
  /** As the operator knows it, without user or password: `SQLite at data/backups.db`. */
  name: string;
  /** Why there is trouble: a clause that follows a colon. */
  trouble?: string | undefined;
  /** Versions of the tables: there, and known to this bot. Absent when they could not be read. */
  schema?: { has: number; knows: number } | undefined;
  /** Paths of damaged databases in whose place an empty one was begun; absent when there are none. */
  setAside?: readonly string[] | undefined;
  /** Absent when they could not be read. */
  subscriptions?: readonly Subscription[] | undefined;
}
