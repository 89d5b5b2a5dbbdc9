import { sql } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import type { DeliveryStore } from '../domain/digests/delivery-store.ts';
import type { SnoozeStore } from '../domain/digests/snooze.ts';
import type { Log } from '../domain/log.ts';
import { type ActStore, createActStore } from './acts.ts';
import { type AuditStore, createAuditStore } from './audit.ts';
import { type BudgetReportStore, createBudgetReportStore } from './budget-reports.ts';
import type { Connection } from './databases/connection.ts';
import { parseDatabaseUrl } from './databases/database-url.ts';
import { createHealthWatch } from './databases/health.ts';
import { migrate } from './databases/migrate.ts';
import { connectSqlite } from './databases/sqlite.ts';
import { withReason } from './databases/storage-trouble.ts';
import { createDeliveryStore } from './deliveries/delivery-store.ts';
import { type Pruned, prune } from './retention.ts';
import { createScheduleCache, type ScheduleCacheStore } from './schedule-cache.ts';
import { createSettingStore, type SettingStore } from './settings.ts';
import { createSnoozeStore } from './snoozes.ts';
import {
  createSubscriptionStore,
  type SubscriptionStore,
} from './subscriptions/subscription-store.ts';

/** What must outlive a restart. Every function may throw a {@link StorageError}, except `health`. */
export interface Storage {
  subscriptions: SubscriptionStore;
  deliveries: DeliveryStore;
  acts: ActStore;
  audit: AuditStore;
  scheduleCache: ScheduleCacheStore;
  settings: SettingStore;
  snoozes: SnoozeStore;
  budgetReports: BudgetReportStore;
  /** Whether other bots may use the same database. */
  isShared: boolean;
  /** The time that leases and due digests go by: the database's where bots share one, else the bot's. */
  now: () => Promise<Date>;
  /** What is wrong, in sentences for the operator; empty when nothing is. */
  health: () => Promise<readonly string[]>;
  /**
   * Paths of damaged databases in whose place an empty one was begun, the oldest first, for as long as
   * they lie there.
   */
  setAside: () => readonly string[];
  /** Removes what is older than its retention. */
  prune: (now: Date) => Promise<Pruned>;
  close: () => Promise<void>;
}

/** What storage is opened with. */
export interface StorageDeps {
  now: Clock;
  log: Log;
}

/**
 * Opens the store and brings its tables up to this version.
 *
 * @param databaseUrl `sqlite:path`, `sqlite::memory:` or `postgres://…`.
 * @throws {StorageError} with a sentence for the operator when the bot must not start with it.
 */
export async function openStorage(databaseUrl: string, deps: StorageDeps): Promise<Storage> {
  let connection: Connection | undefined;
  try {
    connection = await connect(databaseUrl, deps);
    await migrate(connection);
    if (connection.kind === 'sqlite') await voidLeases(connection);
    return createStorage(connection, deps);
  } catch (error) {
    await connection?.close();
    throw withReason(error);
  }
}

async function connect(databaseUrl: string, { now, log }: StorageDeps): Promise<Connection> {
  const address = parseDatabaseUrl(databaseUrl);
  if (address.kind === 'sqlite') return connectSqlite(address.path, now, log);
  // Its driver takes a while to load, and most bots have no server.
  const { connectPostgres } = await import('./databases/postgres.ts');
  return connectPostgres(address.url, log);
}

/** The lock on the file proves that whoever held a lease is gone. */
async function voidLeases({ db }: Connection): Promise<void> {
  await db.updateTable('deliveries').set({ lease_owner: null, lease_until: null }).execute();
}

/** Puts the stores on an open connection whose tables are up to date. */
export function createStorage(connection: Connection, { now, log }: StorageDeps): Storage {
  const { db, kind, nowMs, problems } = connection;
  const health = createHealthWatch({ write, problems, now, log });
  const parts = { db, nowMs, attempt: health.attempt };

  async function write(): Promise<void> {
    const value = String(now().getTime());
    await db
      .insertInto('settings')
      .values({ key: 'last-proof-of-health', value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  }

  return {
    subscriptions: createSubscriptionStore(parts, log),
    deliveries: createDeliveryStore(parts, log),
    acts: createActStore(parts),
    audit: createAuditStore(parts),
    scheduleCache: createScheduleCache(parts),
    settings: createSettingStore(parts),
    snoozes: createSnoozeStore(parts, log),
    budgetReports: createBudgetReportStore(parts),
    isShared: kind === 'postgres',
    now: async () => {
      if (kind === 'sqlite') return now();
      const { rows } = await health.attempt(() =>
        sql<{ at: number }>`select ${nowMs()} as at`.execute(db),
      );
      return new Date(rows[0]?.at ?? now().getTime());
    },
    health: health.check,
    setAside: connection.setAside,
    prune: (at) => prune(parts, at),
    close: connection.close,
  };
}
