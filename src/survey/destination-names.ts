import { type Clock, isRecent } from '../domain/clock.ts';
import type { Destination } from '../domain/destinations/destination.ts';
import type { Listing } from '../domain/listing.ts';
import { slugOf } from '../domain/slug.ts';
import type { Northflank } from '../northflank/northflank.ts';

/** Names change rarely, and an old one is still a good label. */
const FRESH_MS = 10 * 60_000;

/** Names of destinations, for answers that know their ids. */
export interface DestinationNames {
  /**
   * Names by id, read once for many answers; the list names ids for some only, so that the slug of a
   * name counts as well.
   *
   * Empty when they cannot be read: an id is a label too, and no answer should fail for want of a name.
   * What could not be read to its end is read again for the next answer.
   */
  read: () => Promise<ReadonlyMap<string, string>>;
  /** Takes a list that was read for another reason, in place of asking for it again. */
  saw: (list: Listing<Destination>) => void;
}

/** Makes names that are asked for where no list was seen for ten minutes. */
export function createDestinationNames(
  listDestinations: Northflank['listDestinations'],
  now: Clock,
): DestinationNames {
  let known: { at: Date; names: Promise<ReadonlyMap<string, string>> } | undefined;

  async function read(): Promise<ReadonlyMap<string, string>> {
    try {
      const list = await listDestinations();
      if (list.reach === 'failed') known = undefined;
      return namesOf(list);
    } catch {
      known = undefined;
      return new Map();
    }
  }

  return {
    read: () => {
      const at = now();
      if (known === undefined || !isRecent(known.at, FRESH_MS, at)) known = { at, names: read() };
      return known.names;
    },
    saw: (list) => {
      if (list.reach === 'failed') return;
      known = { at: now(), names: Promise.resolve(namesOf(list)) };
    },
  };
}

function namesOf({ rows }: Listing<Destination>): ReadonlyMap<string, string> {
  // Ids come last and win: the slug of one name may be the id of another destination.
  return new Map([
    ...rows.map(({ name }) => [slugOf(name), name] as const),
    ...rows.map(({ id, name }) => [id, name] as const),
  ]);
}
