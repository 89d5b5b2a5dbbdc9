import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterAll, describe, onTestFinished } from 'vitest';
import { migrate } from '../../src/storage/databases/migrate.ts';
import { connectSqlite } from '../../src/storage/databases/sqlite.ts';
import {
  createStorage,
  openStorage,
  type Storage,
  type StorageDeps,
} from '../../src/storage/open-storage.ts';
import { SILENT } from '../fakes/log.ts';

/** When every test begins. */
export const START = new Date('2026-11-21T06:00:00Z');

/** A store that is thrown away after its test. */
export interface TestDatabase {
  storage: Storage;
  /** Sets the bot's clock; Postgres has its own. */
  setNow: (now: Date) => void;
  /** Another bot on the same database; the same one on SQLite, which has only one. */
  second: () => Promise<Storage>;
  /** Runs a statement past the stores. */
  execute: (statement: string) => Promise<void>;
  /** Lets a minute go by for whoever holds a lease. */
  passLease: () => Promise<void>;
}

const SERVER = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';

/** Runs the same tests on each database; on Postgres only where a server answers. */
export async function describeOnEachDatabase(
  name: string,
  tests: (open: () => Promise<TestDatabase>) => void,
): Promise<void> {
  describe(`${name} on SQLite`, () => {
    tests(openSqlite);
  });
  await describeOnPostgres(name, (server) => tests(() => openPostgres(server)));
}

/** Runs tests on Postgres where a server answers; elsewhere says on stderr that they did not run. */
export async function describeOnPostgres(
  name: string,
  tests: (server: Pool) => void,
): Promise<void> {
  const server = await reachServer();
  if (server === undefined) {
    const where = new URL(SERVER).host;
    process.stderr.write(`SKIPPED: ${name} on Postgres, since none answers at ${where}\n`);
    return;
  }
  describe(`${name} on Postgres`, () => {
    tests(server);
    afterAll(() => server.end());
  });
}

/** A new folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'backups-bot-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store in memory alone, whose rows can be written past it, such as damaged ones. */
export async function openInMemory(
  deps: StorageDeps,
): Promise<Pick<TestDatabase, 'storage' | 'execute'>> {
  const connection = connectSqlite(':memory:', deps.now, deps.log);
  await migrate(connection);
  const storage = createStorage(connection, deps);
  onTestFinished(() => storage.close());
  return {
    storage,
    execute: (statement) => {
      connection.handle.exec(statement);
      return Promise.resolve();
    },
  };
}

async function openSqlite(): Promise<TestDatabase> {
  let now = START;
  const clock = { now: () => now, log: SILENT };
  const connection = connectSqlite(join(temporaryFolder(), 'backups.db'), clock.now, SILENT);
  await migrate(connection);
  const storage = createStorage(connection, clock);
  onTestFinished(() => storage.close());
  return {
    storage,
    setNow: (moment) => {
      now = moment;
    },
    second: () => Promise.resolve(storage),
    execute: (statement) => {
      connection.handle.exec(statement);
      return Promise.resolve();
    },
    passLease: () => {
      now = new Date(now.getTime() + 60_001);
      return Promise.resolve();
    },
  };
}

async function reachServer(): Promise<Pool | undefined> {
  const pool = new Pool({ connectionString: SERVER, connectionTimeoutMillis: 1_000, max: 2 });
  try {
    await pool.query('select 1');
    return pool;
  } catch {
    await pool.end();
    return undefined;
  }
}

/** Address of a new schema that is gone after the test. */
export async function temporarySchema(server: Pool): Promise<{ name: string; url: string }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await server.query(`create schema ${name}`);
  onTestFinished(async () => {
    await server.query(`drop schema ${name} cascade`);
  });
  const url = new URL(SERVER);
  // What a test wrote need not survive a power cut, and not waiting for the disk saves seconds.
  url.searchParams.set('options', `-c search_path=${name} -c synchronous_commit=off`);
  return { name, url: url.href.replaceAll('+', '%20') };
}

async function openPostgres(server: Pool): Promise<TestDatabase> {
  const { name, url } = await temporarySchema(server);
  let now = START;
  const open = async () => {
    const storage = await openStorage(url, { now: () => now, log: SILENT });
    onTestFinished(() => storage.close());
    return storage;
  };
  const execute = async (statement: string) => {
    const client = await server.connect();
    try {
      await client.query(`set search_path = ${name}; ${statement}; reset search_path`);
    } finally {
      client.release();
    }
  };
  return {
    storage: await open(),
    setNow: (moment) => {
      now = moment;
    },
    second: open,
    execute,
    passLease: () => execute('update deliveries set lease_until = lease_until - 60001'),
  };
}
