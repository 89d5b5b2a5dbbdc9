import type { DeliveryStore } from '../../domain/digests/delivery-store.ts';
import type { Log } from '../../domain/log.ts';
import type { StoreParts } from '../databases/connection.ts';
import { createSlots } from './create.ts';
import { createLeases } from './leases.ts';
import { createReads } from './reads.ts';
import { createSteps } from './steps.ts';

/** Creates the store. */
export function createDeliveryStore(parts: StoreParts, log: Log): DeliveryStore {
  return {
    ...createReads(parts, log),
    create: (slots) => parts.attempt(() => createSlots(parts, slots)),
    ...createLeases(parts),
    ...createSteps(parts),
  };
}
