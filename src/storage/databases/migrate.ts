import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Connection } from './connection.ts';
import { MIGRATIONS } from './migrations.ts';
import { StorageError, toStorageError } from './storage-error.ts';
import type { Tables } from './tables.ts';

/** Any number of bots may start at once; the number only has to be the same for all of them. */
const MIGRATION_LOCK = 5_204_117_830;

/** A busy server drops a schema now and then, but not each time that ours is looked for. */
const MAX_TRIES = 5;

/** Waiting for another bot's migration may take longer than a lock of daily work. */
const MIGRATION_TIMEOUT = '6s';

/**
 * Brings the tables up to this version, in one transaction: afterwards all of it is there or none.
 *
 * @throws {StorageError} `newer` when the tables were made by a newer version; they are left alone.
 */
export async function migrate(connection: Pick<Connection, 'kind' | 'db'>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await migrateOnce(connection);
      return;
    } catch (error) {
      if (tries === MAX_TRIES || !isForeignSchemaGone(error)) throw toStorageError(error);
    }
  }
}

/**
 * Whether a schema that is not ours was dropped while the catalogue was read, which names them all:
 * Postgres then fails the whole reading.
 */
function isForeignSchemaGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '3F000';
}

async function migrateOnce({ kind, db }: Pick<Connection, 'kind' | 'db'>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const schema = kind === 'postgres' ? await takeTurn(transaction) : undefined;
    refuseNewer(await readVersion(transaction, schema));
    const migrator = new Migrator({
      db: transaction,
      provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
      // Without it the migrator would take another schema's tables for ours.
      ...(schema === undefined ? {} : { migrationTableSchema: schema }),
    });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  });
}

/**
 * Waits until no other bot migrates, and answers the schema that holds our tables.
 *
 * The lock is one of the transaction: a transaction pooler may misplace one of the session.
 */
async function takeTurn(transaction: Kysely<Tables>): Promise<string> {
  await sql`select set_config('statement_timeout', ${MIGRATION_TIMEOUT}, true),
    set_config('lock_timeout', ${MIGRATION_TIMEOUT}, true)`.execute(transaction);
  await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(transaction);
  return await currentSchema(transaction);
}

async function currentSchema(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(db);
  const name = rows[0]?.name;
  if (typeof name === 'string') return name;
  throw new StorageError(
    'unavailable',
    'The database has no schema on its search path that this bot may use',
  );
}

/** @throws {StorageError} `newer` when the tables were made by a newer version. */
export function refuseNewer({ has, knows, isNewer }: SchemaVersion): void {
  if (!isNewer) return;
  throw new StorageError(
    'newer',
    `The store was written by a newer version of this bot (its schema has version ${has}, ` +
      `this bot knows ${knows}). Start that version, or give this one another DATABASE_URL.`,
  );
}

/** Which versions of the tables there are: in the database, and known to this bot. */
export interface SchemaVersion {
  /** 0 where no bot has made tables yet. */
  has: number;
  knows: number;
  /** Whether the tables were made by a newer version. */
  isNewer: boolean;
}

/** Reads how far the tables are, and changes nothing. */
export async function readSchemaVersion({
  kind,
  db,
}: Pick<Connection, 'kind' | 'db'>): Promise<SchemaVersion> {
  return await readVersion(db, kind === 'postgres' ? await currentSchema(db) : undefined);
}

async function readVersion(db: Kysely<Tables>, ours: string | undefined): Promise<SchemaVersion> {
  const knows = Object.keys(MIGRATIONS).length;
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name, schema }) => name === 'kysely_migration' && schema === ours)) {
    return { has: 0, knows, isNewer: false };
  }
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const isNewer = rows.some(({ name }) => !Object.hasOwn(MIGRATIONS, name));
  return { has: rows.length, knows, isNewer };
}
