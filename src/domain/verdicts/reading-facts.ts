import type { Backup } from '../backup.ts';
import type { AddonReading } from '../survey.ts';

/** What boards and digests ask of an addon's lists beside its verdict; empty where they were not read. */
export interface ReadingFacts {
  /** Ids of the destinations that its schedules and backups name. */
  destinationIds: readonly string[];
  /** Ids of those that hold its newest good copy. */
  newestGoodIn: readonly string[];
  /** Of its last row, which is the oldest; absent without one. */
  oldestAt?: Date | undefined;
  /** Bytes of the last completed runs of the newest one's type, oldest first; gaps where not sent. */
  sizes: readonly (number | undefined)[];
  /** Failed and aborted runs, in the list's order. */
  bad: readonly Backup[];
}

/** Sizes that a sparkline shows. */
const MAX_SIZES = 14;

const NOTHING: ReadingFacts = { destinationIds: [], newestGoodIn: [], sizes: [], bad: [] };

type ReadAddon = Extract<AddonReading, { kind: 'read' }>;

const known = new WeakMap<AddonReading, ReadingFacts>();

/** Found once for each reading: a survey keeps its rows packed, and one board asks this of every addon. */
export function factsOf(reading: AddonReading): ReadingFacts {
  if (reading.kind === 'unreadable') return NOTHING;
  const facts = known.get(reading) ?? findFacts(reading.backups.rows, reading.schedules.rows);
  known.set(reading, facts);
  return facts;
}

/** The same reading, with its facts found from rows that are at hand. */
export function withFacts(reading: ReadAddon, backups: readonly Backup[]): AddonReading {
  known.set(reading, findFacts(backups, reading.schedules.rows));
  return reading;
}

function findFacts(
  backups: readonly Backup[],
  schedules: readonly Pick<Backup, 'destinationIds'>[],
): ReadingFacts {
  const named = [...schedules, ...backups].flatMap(({ destinationIds }) => destinationIds);
  return {
    destinationIds: [...new Set(named)],
    newestGoodIn: backups.find(({ status }) => status === 'completed')?.destinationIds ?? [],
    oldestAt: backups.at(-1)?.createdAt,
    sizes: recentSizes(backups),
    bad: backups.filter(({ status }) => status === 'failed' || status === 'aborted'),
  };
}

/** Sizes of dumps and snapshots are worlds apart, so only one type is compared. */
function recentSizes(backups: readonly Backup[]): (number | undefined)[] {
  const completed = backups
    .filter(({ status }) => status === 'completed')
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const type = completed.at(0)?.type;
  return completed
    .filter((backup) => backup.type === type)
    .slice(0, MAX_SIZES)
    .map(({ sizeBytes }) => sizeBytes)
    .toReversed();
}
