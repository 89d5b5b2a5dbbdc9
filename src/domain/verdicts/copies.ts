import type { Backup, Expiry } from '../backup.ts';

/** Northflank's own storage, which has no id. */
const OWN_STORAGE = '';

/**
 * Counts good copies by place, Northflank's own storage (an empty id) first, then by id.
 *
 * A snapshot's destinations hold additional copies; a dump goes to its destination instead of
 * Northflank's storage. Copies that a destination says to have expired are not counted.
 */
export function countCopies(
  runs: readonly Backup[],
  expiries: ReadonlyMap<string, Expiry> | undefined,
  now: Date,
): { destinationId: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const run of runs) {
    if (run.status !== 'completed') continue;
    for (const place of placesOf(run, expiries?.get(run.id), now)) {
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([destinationId, count]) => ({ destinationId, count }))
    .toSorted((a, b) => (a.destinationId < b.destinationId ? -1 : 1));
}

const ONLY_OWN = [OWN_STORAGE];

function placesOf(run: Backup, expiry: Expiry | undefined, now: Date): readonly string[] {
  if (run.destinationIds.length === 0) return ONLY_OWN;
  const expired = expiry?.kind === 'at' && expiry.at <= now;
  const own = run.type === 'snapshot' ? ONLY_OWN : [];
  return [...own, ...new Set(expired ? [] : run.destinationIds)];
}
