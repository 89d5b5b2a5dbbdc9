import { existsSync } from 'node:fs';
import type { Clock } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import { type AuditStore, createAuditStore } from './audit.ts';
import type { Connection } from './databases/connection.ts';
import { parseDatabaseUrl } from './databases/database-url.ts';
import { readSchemaVersion, refuseNewer } from './databases/migrate.ts';
import { connectPostgres } from './databases/postgres.ts';
import { connectBeside } from './databases/sqlite.ts';
import { isLocked } from './databases/sqlite-lock.ts';
import { StorageError, toStorageError } from './databases/storage-error.ts';

/** The audit alone, to be read. */
export interface OpenAudit extends Pick<AuditStore, 'exportLines' | 'verify'> {
  close: () => Promise<void>;
}

/**
 * Opens the audit beside a bot that may be running on the same store, and takes nothing from it.
 *
 * Changes nothing either: a damaged file is not set aside, since that would make an export of no rows.
 *
 * @throws {StorageError} with a sentence for the operator when there is no store that it can read.
 */
export async function openAudit(
  databaseUrl: string,
  deps: { now: Clock; log: Log },
): Promise<OpenAudit> {
  const connection = connect(databaseUrl, deps);
  try {
    const version = await readSchemaVersion(connection);
    if (version.has === 0) throw absent();
    refuseNewer(version);
    const { db, nowMs, close } = connection;
    const { exportLines, verify } = createAuditStore({ db, nowMs, attempt });
    return { exportLines, verify, close };
  } catch (error) {
    await connection.close();
    throw toStorageError(error);
  }
}

function connect(databaseUrl: string, { now, log }: { now: Clock; log: Log }): Connection {
  const address = parseDatabaseUrl(databaseUrl);
  if (address.kind === 'postgres') return connectPostgres(address.url, log);
  const { path } = address;
  if (!existsSync(path)) throw absent();
  // Where nobody has it, SQLite may have to bring its own files in order before it can be read.
  return connectBeside(path, now, { readOnly: isLocked(path) });
}

function absent(): StorageError {
  return new StorageError(
    'unavailable',
    'There is nothing to export: no bot has run on this store.',
  );
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStorageError(error);
  }
}
