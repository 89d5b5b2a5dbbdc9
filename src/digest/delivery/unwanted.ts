import { type Delivery, isAskedFor } from '../../domain/digests/delivery.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';

/** Said where the subscription itself is gone, too. */
export const SWITCHED_OFF = 'The digest was switched off before it was sent';
const PAUSED = 'The digest was paused before it was sent';

/**
 * Why a digest that was due is not to be sent after all; absent while the channel wants it.
 *
 * One that a person asked for is sent whatever the subscription says.
 */
export function whyUnwanted(
  subscription: Subscription | undefined,
  delivery: Delivery,
  now: Date,
): string | undefined {
  if (isAskedFor(delivery)) return undefined;
  if (subscription?.enabled !== true || subscription.stoppedReason !== undefined) {
    return SWITCHED_OFF;
  }
  const { pausedUntil } = subscription;
  return pausedUntil !== undefined && pausedUntil > now ? PAUSED : undefined;
}
