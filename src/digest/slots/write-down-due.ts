import type { DeliveryStore } from '../../domain/digests/delivery-store.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { errorFields, type Log } from '../../domain/log.ts';
import { planSlots } from './plan.ts';

/** What due digests are written down with. */
export interface DueDeps {
  store: Pick<DeliveryStore, 'create' | 'lastDue'>;
  subscriptions: () => Promise<readonly Subscription[]>;
  log: Log;
}

/** Writes down every digest that is due by a moment, so that it comes whatever its wish becomes after that. */
export async function writeDownDue(
  { store, subscriptions, log }: DueDeps,
  at: Date,
): Promise<void> {
  const lastDue = await store.lastDue(at);
  const slots = (await subscriptions()).flatMap((subscription) => {
    try {
      return planSlots(subscription, lastDue.get(subscription.id), at);
    } catch (error) {
      // A wish that cannot be read, such as a zone that is gone, must not keep the others from theirs.
      const fields = { subscription: subscription.id, ...errorFields(error) };
      log.error('digest_plan_failed', fields);
      return [];
    }
  });
  await store.create(slots);
}
