import { sql } from 'kysely';
import type { Delivery, DeliveryState } from '../../domain/digests/delivery.ts';
import {
  type DeliveryStore,
  UNFINISHED_STATES,
  type UnfinishedDelivery,
} from '../../domain/digests/delivery-store.ts';
import type { StoreParts } from '../databases/connection.ts';
import { isRef } from './change.ts';
import { fromRow, SCHEDULE, scheduleOf } from './row.ts';

/** What was written further ahead than this was written by a clock that stood wrong. */
const DAY_MS = 86_400_000;

/** Rows among which the last digest that was sent is: few are ever under way at once. */
const NEWEST = 10;

/** States of a digest whose text is fixed and that is in its channel or on its way there. */
const WRITTEN = ['sent', 'frozen', 'sending'] as const satisfies DeliveryState[];

type Reads = Pick<
  DeliveryStore,
  'get' | 'unfinished' | 'lastDue' | 'lastSent' | 'newest' | 'newestWritten' | 'missedSince'
>;

/** What is asked of deliveries without changing them. */
export function createReads(parts: StoreParts): Reads {
  const { attempt } = parts;
  return {
    get: (ref) => attempt(() => readOne(rows(parts).where(isRef(ref)))),
    unfinished: () => attempt(() => readUnfinished(parts)),
    lastDue: (until) => attempt(() => readLastDue(parts, until)),
    lastSent: (subscriptionId) => attempt(() => readLastSent(parts, subscriptionId)),
    newest: (subscriptionId) =>
      attempt(() =>
        readOne(
          past(parts)
            .where('subscription_id', '=', subscriptionId)
            .orderBy('due_at', 'desc')
            .limit(1),
        ),
      ),
    newestWritten: (subscriptionIds, dueAfter) =>
      attempt(() => readNewestWritten(parts, subscriptionIds, dueAfter)),
    missedSince: (subscriptionId, after) =>
      attempt(() =>
        readAll(
          rows(parts)
            .where('subscription_id', '=', subscriptionId)
            .where('state', 'in', ['missed', 'doubtful'])
            .where('due_at', '>', after?.getTime() ?? 0)
            .orderBy('due_at'),
        ),
      ),
  };
}

type Query = ReturnType<typeof rows>;

function rows({ db }: StoreParts) {
  return db.selectFrom('deliveries').selectAll();
}

/** Without what was written in the future. */
function past(parts: StoreParts): Query {
  const { nowMs } = parts;
  return rows(parts).where('created_at', '<=', sql<number>`${nowMs()} + ${sql.lit(DAY_MS)}`);
}

async function readOne(query: Query): Promise<Delivery | undefined> {
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : fromRow(row);
}

async function readAll(query: Query): Promise<Delivery[]> {
  return (await query.execute()).map(fromRow);
}

async function readUnfinished({ db }: StoreParts): Promise<UnfinishedDelivery[]> {
  const waiting = await db
    .selectFrom('deliveries')
    .select(SCHEDULE)
    .where('state', 'in', UNFINISHED_STATES)
    .orderBy('due_at')
    .orderBy('subscription_id')
    .execute();
  return waiting.map(scheduleOf);
}

async function readLastDue({ db }: StoreParts, until: Date): Promise<Map<string, Date>> {
  const newest = await db
    .selectFrom('deliveries')
    .select(['subscription_id', (eb) => eb.fn.max('due_at').as('due_at')])
    .where('due_at', '<=', until.getTime())
    // What was written in the future was written by a clock that stood wrong.
    .where('created_at', '<=', until.getTime())
    // As `isAskedFor` of the domain tells them.
    .where('local_date', 'not like', '%T%')
    .groupBy('subscription_id')
    .execute();
  return new Map(newest.map((row) => [row.subscription_id, new Date(row.due_at)]));
}

async function readLastSent(
  parts: StoreParts,
  subscriptionId: string,
): Promise<Delivery | undefined> {
  const newest = await readAll(
    past(parts)
      .where('subscription_id', '=', subscriptionId)
      .where('state', 'in', WRITTEN)
      .orderBy('window_to', 'desc')
      .limit(NEWEST),
  );
  return newest.find(({ state, parts: [main] }) => state === 'sent' || main?.ts !== undefined);
}

async function readNewestWritten(
  parts: StoreParts,
  subscriptionIds: readonly string[],
  dueAfter: Date,
): Promise<Delivery[]> {
  if (subscriptionIds.length === 0) return [];
  const places = past(parts)
    .select(({ fn }) =>
      fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('subscription_id').orderBy('window_to', 'desc'))
        .as('place'),
    )
    .where('state', 'in', WRITTEN)
    .where('due_at', '>', dueAfter.getTime())
    .where('subscription_id', 'in', subscriptionIds);
  const newest = await parts.db
    .selectFrom(places.as('written'))
    .selectAll()
    .where('place', '=', 1)
    .execute();
  return newest.map(fromRow);
}
