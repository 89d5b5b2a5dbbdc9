/**
 * Something that the person can mend, told in a sentence that they may read.
 *
 * The only error whose message is shown in Slack. Written as Slack mrkdwn: whoever puts foreign
 * text into it escapes that text.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}
