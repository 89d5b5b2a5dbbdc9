import {
  type Expression,
  type ExpressionBuilder,
  type SqlBool,
  sql,
  type UpdateObject,
} from 'kysely';
import type { DeliveryPart, DeliveryState } from '../domain/digests/delivery.ts';
import {
  type DeliveryRef,
  type DeliveryStore,
  type NewDelivery,
  UNFINISHED_STATES,
} from '../domain/digests/delivery-store.ts';
import type { StoreParts } from './databases/connection.ts';
import { toMoment } from './databases/row.ts';
import type { Tables } from './databases/tables.ts';
import { fromRow, partsToJson, readParts } from './delivery-row.ts';

/**
 * Long enough for a post with its deadline of 15 s and what is written down after it, or for a renewal
 * that fails; short enough that what a dead bot left is looked for and posted well within 90 s.
 */
const LEASE_MS = 45_000;

/** What was written further ahead than this was written by a clock that stood wrong. */
const DAY_MS = 86_400_000;

/** Rows of one statement: both databases limit how many values it may carry. */
const ROWS_AT_ONCE = 100;

/** Rows among which the last digest that was sent is: few are ever under way at once. */
const NEWEST = 10;

/** States of a digest whose text is fixed and that is in its channel or on its way there. */
const WRITTEN = ['sent', 'frozen', 'sending'] as const satisfies DeliveryState[];

const NO_LEASE = { lease_owner: null, lease_until: null };
const NOTHING_UNDER_WAY = { sending_part: null, sending_since: null };

type Eb = ExpressionBuilder<Tables, 'deliveries'>;
type Change = UpdateObject<Tables, 'deliveries'>;

/** Creates the store. */
export function createDeliveryStore(parts: StoreParts): DeliveryStore {
  const { attempt } = parts;
  return {
    ...createReads(parts),
    create: (slots) => attempt(() => create(parts, slots)),
    ...createLeases(parts),
    ...createSteps(parts),
  };
}

type Reads = Pick<
  DeliveryStore,
  'get' | 'unfinished' | 'lastDue' | 'lastSent' | 'newest' | 'newestWritten' | 'missedSince'
>;

