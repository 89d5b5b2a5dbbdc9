/**
 * Why the store did not do what it was asked.
 *
 * `in-use`: another process holds the file. `newer`: written by a newer version of the bot.
 * `full`: no room on the disk. `unavailable`: no database, no connection, or no answer in time.
 * `damaged`: the file no longer reads as a database. `failed`: anything else.
 */
export type StorageErrorKind = 'in-use' | 'newer' | 'full' | 'unavailable' | 'damaged' | 'failed';

/** The store's one error: a sentence for the operator, with what the database said as its cause. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly kind: StorageErrorKind;

  constructor(kind: StorageErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** SQLite's result codes. @see https://www.sqlite.org/rescode.html */
const SQLITE_KINDS: Readonly<Record<number, StorageErrorKind>> = {
  5: 'unavailable', // busy
  8: 'unavailable', // read-only
  10: 'unavailable', // input or output failed
  11: 'damaged', // corrupt
  13: 'full',
  14: 'unavailable', // cannot open
  26: 'damaged', // not a database
};

/** Classes of Postgres's SQLSTATE codes. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const POSTGRES_KINDS: readonly (readonly [prefix: string, kind: StorageErrorKind])[] = [
  ['08', 'unavailable'], // connection
  ['28', 'unavailable'], // who we are is not accepted
  ['3D000', 'unavailable'], // no such database
  ['53100', 'full'],
  ['53', 'unavailable'], // out of memory or connections
  ['55P03', 'unavailable'], // a lock was not to be had in time
  ['57', 'unavailable'], // cancelled, shut down, or too slow
  ['58', 'unavailable'], // system
  ['25006', 'unavailable'], // read-only, as after a fail-over
  ['XX001', 'damaged'],
];

const SENTENCES: Readonly<Record<StorageErrorKind, string>> = {
  'in-use': 'The store is in use by another process',
  newer: 'The store was written by a newer version of this bot',
  full: 'The disk of the store is full',
  unavailable: 'The store is not reachable',
  damaged: 'The store is damaged',
  failed: 'The store failed',
};

/** Wraps whatever a database threw; a {@link StorageError} passes unchanged. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const kind = kindOf(error);
  return new StorageError(kind, SENTENCES[kind], { cause: error });
}

function kindOf(error: unknown): StorageErrorKind {
  if (!(error instanceof Error)) return 'failed';
  if ('errcode' in error && typeof error.errcode === 'number') {
    // The low byte is the primary code; the rest only refines it.
    return SQLITE_KINDS[error.errcode & 0xff] ?? 'failed';
  }
  if (!('code' in error) || typeof error.code !== 'string') {
    return isConnectionMessage(error.message) ? 'unavailable' : 'failed';
  }
  const { code } = error;
  if (/^E[A-Z_]+$/.test(code)) return code === 'ENOSPC' ? 'full' : 'unavailable';
  return POSTGRES_KINDS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'failed';
}

/** The `pg` package gives its own time-outs and lost connections no code, only these words. */
function isConnectionMessage(message: string): boolean {
  return /timeout|Connection terminated|connection error|not queryable/i.test(message);
}
