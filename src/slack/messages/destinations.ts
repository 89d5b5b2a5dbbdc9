import type { Destination } from '../../domain/destinations/destination.ts';
import type { Holding } from '../../domain/destinations/holding.ts';
import { formatAgo, formatCount } from '../../domain/format.ts';
import type { Listing, ReadFailure } from '../../domain/listing.ts';
import { actions, button, context, section, textOf } from '../block-kit/blocks.ts';
import type { AnyBlock, SlackMessage } from '../block-kit/message.ts';
import { code, plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { ACTION, COMMAND } from '../ids.ts';
import { gapLines } from './gap-lines.ts';

/** The value of the button that puts the list as it is now in the place of this one. */
export const READ_AGAIN = 'again';

/** Destinations shown one by one; the others only by name. */
const MAX_CARDS = 20;
const MAX_NAMES = 60;

/** Everything that the answer to `destinations` rests on. */
export interface DestinationsInput {
  /** Where nothing at all could be read: no rows, `reach` `failed` and the reason. */
  destinations: Listing<Destination>;
  /** What each holds, by id, or why that could not be read; one without an entry is shown without it. */
  holdings?: ReadonlyMap<string, Holding | ReadFailure> | undefined;
  /** Whether the reader may add one. */
  mayAdd: boolean;
  now: Date;
}

/** Every destination with where it points and what it holds, and never with its keys. */
export function buildDestinationsMessage(input: DestinationsInput): SlackMessage {
  const { destinations, holdings, mayAdd, now } = input;
  const { rows } = destinations;
  const gaps = gapLines(destinations, 'destination');
  const title = titleOf(input);
  const none = rows.length === 0;
  const shown = rows.slice(0, MAX_CARDS);
  const cards = shown.map((one) => cardLines(one, holdings?.get(one.id), now).join('\n'));
  const blocks: AnyBlock[] = [
    section([...gaps, ...title].join('\n')),
    ...shown.map(({ id }, index) =>
      section(cards[index] ?? '', button(ACTION.showDestination, 'Show backups', id)),
    ),
    ...rest(rows.slice(MAX_CARDS)),
    ...actions([
      mayAdd
        ? button(
            ACTION.openAddDestination,
            'Add destination',
            'open',
            none && gaps.length === 0 ? 'primary' : undefined,
          )
        : undefined,
      button(ACTION.showDestinations, 'Refresh', READ_AGAIN),
    ]),
  ];
  return { text: textOf([...gaps, ...title, ...cards]), blocks };
}

/** One line, or none where {@link gapLines} already say that nothing is known. */
function titleOf({ destinations, holdings, mayAdd }: DestinationsInput): string[] {
  const { rows, reach, unreadable } = destinations;
  if (rows.length > 0) {
    const count = `${reach === 'end' ? '' : 'at least '}${formatCount(rows.length, 'backup destination')}`;
    const unread = rows.filter(({ id }) => isUnread(holdings?.get(id))).length;
    return [unread === 0 ? `*${count}*` : `◌ *${count}*: ${unreadWords(unread, rows.length)}`];
  }
  if (reach !== 'end' || unreadable.length > 0) return [];
  const next = mayAdd ? '' : '. Admins of this bot can add one';
  return [`*No backup destination*: copies stay in Northflank's own storage${next}`];
}

function isUnread(holding: Holding | ReadFailure | undefined): holding is ReadFailure {
  return holding !== undefined && 'reason' in holding;
}

/** What the cards below say one by one, so that the first line alone promises nothing. */
function unreadWords(unread: number, total: number): string {
  const these = total === 1 ? 'it holds' : 'they hold';
  const some = unread === 1 ? '1 of them holds' : `${unread} of them hold`;
  return `what ${unread === total ? these : some} could not be read`;
}

function cardLines(
  destination: Destination,
  holding: Holding | ReadFailure | undefined,
  now: Date,
): string[] {
  const { id, name, idGuessed, bucketName, region, endpoint, prefix, description } = destination;
  // A guess that Northflank answered to is none any more.
  const isSure = !idGuessed || (holding !== undefined && !isUnread(holding));
  const place = [
    ['bucket', bucketName],
    ['region', region],
    ['endpoint', endpoint],
    ['prefix', prefix],
  ].flatMap(([what, value]) => (value ? [`${what} ${code(value, 100)}`] : []));
  return [
    `*${plainInMrkdwn(name, 100)}*${isSure ? ` · id ${code(id, 100)}` : ''}`,
    place.length === 0 ? 'Northflank does not say where it points' : place.join(' · '),
    ...(description ? [plainInMrkdwn(description, 200)] : []),
    ...(holding ? [holdingLine(holding, now)] : []),
    ...(isSure ? [] : [`Northflank gave no id; ${code(id, 100)} is a guess from the name`]),
  ];
}

function holdingLine(holding: Holding | ReadFailure, now: Date): string {
  if (isUnread(holding)) {
    return `◌ what it holds could not be read: ${plainInMrkdwn(holding.reason, 200)}`;
  }
  const { copies, bad, addons, newest, whole } = holding;
  const least = whole ? '' : 'at least ';
  const badWords = bad === 0 ? '' : ` · ${bad} more did not complete`;
  if (newest === undefined) {
    return whole ? `holds *no backup*${badWords}` : `no good backup among those read${badWords}`;
  }
  const ago = formatAgo(now.getTime() - newest.createdAt.getTime());
  const of = addons === 0 ? '' : ` of ${formatCount(addons, 'addon')}`;
  return `holds ${least}${formatCount(copies, 'backup')}${of}, newest ${ago} (${slackDate(newest.createdAt)})${badWords}`;
}

function rest(hidden: readonly Destination[]): AnyBlock[] {
  if (hidden.length === 0) return [];
  const named = hidden.slice(0, MAX_NAMES).map(({ name }) => code(name, 30));
  const more = hidden.length - named.length;
  const names = `${named.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [
    section(`And ${formatCount(hidden.length, 'more destination')}: ${names}`),
    context(`${code(`${COMMAND} destination <name>`)} shows the backups of any of them`),
  ];
}
