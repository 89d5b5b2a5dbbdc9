import type { Subscription } from '../../domain/digests/subscription.ts';
import type { StoreParts } from '../databases/connection.ts';
import { type EnvironmentWish, ensureFromEnvironment } from './from-environment.ts';
import { fromRow, toRow } from './row.ts';

/** Every channel's wish; a channel has at most one. */
export interface SubscriptionStore {
  /** In the order in which they were made. */
  list: () => Promise<readonly Subscription[]>;
  get: (id: string) => Promise<Subscription | undefined>;
  ofChannel: (channelId: string) => Promise<Subscription | undefined>;
  /**
   * Writes a new one, or a changed one over the version that it was read as.
   *
   * @returns it with its new version; `undefined`, and nothing written, when somebody else changed it
   * in between or the channel has another one.
   */
  save: (subscription: Subscription) => Promise<Subscription | undefined>;
  /**
   * Makes what the environment asks for. One that a person has changed (it has an owner) is never
   * touched; one that the environment made for another channel is switched off.
   *
   * @returns the subscription of the environment's channel as it then stands.
   */
  ensureFromEnvironment: (wish: EnvironmentWish, at: Date) => Promise<Subscription>;
  /** Stops posting, with a reason for people. Answers `true` once, however many bots find the same. */
  stop: (id: string, reason: string, at: Date) => Promise<boolean>;
}

/** Creates the store. */
export function createSubscriptionStore(parts: StoreParts): SubscriptionStore {
  const { db, attempt } = parts;
  const find = (column: 'id' | 'channel_id', value: string) =>
    attempt(async () => {
      const row = await db
        .selectFrom('subscriptions')
        .selectAll()
        .where(column, '=', value)
        .executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    });

  return {
    list: () =>
      attempt(async () => {
        const rows = await db
          .selectFrom('subscriptions')
          .selectAll()
          .orderBy('created_at')
          .orderBy('id')
          .execute();
        return rows.map(fromRow);
      }),
    get: (id) => find('id', id),
    ofChannel: (channelId) => find('channel_id', channelId),
    save: (subscription) => attempt(() => save(parts, subscription)),
    ensureFromEnvironment: (wish, at) => attempt(() => ensureFromEnvironment(parts, wish, at)),
    stop: (id, reason, at) =>
      attempt(async () => {
        const { numUpdatedRows } = await db
          .updateTable('subscriptions')
          .set((eb) => ({
            stopped_reason: reason,
            updated_at: at.getTime(),
            version: eb('version', '+', 1),
          }))
          .where('id', '=', id)
          .where('stopped_reason', 'is', null)
          .executeTakeFirstOrThrow();
        return numUpdatedRows > 0n;
      }),
  };
}

async function save(
  { db }: StoreParts,
  subscription: Subscription,
): Promise<Subscription | undefined> {
  const known = subscription.version;
  const row = toRow({ ...subscription, version: (known ?? 0) + 1 });
  if (known === undefined) {
    const inserted = await db
      .insertInto('subscriptions')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    return inserted === undefined ? undefined : fromRow(inserted);
  }
  const updated = await db
    .updateTable('subscriptions')
    .set(row)
    .where('id', '=', subscription.id)
    .where('version', '=', known)
    .returningAll()
    .executeTakeFirst();
  return updated === undefined ? undefined : fromRow(updated);
}
