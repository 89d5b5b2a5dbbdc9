import type { Destination } from '../../domain/destinations/destination.ts';
import { formatList } from '../../domain/format.ts';
import type { Listing } from '../../domain/listing.ts';
import { actions, button, section } from '../block-kit/blocks.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { code, plainInMrkdwn } from '../block-kit/mrkdwn.ts';
import { ACTION, COMMAND } from '../ids.ts';
import { buildNotice } from './notice.ts';

/** Destinations offered as buttons; a longer list is no choice. */
const MAX_CHOICES = 8;

/** The answer where the id was our guess and Northflank does not know it. */
export function buildGuessedIdMessage({ id, name }: Destination): SlackMessage {
  return buildNotice(
    `Northflank's list names no id for *${plainInMrkdwn(name, 100)}*, and the id guessed ` +
      `from its name, ${code(id, 100)}, does not exist. So its backups cannot be listed from here. ` +
      `Look up the id in Northflank and type ${code(`${COMMAND} destination <id>`)}.`,
    [button(ACTION.showDestinations, 'Show destinations', 'all')],
  );
}

/**
 * The answer where no destination is called like that, with those that there are.
 *
 * @param destinations as far as they could be read.
 */
export function buildDestinationNotFound(
  typed: string,
  { rows, reach, unreadable }: Listing<Destination>,
): SlackMessage {
  const found =
    reach === 'failed' || unreadable.length > 0
      ? `◌ Cannot tell whether ${code(typed, 60)} exists: not all destinations could be read.`
      : `No destination is called ${code(typed, 60)}.`;
  const known = rows.slice(0, MAX_CHOICES);
  const names = known.map(({ name }) => code(name, 40));
  const hidden = rows.length - known.length;
  const list = formatList(hidden > 0 ? [...names, `${hidden} more`] : names);
  return {
    text: known.length === 0 ? found : `${found} There is ${list}.`,
    blocks: [
      section(known.length === 0 ? found : `${found} Choose one:`),
      ...actions([
        ...known.map(({ id, name }, index) =>
          button(`${ACTION.showDestination}:${index}`, name, id),
        ),
        button(ACTION.showDestinations, 'Show destinations', 'all'),
      ]),
    ],
  };
}
