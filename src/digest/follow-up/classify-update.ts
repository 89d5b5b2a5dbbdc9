import type { PostAnswer } from '../../domain/digests/posting.ts';
import { classifyPost } from '../delivery/classify-post.ts';

/**
 * What became of an edit.
 *
 * `later`: nobody knows or not now; the same edit may be made again. `content`: another form may pass.
 * `never`: this message will not be edited any more, for a reason in words for the log. `gone`: nothing
 * reaches the channel any more, for a reason in words for its owner.
 */
export type UpdateOutcome =
  | { edited: 'yes' }
  | { edited: 'content'; reason: string }
  | { edited: 'later' | 'never' | 'gone'; reason: string };

/**
 * Codes with which Slack refuses any further edit.
 *
 * @see https://docs.slack.dev/reference/methods/chat.update
 */
const ENDS: Readonly<Record<string, string>> = {
  message_not_found: 'The message was deleted',
  thread_not_found: 'The message was deleted',
  cant_update_message: 'Slack does not let the bot edit the message',
  edit_window_closed: 'The workspace does not let messages of this age be edited',
};

/** Judges one answer. An edit may be repeated safely, so that doubt needs no look into the channel. */
export function classifyUpdate(answer: PostAnswer): UpdateOutcome {
  const end = answer.kind === 'refused' ? ENDS[answer.code] : undefined;
  if (end !== undefined) return { edited: 'never', reason: end };
  const outcome = classifyPost(answer);
  if (outcome.sent === 'yes') return { edited: 'yes' };
  const { reason } = outcome;
  if (outcome.sent === 'unknown' || outcome.help === 'wait') return { edited: 'later', reason };
  const { help } = outcome;
  return { edited: help === 'content' || help === 'gone' ? help : 'never', reason };
}
