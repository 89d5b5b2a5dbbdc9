import { type Clock, isRecent } from '../domain/clock.ts';
import type { Destination } from '../domain/destinations/destination.ts';
import type { ReadFailure } from '../domain/listing.ts';
import type { AddonReading, DestinationReading } from '../domain/survey.ts';
import { factsOf } from '../domain/verdicts/reading-facts.ts';
import { isNotFound } from '../northflank/errors.ts';
import type { CallOptions, Northflank } from '../northflank/northflank.ts';
import type { AtOnce } from './concurrency.ts';
import type { Deadline } from './deadline.ts';

/** One page: a destination's list is read for what only it tells, not for history. */
const DESTINATION_ROWS = 100;

/** How long a wrong guess stands: then somebody may have added a destination of that name. */
const WRONG_FOR_MS = 24 * 3_600_000;

/** Guessed ids that Northflank does not know, so that none is tried with every survey. */
export interface WrongGuesses {
  has(id: string): boolean;
  add(id: string): void;
}

/** Remembers wrong guesses for a day, in memory: a restart tries each once more. */
export function createWrongGuesses(now: Clock): WrongGuesses {
  const foundAt = new Map<string, Date>();
  return {
    has: (id) => isRecent(foundAt.get(id), WRONG_FOR_MS, now()),
    add: (id) => foundAt.set(id, now()),
  };
}

/** What destinations are read with. */
export interface DestinationReader {
  listDestinations: Northflank['listDestinations'];
  listDestinationBackups: Northflank['listDestinationBackups'];
  wrongGuesses: WrongGuesses;
  atOnce: AtOnce;
  deadline: Deadline;
  call: CallOptions;
  /** The reason for the survey; throws once the caller has given up. */
  explain: (error: unknown) => ReadFailure;
}

/** The destinations that Northflank lists, each with its own list of backups. */
export interface ListedDestinations {
  listed: readonly DestinationReading[];
  /** Why there may be more; absent when the list was read to its end. */
  failure?: ReadFailure | undefined;
}

/** Lists the destinations and reads each; where listing fails, there is a reason. */
export async function readListedDestinations(
  reader: DestinationReader,
): Promise<ListedDestinations> {
  const { rows, failure } = await reader.atOnce(() => listDestinations(reader));
  return { listed: await readEach(reader, rows), failure };
}

async function listDestinations(
  reader: DestinationReader,
): Promise<{ rows: readonly Destination[]; failure?: ReadFailure | undefined }> {
  try {
    return await reader.listDestinations(reader.call);
  } catch (error) {
    return { rows: [], failure: reader.explain(error) };
  }
}

/**
 * Reads those that addons name and the list does not show, such as those whose ids it leaves out: no
 * copy is counted on in a place that was not looked at.
 *
 * None where the list itself broke off: that is a gap of its own, and would make every one a stranger.
 */
export function readNamedDestinations(
  reader: DestinationReader,
  { listed, failure }: ListedDestinations,
  addons: readonly AddonReading[],
): Promise<DestinationReading[]> {
  if (failure !== undefined) return Promise.resolve([]);
  const known = new Set(
    listed.filter(({ kind }) => kind !== 'idUnknown').map(({ destination }) => destination.id),
  );
  const named = new Set(addons.flatMap(placesOf));
  const strangers = [...named].filter((id) => !known.has(id));
  return readEach(
    reader,
    strangers.map((id) => ({ id, idGuessed: false, name: id })),
  );
}

/** Where copies are to go, and where the newest good one went; older ones may name what is long gone. */
function placesOf(reading: AddonReading): readonly string[] {
  if (reading.kind === 'unreadable') return [];
  return [
    ...reading.schedules.rows.flatMap(({ destinationIds }) => destinationIds),
    ...factsOf(reading).newestGoodIn,
  ];
}

function readEach(
  reader: DestinationReader,
  destinations: readonly Destination[],
): Promise<DestinationReading[]> {
  return Promise.all(destinations.map((each) => reader.atOnce(() => readOne(reader, each))));
}

async function readOne(
  reader: DestinationReader,
  destination: Destination,
): Promise<DestinationReading> {
  const { deadline, wrongGuesses } = reader;
  const { id, idGuessed } = destination;
  if (deadline.hasPassed()) return { kind: 'unreadable', destination, failure: deadline.failure };
  if (idGuessed && wrongGuesses.has(id)) return { kind: 'idUnknown', destination };
  try {
    const backups = await reader.listDestinationBackups(id, {
      ...reader.call,
      atLeast: DESTINATION_ROWS,
    });
    return { kind: 'read', destination, backups };
  } catch (error) {
    if (!idGuessed || !isNotFound(error)) {
      return { kind: 'unreadable', destination, failure: reader.explain(error) };
    }
    wrongGuesses.add(id);
    return { kind: 'idUnknown', destination };
  }
}
