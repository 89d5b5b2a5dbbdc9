import { sql } from 'kysely';
import type { DeliveryState } from '../../domain/digests/delivery.ts';
import { type DeliveryStore, UNFINISHED_STATES } from '../../domain/digests/delivery-store.ts';
import type { StoreParts } from '../databases/connection.ts';
import { isRef } from './change.ts';
import { fromRow } from './row.ts';

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
export function createReads({ db, nowMs, attempt }: StoreParts): Reads {
  const rows = () => db.selectFrom('deliveries').selectAll();
  const past = () => rows().where('created_at', '<=', sql<number>`${nowMs()} + ${sql.lit(DAY_MS)}`);
  return {
    get: (ref) =>
      attempt(async () => {
        const row = await rows().where(isRef(ref)).executeTakeFirst();
        return row === undefined ? undefined : fromRow(row);
      }),
    unfinished: () =>
      attempt(async () => {
        const open = await rows()
          .where('state', 'in', UNFINISHED_STATES)
          .orderBy('due_at')
          .orderBy('subscription_id')
          .execute();
        return open.map(fromRow);
      }),
    lastDue: (until) =>
      attempt(async () => {
        const newest = await db
          .selectFrom('deliveries')
          .select(['subscription_id', (eb) => eb.fn.max('due_at').as('due_at')])
          .where('due_at', '<=', until.getTime())
          // What was written in the future was written by a clock that stood wrong.
          .where('created_at', '<=', until.getTime())
          // One that somebody asked for is named by its moment, and a moment has a T.
          .where('local_date', 'not like', '%T%')
          .groupBy('subscription_id')
          .execute();
        return new Map(newest.map((row) => [row.subscription_id, new Date(row.due_at)]));
      }),
    lastSent: (subscriptionId) =>
      attempt(async () => {
        const newest = await past()
          .where('subscription_id', '=', subscriptionId)
          .where('state', 'in', WRITTEN)
          .orderBy('window_to', 'desc')
          .limit(NEWEST)
          .execute();
        return newest
          .map(fromRow)
          .find(({ state, parts: [main] }) => state === 'sent' || main?.ts !== undefined);
      }),
    newest: (subscriptionId) =>
      attempt(async () => {
        const row = await past()
          .where('subscription_id', '=', subscriptionId)
          .orderBy('due_at', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row === undefined ? undefined : fromRow(row);
      }),
    newestWritten: (subscriptionIds, dueAfter) =>
      attempt(async () => {
        if (subscriptionIds.length === 0) return [];
        const places = past()
          .select(({ fn }) =>
            fn
              .agg<number>('row_number')
              .over((over) => over.partitionBy('subscription_id').orderBy('window_to', 'desc'))
              .as('place'),
          )
          .where('state', 'in', WRITTEN)
          .where('due_at', '>', dueAfter.getTime())
          .where('subscription_id', 'in', subscriptionIds);
        const newest = await db
          .selectFrom(places.as('written'))
          .selectAll()
          .where('place', '=', 1)
          .execute();
        return newest.map(fromRow);
      }),
    missedSince: (subscriptionId, after) =>
      attempt(async () => {
        const missed = await rows()
          .where('subscription_id', '=', subscriptionId)
          .where('state', 'in', ['missed', 'doubtful'])
          .where('due_at', '>', after?.getTime() ?? 0)
          .orderBy('due_at')
          .execute();
        return missed.map(fromRow);
      }),
  };
}
