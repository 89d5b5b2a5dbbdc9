import type { Backup, Expiry } from './backup.ts';

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
    const expiry = expiries?.get(run.id);
    const expired = expiry?.kind === 'at' && expiry.at <= now;
    const places = new Set(expired ? [] : run.destinationIds);
    if (run.destinationIds.length === 0 || run.type === 'snapshot') places.add(OWN_STORAGE);
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .map(([destinationId, count]) => ({ destinationId, count }))
    .toSorted((a, b) => (a.destinationId < b.destinationId ? -1 : 1));
}
