import { type SlackEvent, sees } from '../../sandbox/slack.ts';

/**
 * A message that answers; to be given as `until`.
 *
 * A busy machine makes the bot say first that reading takes a moment: that is no answer yet.
 */
export function isAnswer(event: SlackEvent): boolean {
  return sees.message(event) && 'message' in event && !WAITING.test(event.message.text);
}

/** What stands in the place of an answer until it comes. */
const WAITING = /^(◔ )?(Reading|Checking|Changing) /;
