import type { Clock } from '../domain/clock.ts';
import { slugOf } from '../domain/destination.ts';
import type { Northflank } from '../northflank/northflank.ts';

/** Names change rarely, and an old one is still a good label. */
const FRESH_MS = 10 * 60_000;

/**
 * Names of destinations by id, read once for many answers.
 *
 * Empty when they cannot be read: an id is a label too, and no answer should fail for want of a name.
 */
export function createDestinationNames(
  listDestinations: Northflank['listDestinations'],
  now: Clock,
): () => Promise<ReadonlyMap<string, string>> {
  let known: { at: number; names: Promise<ReadonlyMap<string, string>> } | undefined;

  async function read(): Promise<ReadonlyMap<string, string>> {
    try {
      const { rows } = await listDestinations();
      return new Map(
        rows.flatMap(({ id, name }) => [[slugOf(name), name] as const, [id, name] as const]),
      );
    } catch {
      known = undefined;
      return new Map();
    }
  }

  return () => {
    const at = now().getTime();
    if (known === undefined || at - known.at >= FRESH_MS) known = { at, names: read() };
    return known.names;
  };
}
