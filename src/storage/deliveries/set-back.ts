import { sql } from 'kysely';
import type { StoreParts } from '../databases/connection.ts';
import { LEASE_MS, leaseEnd } from './change.ts';

/** When a delivery may be taken up, with the moment at which that was read. */
export interface DatedSchedule {
  retry_since: number | null;
  lease_until: number | null;
  now: number;
}

/** Whether it was written by a clock that was set back since: it lies further ahead than it can. */
export function isAheadOfClock({ retry_since: since, lease_until: until, now }: DatedSchedule) {
  return (since ?? 0) > now || (until ?? 0) > now + LEASE_MS;
}

/** Begins all such waits anew and lets all such leases end a lease's time from now, or they would last longer. */
export async function moveBack({ db, nowMs }: StoreParts): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ retry_at: sql<number>`${nowMs()} + (retry_at - retry_since)`, retry_since: nowMs() })
    .where('retry_since', '>', nowMs())
    .execute();
  await db
    .updateTable('deliveries')
    .set({ lease_until: leaseEnd(nowMs()) })
    .where('lease_until', '>', leaseEnd(nowMs()))
    .execute();
}
