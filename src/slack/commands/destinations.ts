import type { DestinationBackup } from '../../domain/backup.ts';
import type { Clock } from '../../domain/clock.ts';
import { type Destination } from '../../domain/destinations/destination.ts';
import { type Holding, holdingOf } from '../../domain/destinations/holding.ts';
import { reachFor, type ShowView } from '../../domain/history/paging.ts';
import { ALL_BACKUPS } from '../../domain/history/show-filter.ts';
import type { Listing, ReadFailure } from '../../domain/listing.ts';
import { meantByName } from '../../domain/nearest-word.ts';
import { slugOf } from '../../domain/slug.ts';
import { isNotFound, NorthflankError, toReadFailure } from '../../northflank/errors.ts';
import type { Act } from '../acts/act.ts';
import { answerWithNotice } from '../acts/answer-with-notice.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { code } from '../block-kit/mrkdwn.ts';
import { readDestinationPageValue } from '../button-values.ts';
import { buildDestinationBackupsMessage } from '../messages/destination-backups.ts';
import {
  buildDestinationNotFound,
  buildGuessedIdMessage,
} from '../messages/destination-not-found.ts';
import { buildDestinationsMessage, READ_AGAIN } from '../messages/destinations.ts';
import { buildNotice, withSlip } from '../messages/notice.ts';

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
  /** A button that leads to the list, or is on it and reads it again. */
  listed: (act: Act, value: string) => Promise<void>;
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
      () => showWanted(deps, wanted, FIRST_PAGE),
    );
  const list = (act: Act): Promise<void> =>
    answerWithNotice(
      act,
      buildNotice('Reading the backup destinations; this takes a moment.'),
      () => showAll(deps, act.userId),
    );

  return {
    listed: async (act, value) => {
      if (value === READ_AGAIN) await act.reply(await showAll(deps, act.userId), { replace: true });
      else await list(act);
    },
    command: (act, rest) => {
      const wanted = rest.replace(/^"(.*)"$/, '$1').trim();
      return wanted === '' ? list(act) : show(act, wanted);
    },
    one: show,
    page: async (act, value) => {
      const { id, view } = readDestinationPageValue(value);
      await act.reply(await showWanted(deps, id, view), { replace: true });
    },
  };
}

async function showAll(deps: DestinationsDeps, userId: string): Promise<SlackMessage> {
  const [destinations, mayAdd] = await Promise.all([deps.listDestinations(), deps.mayAdd(userId)]);
  const holdings = await Promise.all(
    destinations.rows.slice(0, MAX_HOLDINGS).map((destination) => readHolding(deps, destination)),
  );
  return buildDestinationsMessage({
    destinations,
    holdings: new Map(holdings),
    mayAdd,
    now: deps.now(),
  });
}

/** What a destination holds, from the first page of its list, or why that could not be read. */
async function readHolding(
  { listDestinationBackups }: DestinationsDeps,
  { id }: Destination,
): Promise<[string, Holding | ReadFailure]> {
  try {
    return [id, holdingOf(await listDestinationBackups(id, { atLeast: 1 }))];
  } catch (error) {
    if (error instanceof NorthflankError) return [id, toReadFailure(error)];
    throw error;
  }
}

/**
 * Shows the destination that was meant: listed ones come before an id that the list does not show,
 * since it may name none, and both before slips.
 */
async function showWanted(
  deps: DestinationsDeps,
  wanted: string,
  view: ShowView,
): Promise<SlackMessage> {
  const listing = await deps.listDestinations();
  const listed = findDestination(listing.rows, wanted);
  if (listed) return await showDestination(deps, listed, view);
  const unlisted = isId(wanted) ? await showUnlisted(deps, wanted, view) : undefined;
  if (unlisted) return unlisted;
  const meant = meantByName(wanted.toLowerCase(), listing.rows, (row) => [
    row.id,
    row.name.toLowerCase(),
  ]);
  if (meant) return withSlip(await showDestination(deps, meant, view), wanted, meant.name);
  return buildDestinationNotFound(wanted, listing);
}

/** Absent when Northflank knows no such id. */
async function showUnlisted(
  deps: DestinationsDeps,
  id: string,
  view: ShowView,
): Promise<SlackMessage | undefined> {
  try {
    return await showDestination(deps, { id, idGuessed: false, name: id }, view);
  } catch (error) {
    if (isNotFound(error)) return undefined;
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
    if (isNotFound(error) && destination.idGuessed) return buildGuessedIdMessage(destination);
    throw error;
  }
}

/** The destination that somebody named; ids come before names. */
function findDestination(rows: readonly Destination[], wanted: string): Destination | undefined {
  const slug = slugOf(wanted);
  return (
    rows.find(({ id }) => id === wanted) ??
    rows.find(({ name }) => slug !== '' && slugOf(name) === slug)
  );
}

function isId(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
