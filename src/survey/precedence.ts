import type { Priority } from '../northflank/northflank.ts';

/** The more urgent, the higher: each has a larger part of the hour's requests than the ones below. */
const RANKS: Readonly<Record<Priority, number>> = { person: 2, digest: 1, background: 0 };

/** Whether whoever wants a reading of one priority loses nothing by one of the other. */
export function isAsUrgent(read: Priority = 'person', wanted: Priority = 'person'): boolean {
  return RANKS[read] >= RANKS[wanted];
}
