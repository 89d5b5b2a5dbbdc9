import type { DeliveryState } from '../../domain/digests/delivery.ts';
import {
  type DeliveryRef,
  type DeliveryStore,
  UNFINISHED_STATES,
} from '../../domain/digests/delivery-store.ts';
import type { StoreParts } from '../databases/connection.ts';
import { change, isRef, leaseEnd, NO_LEASE, NO_WAIT, NOTHING_UNDER_WAY } from './change.ts';
import { fromRow } from './row.ts';

type Leases = Pick<DeliveryStore, 'claim' | 'claimSent' | 'renew' | 'release'>;

/** Who works on a delivery, and until when nobody else does. */
export function createLeases(parts: StoreParts): Leases {
  const { db, nowMs, attempt } = parts;

  async function claim(ref: DeliveryRef, owner: string, states: readonly DeliveryState[]) {
    const row = await attempt(() =>
      db
        .updateTable('deliveries')
        .set({ lease_owner: owner, lease_until: leaseEnd(nowMs()) })
        .where(isRef(ref))
        .where('state', 'in', states)
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', nowMs())]))
        .returningAll()
        .executeTakeFirst(),
    );
    try {
      return row && fromRow(row);
    } catch (error) {
      await endDamaged(parts, ref, owner);
      throw error;
    }
  }

  return {
    claim: (ref, owner) => claim(ref, owner, UNFINISHED_STATES),
    claimSent: (ref, owner) => claim(ref, owner, ['sent']),
    renew: (ref, owner) => change(parts, ref, owner, { lease_until: leaseEnd(nowMs()) }),
    release: (ref, owner, later = {}) =>
      change(
        parts,
        ref,
        owner,
        {
          ...NO_LEASE,
          ...(later.retryAt === undefined
            ? NO_WAIT
            : { retry_at: later.retryAt.getTime(), retry_since: nowMs() }),
          ...(later.reason === undefined ? {} : { reason: later.reason }),
          ...(later.attempts === undefined ? {} : { attempts: later.attempts }),
        },
        (eb) => eb('state', 'in', [...UNFINISHED_STATES, 'sent']),
      ),
  };
}

/** Ends one that is unfinished and cannot be read, or it would be taken up again without end. */
function endDamaged(parts: StoreParts, ref: DeliveryRef, owner: string): Promise<boolean> {
  return change(parts, ref, owner, {
    state: 'doubtful',
    reason: 'What the database holds of it is damaged',
    ...NO_WAIT,
    ...NO_LEASE,
    ...NOTHING_UNDER_WAY,
  });
}
