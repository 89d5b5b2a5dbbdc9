import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import type { Subscription } from '../domain/digests/subscription.ts';
import { LANGUAGE_TAGS } from '../domain/language.ts';
import { VERDICT_WORDS } from '../domain/verdicts/verdict.ts';
import type { StoreParts } from './databases/connection.ts';
import { present, readAs, toDate, toMoment } from './databases/row.ts';
import type { Tables } from './databases/tables.ts';

/** What the environment says of the first subscription. */
export type EnvironmentWish = Pick<Subscription, 'channelId' | 'time' | 'timeZone' | 'days'>;

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

type Row = Selectable<Tables['subscriptions']>;

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

async function ensureFromEnvironment(
  { db }: StoreParts,
  wish: EnvironmentWish,
  at: Date,
): Promise<Subscription> {
  return db.transaction().execute(async (transaction) => {
    const now = at.getTime();
    await transaction
      .updateTable('subscriptions')
      .set({ enabled: 0, updated_at: now })
      .where('owner_id', 'is', null)
      .where('channel_id', '!=', wish.channelId)
      .where('enabled', '=', 1)
      .execute();
    const fresh = toRow(firstSubscription(wish, at));
    await transaction
      .insertInto('subscriptions')
      .values(fresh)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { time, time_zone, days } = fresh;
    await transaction
      .updateTable('subscriptions')
      .set((eb) => ({
        time,
        time_zone,
        days,
        enabled: 1,
        updated_at: now,
        version: eb('version', '+', 1),
      }))
      .where('channel_id', '=', wish.channelId)
      .where('owner_id', 'is', null)
      // Untouched where nothing changed, so that a restart does not count as a change of plans.
      .where((eb) =>
        eb.or([
          eb('time', '!=', time),
          eb('time_zone', '!=', time_zone),
          eb('days', '!=', days),
          eb('enabled', '=', 0),
        ]),
      )
      .execute();
    const row = await transaction
      .selectFrom('subscriptions')
      .selectAll()
      .where('channel_id', '=', wish.channelId)
      .executeTakeFirstOrThrow();
    return fromRow(row);
  });
}

function firstSubscription(wish: EnvironmentWish, at: Date): Subscription {
  return {
    id: `environment-${wish.channelId}`,
    ...wish,
    scope: { patterns: [], types: [] },
    detail: 'problems',
    allClear: 'daily',
    enabled: true,
    createdAt: at,
    updatedAt: at,
    version: 1,
  };
}

function toRow(subscription: Subscription): Insertable<Tables['subscriptions']> {
  const { mention } = subscription;
  return {
    id: subscription.id,
    channel_id: subscription.channelId,
    scope: JSON.stringify(subscription.scope),
    days: JSON.stringify(subscription.days),
    time: subscription.time,
    time_zone: subscription.timeZone,
    detail: subscription.detail,
    all_clear: subscription.allClear,
    language: subscription.language ?? null,
    mention: mention === undefined ? null : JSON.stringify(mention),
    paused_until: toMoment(subscription.pausedUntil),
    stopped_reason: subscription.stoppedReason ?? null,
    enabled: subscription.enabled ? 1 : 0,
    owner_id: subscription.ownerId ?? null,
    created_at: subscription.createdAt.getTime(),
    updated_at: subscription.updatedAt.getTime(),
    version: subscription.version ?? 1,
  };
}

const json = z.string().transform((text): unknown => JSON.parse(text));

const Wish = z.object({
  scope: json.pipe(z.object({ patterns: z.array(z.string()), types: z.array(z.string()) })),
  days: json.pipe(z.array(z.number()).min(1)),
  detail: z.enum(['all', 'problems']),
  all_clear: z.enum(['daily', 'weekly', 'off']),
  // One that this version does not know is no reason to post nothing.
  language: z.enum(LANGUAGE_TAGS).nullable().catch(null),
  mention: json
    .pipe(
      z.object({
        id: z.string(),
        kind: z.enum(['user', 'usergroup']),
        from: z.enum(VERDICT_WORDS),
      }),
    )
    .nullable(),
});

function fromRow(row: Row): Subscription {
  const wish = readAs(Wish, row, 'subscriptions');
  return {
    id: row.id,
    channelId: row.channel_id,
    scope: wish.scope,
    days: wish.days,
    time: row.time,
    timeZone: row.time_zone,
    detail: wish.detail,
    allClear: wish.all_clear,
    language: present(wish.language),
    mention: present(wish.mention),
    pausedUntil: toDate(row.paused_until),
    stoppedReason: present(row.stopped_reason),
    enabled: row.enabled === 1,
    ownerId: present(row.owner_id),
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    version: row.version,
  };
}
