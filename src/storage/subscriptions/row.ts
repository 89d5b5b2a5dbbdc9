import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import { type Subscription, TIME_OF_DAY } from '../../domain/digests/subscription.ts';
import { LANGUAGE_TAGS } from '../../domain/language.ts';
import { VERDICT_WORDS } from '../../domain/verdicts/verdict.ts';
import { jsonColumn, present, readAs, storedMoment, toMoment } from '../databases/row.ts';
import type { Tables } from '../databases/tables.ts';

/** The row of a subscription; one that has no version yet gets the first. */
export function toRow(subscription: Subscription): Insertable<Tables['subscriptions']> {
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

const Wish = z.object({
  scope: jsonColumn.pipe(z.object({ patterns: z.array(z.string()), types: z.array(z.string()) })),
  days: jsonColumn.pipe(z.array(z.number()).min(1)),
  time: z.string().regex(TIME_OF_DAY),
  detail: z.enum(['all', 'problems']),
  all_clear: z.enum(['daily', 'weekly', 'off']),
  // One that this version does not know is no reason to post nothing.
  language: z.enum(LANGUAGE_TAGS).nullable().catch(null),
  mention: jsonColumn
    .pipe(
      z.object({
        id: z.string(),
        kind: z.enum(['user', 'usergroup']),
        from: z.enum(VERDICT_WORDS),
      }),
    )
    .nullable(),
  paused_until: storedMoment.nullable(),
  created_at: storedMoment,
  updated_at: storedMoment,
});

/** @throws {StorageError} when the row is not what {@link toRow} made. */
export function fromRow(row: Selectable<Tables['subscriptions']>): Subscription {
  const wish = readAs(Wish, row, 'subscriptions');
  return {
    id: row.id,
    channelId: row.channel_id,
    scope: wish.scope,
    days: wish.days,
    time: wish.time,
    timeZone: row.time_zone,
    detail: wish.detail,
    allClear: wish.all_clear,
    language: present(wish.language),
    mention: present(wish.mention),
    pausedUntil: present(wish.paused_until),
    stoppedReason: present(row.stopped_reason),
    enabled: row.enabled === 1,
    ownerId: present(row.owner_id),
    createdAt: wish.created_at,
    updatedAt: wish.updated_at,
    version: row.version,
  };
}
