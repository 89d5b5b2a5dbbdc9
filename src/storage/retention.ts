import { sql } from 'kysely';
import type { StoreParts } from './databases/connection.ts';
import type { Tables } from './databases/tables.ts';

type Db = StoreParts['db'];
type MomentOf<Table extends keyof Tables> = keyof Tables[Table] & string;

const DAY_MS = 86_400_000;

/** How long rows are kept, by table; settings and subscriptions stay until somebody removes them. */
export const RETENTION_MS = {
  /** Slack repeats within minutes; a day leaves room for a long stop in between. */
  acts: DAY_MS,
  /** Long enough to compare with last quarter. */
  deliveries: 100 * DAY_MS,
  /** Addons that no survey has seen for a month are gone. */
  schedule_cache: 31 * DAY_MS,
  /** After the end: long enough to see why a morning was quiet. */
  snoozes: 31 * DAY_MS,
  audit: 400 * DAY_MS,
  /** An hour's requests tell nothing about the next one. */
  budget_reports: DAY_MS,
} as const;

type Kept = keyof typeof RETENTION_MS;

/** Rows removed, by table. */
export type Pruned = Readonly<Record<Kept, number>>;

/**
 * Removes what is older than its retention, counted back from now or from the newest row where that is
 * earlier: a clock that jumps far ahead must not empty the store.
 */
export async function prune({ db, attempt }: StoreParts, now: Date): Promise<Pruned> {
  return attempt(async () => ({
    acts: await pruneOlder(db, 'acts', 'seen_at', now),
    deliveries: await pruneDeliveries(db, now),
    schedule_cache: await pruneOlder(db, 'schedule_cache', 'read_at', now),
    snoozes: await pruneSnoozes(db, now),
    audit: await pruneAudit(db, now),
    budget_reports: await pruneOlder(db, 'budget_reports', 'reported_at', now),
  }));
}

/** Before when a table's rows are too old. @param newest of its moments; absent where it has none. */
function cutoff(table: Kept, newest: number | undefined, now: Date): number {
  return Math.min(now.getTime(), newest ?? Infinity) - RETENTION_MS[table];
}

async function newestOf<Table extends Kept>(
  db: Db,
  table: Table,
  moment: MomentOf<Table>,
): Promise<number | undefined> {
  const { rows } = await sql<{ at: number | null }>`
    select max(${sql.ref(moment)}) as at from ${sql.table(table)}`.execute(db);
  return rows[0]?.at ?? undefined;
}

/** For tables of which every row goes by its own moment. */
async function pruneOlder<Table extends Kept>(
  db: Db,
  table: Table,
  moment: MomentOf<Table>,
  now: Date,
): Promise<number> {
  const before = cutoff(table, await newestOf(db, table, moment), now);
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ${sql.ref(moment)} < ${before}`.execute(db);
  return Number(numAffectedRows);
}

/** Keeps the last one that was sent, however old: the next window begins where it ended. */
async function pruneDeliveries(db: Db, now: Date): Promise<number> {
  const before = cutoff('deliveries', await newestOf(db, 'deliveries', 'due_at'), now);
  const { numDeletedRows } = await db
    .deleteFrom('deliveries')
    .where('due_at', '<', before)
    .where((eb) =>
      eb.or([
        eb('state', '!=', 'sent'),
        eb.exists(
          eb
            .selectFrom('deliveries as newer')
            .select('newer.local_date')
            .whereRef('newer.subscription_id', '=', 'deliveries.subscription_id')
            .where('newer.state', '=', 'sent')
            .whereRef('newer.due_at', '>', 'deliveries.due_at'),
        ),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Those that were ended or whose moment came. Digests tell the time: snoozes may be years apart. */
async function pruneSnoozes(db: Db, now: Date): Promise<number> {
  const before = cutoff('snoozes', await newestOf(db, 'deliveries', 'due_at'), now);
  const { numDeletedRows } = await db
    .deleteFrom('snoozes')
    .where((eb) => eb.fn.coalesce('ended_at', 'until'), '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Cuts the chain only at its old end, so that what is left still holds together. */
async function pruneAudit(db: Db, now: Date): Promise<number> {
  const before = cutoff('audit', await newestOf(db, 'audit', 'at'), now);
  const kept = await db
    .selectFrom('audit')
    .select((eb) => eb.fn.min('seq').as('seq'))
    .where('at', '>=', before)
    .executeTakeFirst();
  if (kept === undefined || kept.seq === null) return 0;
  const { numDeletedRows } = await db
    .deleteFrom('audit')
    .where('seq', '<', kept.seq)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
