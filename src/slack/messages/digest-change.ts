import type { Coverage } from '../../domain/addons/coverage.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { describeWhen } from '../../domain/digests/subscription-words.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { channelLink, code, slackDate } from '../block-kit/mrkdwn.ts';
import type { NoteOutcome } from '../channel-note.ts';
import { COMMAND } from '../ids.ts';
import { runButton } from '../run-button.ts';
import { coverageWords, wishLines } from './digest-wish.ts';
import { buildNotice } from './notice.ts';

/** What a change told in the channel says: who did what, and what will come. */
export function buildChangeNote(
  deed: ChangeDeed,
  userId: string,
  subscription: Subscription,
  coverage: Coverage | undefined,
): SlackMessage {
  const when = describeWhen(subscription);
  const covers = coverageWords(coverage, subscription.scope);
  const pause = subscription.pausedUntil;
  const paused = pause === undefined ? '' : `, paused until ${slackDate(pause)}`;
  return buildNotice(
    `Backup digest ${DID[deed]} by <@${userId}>: ${deed === 'off' ? 'nothing more is posted here' : `${when}, covers ${covers}${paused}`}.`,
    [runButton('digest', 'Settings', 'digest')],
  );
}

/** Ways to change a digest. */
export type ChangeDeed = 'set-up' | 'save' | 'on' | 'off';

const DID: Readonly<Record<ChangeDeed, string>> = {
  'set-up': 'set up',
  save: 'changed',
  on: 'turned on again',
  off: 'turned off',
};

/** Every way in which a wanted change can end. */
export type ChangeEnding =
  /** Done; `note` is what came of telling the channel. */
  | { kind: 'done'; deed: ChangeDeed; subscription: Subscription; note: NoteOutcome }
  /** Not needed: it was so already. */
  | { kind: 'same'; subscription: Subscription }
  /** Not done: there is none. */
  | { kind: 'absent' }
  /** Not done: this person may not. */
  | { kind: 'denied'; sentence: string }
  /** Not done: somebody else changed it in between. */
  | { kind: 'conflict'; theirs: Subscription; mine: Subscription }
  /** Not done: it could not be recorded, and nothing is changed unrecorded. */
  | { kind: 'unrecorded'; reference: string };

type DoneEnding = Extract<ChangeEnding, { kind: 'done' }>;

/** The endings that left everything as it was. */
export type NotDoneEnding = Exclude<ChangeEnding, DoneEnding>;

/** How a change ended, for the person who wanted it; mrkdwn. */
export function endingText(ending: ChangeEnding, channelId: string, botUserId: string): string {
  return ending.kind === 'done'
    ? `✔ ${DONE[ending.deed]}${noteText(ending, botUserId)}`
    : notDoneText(ending, channelId);
}

/** Why nothing was changed, for the person who wanted it; mrkdwn. */
export function notDoneText(ending: NotDoneEnding, channelId: string): string {
  if (ending.kind === 'denied') return ending.sentence;
  if (ending.kind === 'conflict') return conflictText(ending.theirs, ending.mine);
  if (ending.kind === 'unrecorded') {
    return `✖ Nothing was changed: the bot cannot write its records at the moment, and changes nothing without. Try again in a minute; its log tells more under ${ending.reference}.`;
  }
  return ending.kind === 'same'
    ? 'Nothing was changed: this is how it was already.'
    : `No digest is set up in ${channelLink(channelId)}. Type \`${COMMAND} digest\` there to set one up.`;
}

const DONE: Readonly<Record<ChangeDeed, string>> = {
  'set-up': 'The digest is set up.',
  save: 'Saved.',
  on: 'The digest is on.',
  off: 'The digest is off.',
};

/** Refusals that say that the bot is not in the channel, or that there is no such channel for it. */
const NOT_THERE = new Set(['not_in_channel', 'channel_not_found']);

/** What came of telling the channel, and what to do when it takes no message at all. */
function noteText({ deed, note, subscription }: DoneEnding, botUserId: string): string {
  if (note.kind === 'posted') return ' I told the channel.';
  if (note.kind === 'unclear') {
    return '\n◌ I could not see whether my message about it reached the channel: look there.';
  }
  if (note.error === 'ratelimited' || deed === 'off') return ' The channel could not be told.';
  return `\n:warning: *But I cannot post there, so no digest would arrive.* ${remedy(note.error, subscription.channelId, botUserId)}`;
}

function remedy(error: string, channelId: string, botUserId: string): string {
  if (NOT_THERE.has(error) && channelId.startsWith('D')) {
    return `Between people I cannot write at all: type \`${COMMAND} digest\` in a channel.`;
  }
  if (NOT_THERE.has(error)) {
    return `Type \`/invite\` in ${channelLink(channelId)} and choose <@${botUserId}>, then press *Send now* to try.`;
  }
  if (error === 'is_archived') {
    return 'The channel is archived: unarchive it, or set the digest up in another one.';
  }
  return `Slack says ${code(error, 60)}: an admin of this workspace may have to allow it.`;
}

function conflictText(theirs: Subscription, mine: Subscription): string {
  const own = wishLines(mine).map(({ text }) => text);
  const differing = wishLines(theirs)
    .filter(({ text }) => !own.includes(text))
    .map(({ label, text }) => `• ${label}: ${text}`);
  return [
    ':warning: *Somebody else changed this digest while you had the form open.* Nothing of yours is saved yet. Theirs:',
    ...(differing.length === 0 ? ['• on, off or a pause: see below'] : differing),
    'What you filled in is still below. *Save* puts it in the place of theirs; *Cancel* keeps theirs.',
  ].join('\n');
}
