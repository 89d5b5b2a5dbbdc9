import type { Insertable } from 'kysely';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { StoreParts } from '../databases/connection.ts';
import type { Tables } from '../databases/tables.ts';
import { toRow } from './row.ts';

/** What the environment says of the first subscription. */
export type EnvironmentWish = Pick<Subscription, 'channelId' | 'time' | 'timeZone' | 'days'>;

/** Makes what the environment asks for, in one transaction: several bots may start at once. */
export async function ensureFromEnvironment(
  { db }: StoreParts,
  wish: EnvironmentWish,
  at: Date,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await switchOffElsewhere(transaction, wish, at);
    const fresh = toRow(firstSubscription(wish, at));
    await transaction
      .insertInto('subscriptions')
      .values(fresh)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await bringUpToDate(transaction, fresh);
  });
}

/** What the environment once made for another channel. */
async function switchOffElsewhere(
  db: StoreParts['db'],
  { channelId }: EnvironmentWish,
  at: Date,
): Promise<void> {
  await db
    .updateTable('subscriptions')
    .set({ enabled: 0, updated_at: at.getTime() })
    .where('owner_id', 'is', null)
    .where('channel_id', '!=', channelId)
    .where('enabled', '=', 1)
    .execute();
}

/** Untouched where nothing changed, so that a restart does not count as a change of plans. */
async function bringUpToDate(
  db: StoreParts['db'],
  { channel_id, time, time_zone, days, updated_at }: Insertable<Tables['subscriptions']>,
): Promise<void> {
  await db
    .updateTable('subscriptions')
    .set((eb) => ({
      time,
      time_zone,
      days,
      enabled: 1,
      updated_at,
      version: eb('version', '+', 1),
    }))
    .where('channel_id', '=', channel_id)
    .where('owner_id', 'is', null)
    .where((eb) =>
      eb.or([
        eb('time', '!=', time),
        eb('time_zone', '!=', time_zone),
        eb('days', '!=', days),
        eb('enabled', '=', 0),
      ]),
    )
    .execute();
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
