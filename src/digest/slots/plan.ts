import { MAX_LATE_MS } from '../../domain/digests/delivery.ts';
import type { NewDelivery } from '../../domain/digests/delivery-store.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { dueSlots } from './due.ts';

const DAY_MS = 86_400_000;

/** What is further ahead than this was written by a clock that stood wrong. */
const FARTHEST_AHEAD_MS = DAY_MS;

/** Missed digests from before this are not listed one by one any more. */
const LOOK_BACK_MS = 62 * DAY_MS;

/**
 * The slots of one subscription that are due and not yet written down, oldest first.
 *
 * Only the newest is to be sent, and only while it is news; the others were missed. A time before the
 * subscription was made, changed or paused until promised nothing: what it promised before a change is
 * written down before that.
 *
 * @param lastDue when the newest known slot was due; absent when there is none.
 */
export function planSlots(
  subscription: Subscription,
  lastDue: Date | undefined,
  now: Date,
): NewDelivery[] {
  if (!subscription.enabled || subscription.stoppedReason !== undefined) return [];
  const from = Math.max(
    now.getTime() - LOOK_BACK_MS,
    changedAt(subscription, now),
    // The moment at which a pause ends is no longer part of it.
    (subscription.pausedUntil?.getTime() ?? 0) - 1,
    lastDue?.getTime() ?? 0,
  );
  return dueSlots(subscription, new Date(from), now).map(({ localDate, at }) => {
    const slot = {
      subscriptionId: subscription.id,
      localDate,
      dueAt: at,
      channelId: subscription.channelId,
    };
    // Only the newest can be: slots are a day apart.
    const isNews = now.getTime() - at.getTime() <= MAX_LATE_MS;
    return isNews
      ? { ...slot, state: 'open' }
      : { ...slot, state: 'missed', reason: 'The bot was not running when it was due' };
  });
}

/** A change that a wrong clock put far ahead would keep its channel waiting: then only what is news is due. */
function changedAt({ updatedAt }: Subscription, now: Date): number {
  const isAhead = updatedAt.getTime() > now.getTime() + FARTHEST_AHEAD_MS;
  return isAhead ? now.getTime() - MAX_LATE_MS - 1 : updatedAt.getTime();
}
