import type { Subscription } from '../../domain/digests/subscription.ts';
import type { StoreParts } from '../databases/connection.ts';
import { fromRow, toRow } from './row.ts';

/** What the environment says of the first subscription. */
export type EnvironmentWish = Pick<Subscription, 'channelId' | 'time' | 'timeZone' | 'days'>;

/** Makes what the environment asks for, in one transaction: several bots may start at once. */
export async function ensureFromEnvironment(
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
