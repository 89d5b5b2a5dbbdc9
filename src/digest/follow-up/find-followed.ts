import { type Delivery, MAX_LATE_MS } from '../../domain/digests/delivery.ts';
import type { DeliveryStore } from '../../domain/digests/delivery-store.ts';
import type { SnoozeStore } from '../../domain/digests/snooze.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { parseMemo } from '../memo.ts';
import type { Followed } from './follow-up.ts';

/** A digest is followed up until the next one is sent, and no longer than this. */
const FOLLOWED_MS = 24 * 3_600_000;

/** Where digests to be followed up are looked for. */
export interface FindFollowedDeps {
  store: Pick<DeliveryStore, 'newestWritten'>;
  snoozes: Pick<SnoozeStore, 'list'>;
  subscriptions: () => Promise<readonly Subscription[]>;
  /** The clock that due times go by. */
  now: () => Promise<Date>;
}

/** The digests whose messages are to stay true: the last one of each channel that still wants them. */
export async function findFollowed(deps: FindFollowedDeps): Promise<Followed[]> {
  const now = await deps.now();
  const subscriptions = (await deps.subscriptions()).filter((each) => isWanted(each, now));
  const newest = await deps.store.newestWritten(
    subscriptions.map(({ id }) => id),
    new Date(now.getTime() - FOLLOWED_MS - MAX_LATE_MS),
  );
  const deliveries = new Map(newest.map((delivery) => [delivery.subscriptionId, delivery]));
  const snoozes = Map.groupBy(await deps.snoozes.list(), ({ subscriptionId }) => subscriptionId);
  return subscriptions.flatMap((subscription) => {
    const delivery = deliveries.get(subscription.id);
    const isHere = delivery?.channelId === subscription.channelId;
    if (!isHere || !isFollowed(delivery, now)) return [];
    return [{ delivery, subscription, snoozes: snoozes.get(subscription.id) ?? [] }];
  });
}

function isFollowed({ state, memo, windowTo }: Delivery, now: Date): boolean {
  const age = now.getTime() - (windowTo?.getTime() ?? 0);
  const remembered = parseMemo(memo);
  const isOpen = remembered !== undefined && remembered.ended === undefined;
  return state === 'sent' && isOpen && age < FOLLOWED_MS;
}

function isWanted({ enabled, stoppedReason, pausedUntil }: Subscription, now: Date): boolean {
  const isPaused = pausedUntil !== undefined && pausedUntil > now;
  return enabled && stoppedReason === undefined && !isPaused;
}
