import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import type { Log } from '../domain/log.ts';
import type { StoreLook } from '../domain/store-look.ts';
import type { Connection } from './databases/connection.ts';
import { parseDatabaseUrl } from './databases/database-url.ts';
import { proveFolder } from './databases/folder.ts';
import { readSchemaVersion } from './databases/migrate.ts';
import { connectPostgres } from './databases/postgres.ts';
import { connectBeside } from './databases/sqlite.ts';
import { findSetAside, isDamaged } from './databases/sqlite-damage.ts';
import { isLocked } from './databases/sqlite-lock.ts';
import { asClause, describeTrouble } from './databases/storage-trouble.ts';
import { createSubscriptionStore } from './subscriptions/subscription-store.ts';

/**
 * Looks whether a bot could work with this store: reachable, writable, of which version. Leaves no
 * table, no file and no row behind, and takes nothing from a bot that is running on it. Never throws.
 *
 * @param databaseUrl `sqlite:path`, `sqlite::memory:` or `postgres://…`.
 */
export async function lookAtStore(
  databaseUrl: string,
  { now, log }: { now: Clock; log: Log },
): Promise<StoreLook> {
  const address = parseDatabaseUrl(databaseUrl);
  const isSqlite = address.kind === 'sqlite';
  const name = isSqlite ? `SQLite at ${address.path}` : postgresName(address.url);
  try {
    if (!isSqlite) return { name, ...(await lookInto(connectPostgres(address.url, log), log)) };
    const look = await lookAtSqlite(address.path, now, log);
    const setAside = findSetAside(address.path);
    return { name, ...look, ...(setAside.length > 0 && { setAside }) };
  } catch (error) {
    return { name, kind: 'trouble', trouble: describeTrouble(error) };
  }
}

type Look = Omit<StoreLook, 'name'>;

async function lookAtSqlite(path: string, now: Clock, log: Log): Promise<Look> {
  if (path === ':memory:') return { kind: 'new', subscriptions: [] };
  const locked = isLocked(path);
  if (!existsSync(path)) {
    proveFolder(nearestFolder(path));
    return { kind: 'new', subscriptions: [] };
  }
  if (locked) {
    const look = await lookInto(connectBeside(path, now, { readOnly: true }), log, {
      readOnly: true,
    });
    return look.kind === 'ready' ? { ...look, kind: 'in-use' } : look;
  }
  // SQLite keeps its log in files beside the database.
  proveFolder(dirname(path));
  if (isDamaged(path)) {
    const trouble =
      'the file does not read as a sound database; at its start the bot would set it aside and begin anew';
    return { kind: 'trouble', trouble };
  }
  return await lookInto(connectBeside(path, now, { readOnly: false }), log);
}

/** The folder of a path, or the first above it that is there: the rest is made at the start. */
function nearestFolder(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestFolder(folder);
}

async function lookInto(
  connection: Connection,
  log: Log,
  { readOnly = false } = {},
): Promise<Look> {
  try {
    const { has, knows, isNewer } = await readSchemaVersion(connection);
    const schema = { has, knows };
    if (isNewer) {
      return { kind: 'trouble', schema, trouble: 'it was written by a newer version of this bot' };
    }
    if (!readOnly) await proveWritable(connection, has > 0);
    const [problem] = await connection.problems();
    if (problem !== undefined) return { kind: 'trouble', schema, trouble: asClause(problem) };
    return { kind: 'ready', schema, subscriptions: await readSubscriptions(connection, has, log) };
  } finally {
    await connection.close();
  }
}

const TAKEN_BACK = new Error('taken back');

/** Writes what the bot would write, and takes it back before anybody else can see it. */
async function proveWritable({ db }: Connection, hasTables: boolean): Promise<void> {
  try {
    await db.transaction().execute(async (transaction) => {
      if (hasTables) {
        await transaction.insertInto('settings').values({ key: 'proof', value: 'null' }).execute();
      } else {
        await sql`create table backups_proof (proof integer)`.execute(transaction);
      }
      throw TAKEN_BACK;
    });
  } catch (error) {
    if (error !== TAKEN_BACK) throw error;
  }
}

/** Tables of an older version may not be readable yet, or a row be damaged: then nothing is known of them. */
async function readSubscriptions(
  { db, nowMs }: Connection,
  version: number,
  log: Log,
): Promise<readonly Subscription[] | undefined> {
  if (version === 0) return [];
  try {
    const store = createSubscriptionStore({ db, nowMs, attempt: (work) => work() }, log);
    return (await store.damaged()).length === 0 ? await store.list() : undefined;
  } catch {
    return undefined;
  }
}

/** Host and database alone: the rest of the address may be a secret. */
function postgresName(url: string): string {
  if (!URL.canParse(url)) return 'Postgres';
  const { host, pathname } = new URL(url);
  return `Postgres at ${host}${pathname}`;
}
