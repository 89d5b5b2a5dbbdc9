import type { AddOutcome } from '../../domain/destinations/add-outcome.ts';
import type { NewDestination } from '../../domain/destinations/destination.ts';
import type { DestinationField } from '../../domain/destinations/rules.ts';
import type { ReadFailure, ReadFailureKind } from '../../domain/listing.ts';
import { button } from '../block-kit/blocks.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { cleanText, code, plainInMrkdwn, slackDate, truncate } from '../block-kit/mrkdwn.ts';
import { ACTION } from '../ids.ts';
import { buildNotice } from './notice.ts';

/** Every way in which a submitted form can end. */
export type AddEnding =
  | AddOutcome
  /** Not done: somebody is adding one of the same name right now. */
  | { kind: 'busy' }
  /** Not done: the bot could not record that it is about to act, and acts on nothing unrecorded. */
  | { kind: 'unrecorded' }
  /** Not done: this person may not. */
  | { kind: 'denied'; sentence: string }
  /** The same form arrived before, and what became of it is not known here. */
  | { kind: 'repeated' };

/** The endings after which the form is shown again. */
export type NotDone = Exclude<AddEnding, { kind: 'done' | 'not-known' | 'denied' | 'repeated' }>;

/** Longest piece of Northflank's own words that is passed on. */
const MAX_DETAIL = 200;

/** The person's own name for it, in bold, inert. */
function named({ name }: Pick<NewDestination, 'name'>): string {
  return `*${plainInMrkdwn(name)}*`;
}

/** While Northflank is asked. */
export function addingText(destination: NewDestination): string {
  return `Adding ${named(destination)}…`;
}

/** While a lost answer is looked up. */
export function doubtText(destination: NewDestination): string {
  return `I asked Northflank to add ${named(destination)}, but got no answer. I am looking whether it is there; this takes up to a minute, and you can close this window: I will write to you.`;
}

/** The good ending, with nothing of the key in it. */
export function addedText(destination: NewDestination): string {
  const { prefix, credentials } = destination;
  const { bucketName, region, endpoint } = credentials;
  return [
    `✔ Added ${named(destination)}: bucket ${code(bucketName)}, folder ${code(prefix)}, region ${code(region)} at ${code(endpoint)}.`,
    'Northflank cannot be asked to try the key: the first backup that goes there shows whether it works. To use it, choose it in the backup schedule of an addon.',
  ].join('\n');
}

/** The ending that is none, with what to do. */
export function notKnownText(destination: NewDestination, reference: string): string {
  return `◌ Not known yet: I asked Northflank to add ${named(destination)}, but got no answer, and its list does not tell. Look at the destinations in a few minutes, and add it again only if it is not among them. (reference ${reference})`;
}

/** For a form that arrived twice. */
export const REPEATED_TEXT =
  'This form was already sent once, and what came of it was told then. The destinations show whether it was added.';

/** What to say when nothing was added: the whole in mrkdwn, and what belongs to single fields in plain text. */
export function notDoneWords(
  destination: NewDestination,
  notDone: NotDone,
  reference: string,
): { text: string; fieldNotices: Partial<Record<DestinationField, string>> } {
  const text = `✖ ${named(destination)} was not added. ${reasonOf(notDone, reference)}`;
  return { text, fieldNotices: fieldNoticesOf(notDone) };
}

/** Reasons that need nothing filled in. */
const REASONS = {
  taken:
    'A destination of this name is there already: show the destinations, or choose another name.',
  busy: 'Somebody is adding a destination of this name right now: look at the destinations in a minute.',
  absent:
    'Northflank gave no answer, and its list shows that nothing came of it. Send the form again.',
} as const;

function reasonOf(notDone: NotDone, reference: string): string {
  if (notDone.kind === 'refused') {
    const remedy = REMEDIES[notDone.failure.kind] ?? 'Northflank refused it.';
    return `${remedy}${quoted(notDone.detail)}${whenAgain(notDone.failure)}`;
  }
  if (notDone.kind === 'unsent') {
    return `Nothing was sent: ${REMEDIES[notDone.failure.kind] ?? `${notDone.failure.reason}.`}${whenAgain(notDone.failure)}`;
  }
  if (notDone.kind === 'unrecorded') {
    return `The bot cannot write its records at the moment, and changes nothing without. Try again in a minute; if it stays so, its log tells more under ${reference}.`;
  }
  return REASONS[notDone.kind];
}

function quoted(detail: string | undefined): string {
  return detail ? ` Its words: “${plainInMrkdwn(detail, MAX_DETAIL)}”` : '';
}

/** What an admin can do about a refusal that is not about the form. */
const REMEDIES: Partial<Record<ReadFailureKind, string>> = {
  unauthorized: 'Northflank refused the bot’s token. An admin must check `NORTHFLANK_API_TOKEN`.',
  forbidden:
    'The role of the bot’s token in Northflank may not list or create backup destinations. An admin can allow it there.',
  'not-found':
    'Northflank does not know this team, or the bot’s token may not see it. An admin must check `NORTHFLANK_TEAM_ID`.',
  untrusted:
    'What answers for Northflank cannot prove by its certificate that it is Northflank. Whoever runs the bot must mend that.',
  'rate-limited': 'This hour’s Northflank requests are used up.',
};

/** Failures that time mends. */
const PASSING: ReadonlySet<ReadFailureKind> = new Set(['rate-limited', 'unavailable', 'timeout']);

function whenAgain({ kind, retryAt }: ReadFailure): string {
  if (!PASSING.has(kind)) return '';
  return retryAt === undefined ? ' Try again in a minute.' : ` Try again ${slackDate(retryAt)}.`;
}

function fieldNoticesOf(notDone: NotDone): Partial<Record<DestinationField, string>> {
  if (notDone.kind === 'taken') return { name: 'A destination of this name is there already' };
  if (notDone.kind !== 'refused') return {};
  const words = notDone.detail && truncate(cleanText(notDone.detail), MAX_DETAIL);
  const notice = words ? `Northflank: ${words}` : 'Northflank refused this';
  return Object.fromEntries(notDone.fields.map((field) => [field, notice]));
}

/** An ending as a message to the person, with the button that shows the truth. */
export function buildEndingMessage(text: string): SlackMessage {
  return buildNotice(text, [showDestinations()]);
}

/** An ending that asks for another try, for when the form itself is closed. */
export function buildAgainMessage(text: string): SlackMessage {
  const again = button(ACTION.openAddDestination, 'Open the form again', 'open');
  return buildNotice(text, [again, showDestinations()]);
}

function showDestinations() {
  return button(ACTION.showDestinations, 'Show destinations', 'all');
}
