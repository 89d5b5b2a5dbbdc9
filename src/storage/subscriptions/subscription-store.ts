import type { Subscription } from '../../domain/digests/subscription.ts';
import type { Log } from '../../domain/log.ts';
import type { StoreParts } from '../databases/connection.ts';
import { createSoundReader } from '../databases/sound-rows.ts';
import { type EnvironmentWish, ensureFromEnvironment } from './from-environment.ts';
import { fromRow, toRow } from './row.ts';

/** Every channel's wish; a channel has at most one. */
export interface SubscriptionStore {
  /** In the order in which they were made; without those that are damaged. */
  list: () => Promise<readonly Subscription[]>;
  /** Ids of channels whose subscription does not read as one any more. */
  damaged: () => Promise<readonly string[]>;
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
   * touched; one that the environment made for another channel is switched off. A damaged one is not
   * read, so that it keeps no bot from its start.
   */
  ensureFromEnvironment: (wish: EnvironmentWish, at: Date) => Promise<void>;
  /** Stops posting, with a reason for people. Answers `true` once, however many bots find the same. */
  stop: (id: string, reason: string, at: Date) => Promise<boolean>;
}

/** Creates the store. A damaged subscription is logged when it is first met. */
export function createSubscriptionStore(parts: StoreParts, log: Log): SubscriptionStore {
  const { db, attempt } = parts;
  const read = createListReader(parts, log);
  const find = (column: 'id' | 'channel_id', value: string) =>
    attempt(() =>
      db.selectFrom('subscriptions').selectAll().where(column, '=', value).executeTakeFirst(),
    ).then((row) => row && fromRow(row));

  return {
    list: async () => (await read()).sound,
    damaged: async () => (await read()).damaged,
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

function createListReader({ db, attempt }: StoreParts, log: Log) {
  const readSound = createSoundReader<{ id: string }>(log, 'subscription_damaged', ({ id }) => ({
    subscription: id,
  }));
  return async () => {
    const rows = await attempt(() =>
      db.selectFrom('subscriptions').selectAll().orderBy('created_at').orderBy('id').execute(),
    );
    const { sound, damaged } = readSound(rows, fromRow);
    return { sound, damaged: damaged.map((row) => row.channel_id) };
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
