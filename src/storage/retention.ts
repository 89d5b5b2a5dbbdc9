import type { StoreParts } from './databases/connection.ts';

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

/** Rows removed, by table. */
export type Pruned = Readonly<Record<keyof typeof RETENTION_MS, number>>;

/**
 * Removes what is older than its retention, counted back from now or from the newest row where that is
 * earlier: a clock that jumps far ahead must not empty the store.
 */
export async function prune({ db, attempt }: StoreParts, now: Date): Promise<Pruned> {
  return attempt(async () => ({
    acts: await pruneActs(),
    deliveries: await pruneDeliveries(),
    schedule_cache: await pruneSchedules(),
    snoozes: await pruneSnoozes(),
    audit: await pruneAudit(),
    budget_reports: await pruneBudgetReports(),
  }));

  function cutoff(table: keyof typeof RETENTION_MS, newest: number | null | undefined): number {
    return Math.min(now.getTime(), newest ?? Infinity) - RETENTION_MS[table];
  }

  async function pruneActs(): Promise<number> {
    const newest = await db
      .selectFrom('acts')
      .select((eb) => eb.fn.max('seen_at').as('at'))
      .executeTakeFirst();
    const { numDeletedRows } = await db
      .deleteFrom('acts')
      .where('seen_at', '<', cutoff('acts', newest?.at))
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  async function newestDue(): Promise<number | null | undefined> {
    const newest = await db
      .selectFrom('deliveries')
      .select((eb) => eb.fn.max('due_at').as('at'))
      .executeTakeFirst();
    return newest?.at;
  }

  /** Keeps the last one that was sent, however old: the next window begins where it ended. */
  async function pruneDeliveries(): Promise<number> {
    const { numDeletedRows } = await db
      .deleteFrom('deliveries')
      .where('due_at', '<', cutoff('deliveries', await newestDue()))
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

  async function pruneSchedules(): Promise<number> {
    const newest = await db
      .selectFrom('schedule_cache')
      .select((eb) => eb.fn.max('read_at').as('at'))
      .executeTakeFirst();
    const { numDeletedRows } = await db
      .deleteFrom('schedule_cache')
      .where('read_at', '<', cutoff('schedule_cache', newest?.at))
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  /** Those that were ended or whose moment came. Digests tell the time: snoozes may be years apart. */
  async function pruneSnoozes(): Promise<number> {
    const { numDeletedRows } = await db
      .deleteFrom('snoozes')
      .where((eb) => eb.fn.coalesce('ended_at', 'until'), '<', cutoff('snoozes', await newestDue()))
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  /** Cuts the chain only at its old end, so that what is left still holds together. */
  async function pruneAudit(): Promise<number> {
    const newest = await db
      .selectFrom('audit')
      .select((eb) => eb.fn.max('at').as('at'))
      .executeTakeFirst();
    const kept = await db
      .selectFrom('audit')
      .select((eb) => eb.fn.min('seq').as('seq'))
      .where('at', '>=', cutoff('audit', newest?.at))
      .executeTakeFirst();
    if (kept === undefined || kept.seq === null) return 0;
    const { numDeletedRows } = await db
      .deleteFrom('audit')
      .where('seq', '<', kept.seq)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  async function pruneBudgetReports(): Promise<number> {
    const newest = await db
      .selectFrom('budget_reports')
      .select((eb) => eb.fn.max('reported_at').as('at'))
      .executeTakeFirst();
    const { numDeletedRows } = await db
      .deleteFrom('budget_reports')
      .where('reported_at', '<', cutoff('budget_reports', newest?.at))
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }
}
