import { type Selectable, sql } from 'kysely';
import type { DeliveryState } from '../../domain/digests/delivery.ts';
import {
  type DeliveryStore,
  type MissedDelivery,
  UNFINISHED_STATES,
} from '../../domain/digests/delivery-store.ts';
import type { Log } from '../../domain/log.ts';
import type { StoreParts } from '../databases/connection.ts';
import { createSoundReader } from '../databases/sound-rows.ts';
import type { Tables } from '../databases/tables.ts';
import { isRef } from './change.ts';
import { fromRow, SCHEDULE, scheduleOf } from './row.ts';
import { isAheadOfClock, moveBack } from './set-back.ts';

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

/** What is asked of deliveries, which does not change what they say. One that is damaged is logged when it is first met. */
export function createReads(parts: StoreParts, log: Log): Reads {
  const readSound = createSoundReader<Row>(log, 'delivery_damaged', (row) => ({
    subscription: row.subscription_id,
    date: row.local_date,
  }));
  const readOne = async (query: Query) => {
    const row = await parts.attempt(() => query.executeTakeFirst());
    return row && fromRow(row);
  };
  const readEach = async <Each extends Row, T>(
    ask: () => Promise<Each[]>,
    read: (row: Each) => T,
  ) => readSound(await parts.attempt(ask), read).sound;

  return {
    get: (ref) => readOne(rows(parts).where(isRef(ref))),
    unfinished: () => readEach(() => askUnfinished(parts), scheduleOf),
    lastDue: (until) => parts.attempt(() => readLastDue(parts, until)),
    lastSent: async (subscriptionId) => {
      const newest = await readEach(() => askLastWritten(parts, subscriptionId), fromRow);
      return newest.find(({ state, parts: [main] }) => state === 'sent' || main?.ts !== undefined);
    },
    newest: (subscriptionId) =>
      readOne(
        past(parts)
          .where('subscription_id', '=', subscriptionId)
          .orderBy('due_at', 'desc')
          .limit(1),
      ),
    newestWritten: (subscriptionIds, dueAfter) =>
      readEach(() => askNewestWritten(parts, subscriptionIds, dueAfter), fromRow),
    missedSince: (subscriptionId, after) =>
      parts.attempt(() => readMissed(parts, subscriptionId, after)),
  };
}

type Row = Pick<Selectable<Tables['deliveries']>, 'subscription_id' | 'local_date'>;

type Query = ReturnType<typeof rows>;

function rows({ db }: StoreParts) {
  return db.selectFrom('deliveries').selectAll();
}

/** Without what was written in the future. */
function past(parts: StoreParts): Query {
  const { nowMs } = parts;
  return rows(parts).where('created_at', '<=', sql<number>`${nowMs()} + ${sql.lit(DAY_MS)}`);
}

async function askUnfinished(parts: StoreParts) {
  const schedules = await askSchedules(parts);
  if (!schedules.some(isAheadOfClock)) return schedules;
  await moveBack(parts);
  return await askSchedules(parts);
}

function askSchedules({ db, nowMs }: StoreParts) {
  return db
    .selectFrom('deliveries')
    .select(SCHEDULE)
    .select(nowMs().as('now'))
    .where('state', 'in', UNFINISHED_STATES)
    .orderBy('due_at')
    .orderBy('subscription_id')
    .execute();
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

function askLastWritten(parts: StoreParts, subscriptionId: string) {
  return past(parts)
    .where('subscription_id', '=', subscriptionId)
    .where('state', 'in', WRITTEN)
    .orderBy('window_to', 'desc')
    .limit(NEWEST)
    .execute();
}

/** Without what they hold, so that a damaged one is missed like any other. */
async function readMissed(
  { db }: StoreParts,
  subscriptionId: string,
  after: Date | undefined,
): Promise<MissedDelivery[]> {
  const missed = await db
    .selectFrom('deliveries')
    .select(['local_date', 'due_at'])
    .where('subscription_id', '=', subscriptionId)
    .where('state', 'in', ['missed', 'refused', 'doubtful'])
    .where('due_at', '>', after?.getTime() ?? 0)
    .orderBy('due_at')
    .execute();
  return missed.map((row) => ({ localDate: row.local_date, dueAt: new Date(row.due_at) }));
}

async function askNewestWritten(
  parts: StoreParts,
  subscriptionIds: readonly string[],
  dueAfter: Date,
) {
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
  return await parts.db
    .selectFrom(places.as('written'))
    .selectAll()
    .where('place', '=', 1)
    .execute();
}
