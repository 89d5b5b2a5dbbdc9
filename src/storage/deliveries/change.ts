import {
  type Expression,
  type ExpressionBuilder,
  type SqlBool,
  sql,
  type UpdateObject,
} from 'kysely';
import { type DeliveryRef, UNFINISHED_STATES } from '../../domain/digests/delivery-store.ts';
import type { StoreParts } from '../databases/connection.ts';
import type { Tables } from '../databases/tables.ts';

/**
 * Long enough for a post with its deadline of 15 s and what is written down after it, or for a renewal
 * that fails; short enough that what a dead bot left is looked for and posted well within 90 s.
 */
export const LEASE_MS = 45_000;

/** What a row is set to when its lease ends. */
export const NO_LEASE = { lease_owner: null, lease_until: null };

/** What a row is set to when nothing is waited for. */
export const NO_WAIT = { retry_at: null, retry_since: null };

/** What a row is set to when no post of it may be under way. */
export const NOTHING_UNDER_WAY = { sending_part: null, sending_since: null };

type Eb = ExpressionBuilder<Tables, 'deliveries'>;

/** What columns of a delivery's row are set to. */
export type Change = UpdateObject<Tables, 'deliveries'>;

/**
 * Changes the row of a delivery for whoever holds its lease.
 *
 * @param where what must also be true of it; default: it is unfinished.
 * @returns whether it was changed.
 */
export function change(
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

/** The row of one delivery. */
export function isRef({ subscriptionId, localDate }: DeliveryRef) {
  return (eb: Eb) =>
    eb.and([eb('subscription_id', '=', subscriptionId), eb('local_date', '=', localDate)]);
}

/** When a lease ends that is taken now, by the database's clock. */
export function leaseEnd(now: Expression<number>) {
  return sql<number>`${now} + ${sql.lit(LEASE_MS)}`;
}
