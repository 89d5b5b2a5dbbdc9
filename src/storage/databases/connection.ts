import type { Kysely, RawBuilder } from 'kysely';
import type { Tables } from './tables.ts';

/** One database, whichever it is: what the stores and the migrations build on. */
export interface Connection {
  kind: 'sqlite' | 'postgres';
  db: Kysely<Tables>;
  /** Milliseconds now, as SQL: by the database's clock where several bots share it. */
  nowMs: () => RawBuilder<number>;
  /** What the operator should know beyond failed statements, such as a disk that is nearly full. */
  problems: () => Promise<readonly string[]>;
  /** Damaged databases that still lie where they were set aside, the oldest first. */
  setAside: () => readonly string[];
  close: () => Promise<void>;
}

/**
 * Runs one piece of work on the database.
 *
 * @throws {StorageError} whatever went wrong; health is red from then on until a write succeeds.
 */
export type Attempt = <T>(work: () => Promise<T>) => Promise<T>;

/** What every store is made of. */
export interface StoreParts {
  db: Kysely<Tables>;
  nowMs: () => RawBuilder<number>;
  attempt: Attempt;
}
