import { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely, PostgresAdapter, PostgresDialect, type PostgresPool, sql } from 'kysely';
import { Pool, type PoolClient, TypeOverrides, types } from 'pg';
import { errorFields, type Log } from '../../domain/log.ts';
import type { Connection } from './connection.ts';
import { toStorageError } from './storage-error.ts';
import type { Tables } from './tables.ts';

const STATEMENT_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** A little longer than the server's own limit, for when the server is no longer there to keep it. */
const ANSWER_TIMEOUT_MS = 7_000;

/** Few: a bot does little at once, and many bots may share a small server. */
const MAX_CONNECTIONS = 5;

/** Opens connections as they are needed, to a server that any number of bots may share. */
export function connectPostgres(url: string, log: Log): Connection {
  const pool = new Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    query_timeout: ANSWER_TIMEOUT_MS,
    application_name: 'backups-bot',
    types: exactNumbers(),
  });
  // A connection that breaks while nobody uses it would otherwise end the process.
  // Bound here, or its line would name the work that once happened to open the connection.
  const lost = (error: Error) => log.warn('storage_connection_lost', errorFields(error));
  pool.on('error', AsyncLocalStorage.bind(lost));
  const db = new Kysely<Tables>({
    dialect: new PoolerSafeDialect({ pool: withoutBroken(pool) }),
  });
  return {
    kind: 'postgres',
    db,
    nowMs: () => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    problems: () => Promise.resolve([]),
    setAside: () => [],
    close: () => db.destroy(),
  };
}

/** Reads `bigint` as a number: `pg` gives text, but ours are milliseconds and counters, which fit exactly. */
function exactNumbers(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, Number);
  return overrides;
}

/** Kysely's Postgres without locks of the session, which {@link migrate} replaces by one of its transaction. */
class PoolerSafeDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new UnlockedAdapter();
  }
}

class UnlockedAdapter extends PostgresAdapter {
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve();
  }

  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
}

/** By statement and not at connecting, which transaction poolers refuse. */
const SETTINGS = `set statement_timeout = ${STATEMENT_TIMEOUT_MS}; set lock_timeout = ${LOCK_TIMEOUT_MS}`;

/**
 * Sets up each new connection, and throws one away once it has failed, instead of handing it to the next
 * one who asks. Not by Kysely's hook for new connections: when that fails, the place in the pool is lost.
 */
function withoutBroken(pool: Pool): PostgresPool {
  const watched = new WeakMap<PoolClient, PoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const known = watched.get(client);
      if (known !== undefined) return known;
      const fresh = watch(client);
      try {
        await fresh.query(SETTINGS);
      } catch (error) {
        client.release(true);
        throw error;
      }
      watched.set(client, fresh);
      return fresh;
    },
  };
}

function watch(client: PoolClient): PoolClient {
  let broken = false;
  // A connection that breaks between two statements of a transaction would otherwise end the process;
  // the next statement tells of it.
  client.on('error', () => undefined);
  const ask = client.query.bind(client);
  async function query(...call: unknown[]): Promise<unknown> {
    try {
      return await Reflect.apply(ask, undefined, call);
    } catch (error) {
      broken ||= toStorageError(error).kind === 'unavailable';
      throw error;
    }
  }
  const release = (destroy?: boolean) => client.release(broken || destroy);
  return new Proxy(client, {
    get: (target, name): unknown => {
      if (name === 'query') return query;
      return name === 'release' ? release : Reflect.get(target, name, target);
    },
  });
}
