import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Connection } from './connection.ts';
import { StorageError, toStorageError } from './storage-error.ts';
import type { Tables } from './tables.ts';

/**
 * Every change of the tables, by name and in order. Names never change once released.
 *
 * The version before must still work on the result, since replicas are replaced one by one: add
 * columns that may be empty, and drop what nobody reads a release later.
 */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first-tables': { up: createFirstTables },
  '002-snoozes': { up: createSnoozes },
  '003-budget-reports': { up: createBudgetReports },
  '004-language-of-dates': { up: addLanguage },
};

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

async function createFirstTables(db: Kysely<never>): Promise<void> {
  await createSubscriptions(db);
  await createDeliveries(db);
  await db.schema
    .createTable('acts')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute();
  await createAudit(db);
  await db.schema
    .createTable('schedule_cache')
    .addColumn('project_id', 'text', (column) => column.notNull())
    .addColumn('addon_id', 'text', (column) => column.notNull())
    .addColumn('schedules', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('schedule_cache_key', ['project_id', 'addon_id'])
    .execute();
  await db.schema
    .createTable('settings')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function createSubscriptions(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('subscriptions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('channel_id', 'text', (column) => column.notNull().unique())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('days', 'text', (column) => column.notNull())
    .addColumn('time', 'text', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('all_clear', 'text', (column) => column.notNull())
    .addColumn('mention', 'text')
    .addColumn('paused_until', 'bigint')
    .addColumn('stopped_reason', 'text')
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
}

async function createDeliveries(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('subscription_id', 'text', (column) => column.notNull())
    .addColumn('local_date', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('window_from', 'bigint')
    .addColumn('window_to', 'bigint')
    .addColumn('parts', 'text', (column) => column.notNull())
    .addColumn('content_hash', 'text')
    .addColumn('memo', 'text')
    .addColumn('sending_part', 'integer')
    .addColumn('sending_since', 'bigint')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('retry_at', 'bigint')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('deliveries_key', ['subscription_id', 'local_date'])
    .execute();
  await db.schema
    .createIndex('deliveries_by_state')
    .on('deliveries')
    .columns(['state', 'due_at'])
    .execute();
}

async function createAudit(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('deed', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('rule', 'text')
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
}

async function createSnoozes(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('snoozes')
    .addColumn('subscription_id', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('word', 'text', (column) => column.notNull())
    .addColumn('snoozed_at', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text')
    .addColumn('ended_at', 'bigint')
    .addPrimaryKeyConstraint('snoozes_key', ['subscription_id', 'address'])
    .execute();
}

async function createBudgetReports(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('budget_reports')
    .addColumn('bot_id', 'text', (column) => column.primaryKey())
    .addColumn('reported_at', 'bigint', (column) => column.notNull())
    .addColumn('hour_ends_at', 'bigint')
    .addColumn('hour_limit', 'bigint')
    .addColumn('hour_remaining', 'bigint')
    .addColumn('spent_person', 'bigint', (column) => column.notNull())
    .addColumn('spent_digest', 'bigint', (column) => column.notNull())
    .addColumn('spent_background', 'bigint', (column) => column.notNull())
    .addColumn('paused_until', 'bigint')
    .execute();
}

async function addLanguage(db: Kysely<never>): Promise<void> {
  await db.schema.alterTable('subscriptions').addColumn('language', 'text').execute();
}
