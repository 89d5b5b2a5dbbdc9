import type { DestinationBackup } from '../../domain/backup.ts';
import type { Clock } from '../../domain/clock.ts';
import { type Destination, slugOf } from '../../domain/destination.ts';
import { formatList } from '../../domain/format.ts';
import { type Holding, holdingOf } from '../../domain/holding.ts';
import type { Listing } from '../../domain/listing.ts';
import { nearestWord } from '../../domain/nearest-word.ts';
import { reachFor, type ShowView } from '../../domain/paging.ts';
import { ALL_BACKUPS } from '../../domain/show-filter.ts';
import { UserError } from '../../domain/user-error.ts';
import { NorthflankError } from '../../northflank/errors.ts';
import type { Act } from '../act.ts';
import { readDestinationPageValue } from '../act-value.ts';
import { COMMAND } from '../ids.ts';
import type { SlackMessage } from '../message.ts';
import {
  buildDestinationBackupsMessage,
  buildGuessedIdMessage,
} from '../messages/destination-backups.ts';
import { buildDestinationsMessage } from '../messages/destinations.ts';
import { buildNotice } from '../messages/notice.ts';
import { code } from '../mrkdwn.ts';
import { answerWithNotice } from '../progress.ts';

/** What showing destinations needs to ask. */
export interface DestinationsDeps {
  listDestinations: () => Promise<Listing<Destination>>;
  listDestinationBackups: (
    id: string,
    reach: { since?: Date | undefined; atLeast?: number | undefined },
  ) => Promise<Listing<DestinationBackup>>;
  /** Whether this person may add a destination: otherwise no button offers it. */
  mayAdd: (userId: string) => Promise<boolean>;
  scheduleZone: string;
  now: Clock;
}

/** `/backups destinations`, `/backups destination` and their buttons. */
export interface Destinations {
  list: (act: Act) => Promise<void>;
  /** `rest` is a name or id; without one the list is shown. */
  command: (act: Act, rest: string) => Promise<void>;
  /** A button that carries an id. */
  one: (act: Act, id: string) => Promise<void>;
  /** A button that carries an id and a page; its message is replaced. */
  page: (act: Act, value: string) => Promise<void>;
}

const FIRST_PAGE: ShowView = { filter: ALL_BACKUPS, page: 0 };

/** Lists of what a destination holds are read for so many of them; the others are shown without. */
const MAX_HOLDINGS = 20;

/** Shows destinations and what they hold. */
export function createDestinations(deps: DestinationsDeps): Destinations {
  const show = (act: Act, wanted: string): Promise<void> =>
    answerWithNotice(
      act,
      buildNotice(`Reading the backups of ${code(wanted)}; this takes a moment.`),
      async () => {
        const found = findDestination(await deps.listDestinations(), wanted);
        return await showDestination(deps, found, FIRST_PAGE);
      },
    );
  const list = (act: Act): Promise<void> =>
    answerWithNotice(
      act,
      buildNotice('Reading the backup destinations; this takes a moment.'),
      () => showAll(deps, act.userId),
    );

  return {
    list,
    command: (act, rest) => {
      const wanted = rest.replace(/^"(.*)"$/, '$1').trim();
      return wanted === '' ? list(act) : show(act, wanted);
    },
    one: show,
    page: async (act, value) => {
      const { id, view } = readDestinationPageValue(value);
      const found = findDestination(await deps.listDestinations(), id);
      await act.reply(await showDestination(deps, found, view), { replace: true });
    },
  };
}

async function showAll(deps: DestinationsDeps, userId: string): Promise<SlackMessage> {
  const [destinations, mayAdd] = await Promise.all([deps.listDestinations(), deps.mayAdd(userId)]);
  const readings = await Promise.all(
    destinations.rows.slice(0, MAX_HOLDINGS).map((destination) => readHolding(deps, destination)),
  );
  return buildDestinationsMessage({
    destinations,
    holdings: new Map(readings.flatMap((reading) => (reading ? [reading] : []))),
    mayAdd,
    now: deps.now(),
  });
}

/** What a destination holds, from the first page of its list; absent when that could not be read. */
async function readHolding(
  { listDestinationBackups }: DestinationsDeps,
  { id }: Destination,
): Promise<[string, Holding] | undefined> {
  try {
    return [id, holdingOf(await listDestinationBackups(id, { atLeast: 1 }))];
  } catch (error) {
    if (error instanceof NorthflankError) return undefined;
    throw error;
  }
}

async function showDestination(
  deps: DestinationsDeps,
  destination: Destination,
  view: ShowView,
): Promise<SlackMessage> {
  const now = deps.now();
  try {
    const backups = await deps.listDestinationBackups(destination.id, reachFor(view, now));
    const { scheduleZone } = deps;
    return buildDestinationBackupsMessage({ destination, backups, view, scheduleZone, now });
  } catch (error) {
    const unknown = error instanceof NorthflankError && error.kind === 'not-found';
    if (unknown && destination.idGuessed) return buildGuessedIdMessage(destination);
    throw error;
  }
}

/**
 * The destination that somebody named by id or name.
 *
 * An id that the list does not show is asked for all the same, since the list may name none.
 *
 * @throws {UserError} with the names that exist, when none fits.
 */
function findDestination({ rows, reach }: Listing<Destination>, wanted: string): Destination {
  const name = wanted.toLowerCase();
  const found =
    rows.find(({ id }) => id === wanted) ??
    rows.find((row) => row.name.toLowerCase() === name || slugOf(row.name) === slugOf(wanted));
  if (found) return found;

  const names = rows.map((row) => row.name);
  const nearest = nearestWord(
    name,
    names.map((known) => known.toLowerCase()),
  );
  const guess = rows.find((row) => row.name.toLowerCase() === nearest);
  if (guess) return guess;
  if (isId(wanted)) return { id: wanted, idGuessed: false, name: wanted };
  throw new UserError(
    `No destination is called ${code(wanted, 60)}. ${
      names.length === 0 || reach === 'failed'
        ? `Type \`${COMMAND} destinations\` for the list.`
        : `There is ${formatList(names.slice(0, 10).map((known) => code(known, 40)))}.`
    }`,
  );
}

function isId(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
