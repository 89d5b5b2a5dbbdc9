import type { Clock } from '../domain/clock.ts';
import { slugOf } from '../domain/slug.ts';
import type { Northflank } from '../northflank/northflank.ts';

/** Names change rarely, and an old one is still a good label. */
const FRESH_MS = 10 * 60_000;

/**
 * Names of destinations by id, read once for many answers; the list names ids for some only, so that
 * the slug of a name counts as well.
 *
 * Empty when they cannot be read: an id is a label too, and no answer should fail for want of a name.
 * What could not be read to its end is read again for the next answer.
 */
export function createDestinationNames(
  listDestinations: Northflank['listDestinations'],
  now: Clock,
): () => Promise<ReadonlyMap<string, string>> {
  let known: { at: number; names: Promise<ReadonlyMap<string, string>> } | undefined;

  async function read(): Promise<ReadonlyMap<string, string>> {
    try {
      const { rows, reach } = await listDestinations();
      if (reach === 'failed') known = undefined;
      // Ids come last and win: the slug of one name may be the id of another destination.
      return new Map([
        ...rows.map(({ name }) => [slugOf(name), name] as const),
        ...rows.map(({ id, name }) => [id, name] as const),
      ]);
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
