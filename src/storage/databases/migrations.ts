import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Every change of the tables, by name and in order. Names never change once released.
 *
 * The version before must still work on the result, since replicas are replaced one by one: add
 * columns that may be empty, and drop what nobody reads a release later.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first-tables': { up: createFirstTables },
  '002-snoozes': { up: createSnoozes },
  '003-budget-reports': { up: createBudgetReports },
  '004-language-of-dates': { up: addLanguage },
  '005-begin-of-waits': { up: addBeginOfWaits },
};

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

async function addBeginOfWaits(db: Kysely<never>): Promise<void> {
  await db.schema.alterTable('deliveries').addColumn('retry_since', 'bigint').execute();
}