function createReads({ db, nowMs, attempt }: StoreParts): Reads {
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

/**
 * A slot noted as missed in what is now the future proves that the clock stood wrong then: it is
 * written anew, or days to come would count as missed.
 */
async function create({ db, nowMs }: StoreParts, slots: readonly NewDelivery[]): Promise<number> {
  let created = 0n;
  for (let start = 0; start < slots.length; start += ROWS_AT_ONCE) {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto('deliveries')
      .values(slots.slice(start, start + ROWS_AT_ONCE).map((slot) => toNewRow(slot, nowMs())))
      .onConflict((conflict) =>
        conflict
          .columns(['subscription_id', 'local_date'])
          .doUpdateSet((eb) => ({
            state: eb.ref('excluded.state'),
            due_at: eb.ref('excluded.due_at'),
            channel_id: eb.ref('excluded.channel_id'),
            reason: eb.ref('excluded.reason'),
            created_at: eb.ref('excluded.created_at'),
          }))
          .where('deliveries.state', '=', 'missed')
          .whereRef('deliveries.created_at', '>', 'excluded.created_at'),
      )
      .executeTakeFirstOrThrow();
    created += numInsertedOrUpdatedRows;
  }
  return Number(created);
}

function toNewRow(slot: NewDelivery, createdAt: Expression<number>) {
  return {
    subscription_id: slot.subscriptionId,
    local_date: slot.localDate,
    due_at: slot.dueAt.getTime(),
    channel_id: slot.channelId,
    state: slot.state,
    parts: '[]',
    attempts: 0,
    reason: slot.reason ?? null,
    created_at: createdAt,
  };
}

type Leases = Pick<DeliveryStore, 'claim' | 'claimSent' | 'renew' | 'release'>;

function createLeases(parts: StoreParts): Leases {
  const { db, nowMs, attempt } = parts;

  function claim(ref: DeliveryRef, owner: string, states: readonly DeliveryState[]) {
    return attempt(async () => {
      const row = await db
        .updateTable('deliveries')
        .set({ lease_owner: owner, lease_until: leaseEnd(nowMs()) })
        .where(isRef(ref))
        .where('state', 'in', states)
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', nowMs())]))
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    });
  }

  return {
    claim: (ref, owner) => claim(ref, owner, UNFINISHED_STATES),
    claimSent: (ref, owner) => claim(ref, owner, ['sent']),
    renew: (ref, owner) => change(parts, ref, owner, { lease_until: leaseEnd(nowMs()) }),
    release: (ref, owner, later = {}) =>
      change(
        parts,
        ref,
        owner,
        {
          ...NO_LEASE,
          retry_at: toMoment(later.retryAt),
          ...(later.reason === undefined ? {} : { reason: later.reason }),
        },
        (eb) => eb('state', 'in', [...UNFINISHED_STATES, 'sent']),
      ),
  };
}

type Steps = Pick<DeliveryStore, 'freeze' | 'markSending' | 'savePart' | 'finish' | 'amend'>;

function createSteps(parts: StoreParts): Steps {
  const { db, nowMs, attempt } = parts;
  return {
    freeze: (ref, owner, frozen) =>
      change(
        parts,
        ref,
        owner,
        {
          state: 'frozen',
          window_from: toMoment(frozen.windowFrom),
          window_to: frozen.windowTo.getTime(),
          parts: partsToJson(frozen.parts),
          content_hash: frozen.contentHash,
          memo: frozen.memo === undefined ? null : JSON.stringify(frozen.memo),
          lease_until: leaseEnd(nowMs()),
        },
        (eb) => eb('state', '=', 'open'),
      ),
    markSending: (ref, owner, part) =>
      attempt(async () => {
        const row = await db
          .updateTable('deliveries')
          .set((eb) => ({
            state: 'sending',
            sending_part: part,
            sending_since: nowMs(),
            lease_until: leaseEnd(nowMs()),
            attempts: eb('attempts', '+', 1),
          }))
          .where(isRef(ref))
          .where('lease_owner', '=', owner)
          .where('state', 'in', ['frozen', 'sending'])
          .returning('sending_since')
          .executeTakeFirst();
        return row?.sending_since === undefined || row.sending_since === null
          ? undefined
          : new Date(row.sending_since);
      }),
    savePart: (ref, owner, index, content) =>
      attempt(() => savePart(parts, ref, owner, index, content)),
    finish: (ref, owner, state, reason) =>
      change(parts, ref, owner, {
        state,
        reason: reason ?? null,
        retry_at: null,
        ...NO_LEASE,
        ...NOTHING_UNDER_WAY,
      }),
    amend: (ref, owner, { parts: amended, contentHash, memo }) =>
      change(
        parts,
        ref,
        owner,
        {
          state: amended.some(({ ts }) => ts === undefined) ? 'frozen' : 'sent',
          parts: partsToJson(amended),
          content_hash: contentHash,
          memo: JSON.stringify(memo),
          attempts: 0,
          ...NO_LEASE,
        },
        (eb) => eb('state', '=', 'sent'),
      ),
  };
}

/** Reading before writing is safe here: only the holder of the lease changes the parts. */
async function savePart(
  { db }: StoreParts,
  ref: DeliveryRef,
  owner: string,
  index: number,
  content: DeliveryPart,
): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .select('parts')
    .where(isRef(ref))
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  if (row === undefined) return false;
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({
      parts: partsToJson(readParts(row.parts).with(index, content)),
      ...(content.ts === undefined ? {} : { attempts: 0 }),
      ...NOTHING_UNDER_WAY,
    })
    .where(isRef(ref))
    .where('lease_owner', '=', owner)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

function change(
  { db, attempt }: StoreParts,
  ref: DeliveryRef,
  owner: string,
  set: Change,
  where: (eb: Eb) => Expression<SqlBool> = (eb) => eb('state', 'in', UNFINISHED_STATES),
): Promise<boolean> {
  return attempt(async () => {
    const { numUpdatedRows } = await db
      .updateTable('deliveries')
      .set(set)
      .where(isRef(ref))
      .where('lease_owner', '=', owner)
      .where(where)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  });
}

function isRef({ subscriptionId, localDate }: DeliveryRef) {
  return (eb: Eb) =>
    eb.and([eb('subscription_id', '=', subscriptionId), eb('local_date', '=', localDate)]);
}

function leaseEnd(now: Expression<number>) {
  return sql<number>`${now} + ${sql.lit(LEASE_MS)}`;
}
