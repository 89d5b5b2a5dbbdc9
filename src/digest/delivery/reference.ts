import { createHash } from 'node:crypto';
import type { DeliveryRef } from '../../domain/digests/delivery-store.ts';

/** The reference under which a delivery is logged: the same after a restart and in every replica. */
export function referenceOf({ subscriptionId, localDate }: DeliveryRef): string {
  return createHash('sha256').update(`${subscriptionId} ${localDate}`).digest('hex').slice(0, 6);
}
