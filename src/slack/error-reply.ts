import type { ReadFailureKind } from '../domain/listing.ts';
import { errorFields, type Log } from '../domain/log.ts';
import { UserError } from '../domain/user-error.ts';
import { NorthflankError } from '../northflank/errors.ts';
import { slackDate } from './mrkdwn.ts';

/** What a person can do about each way in which Northflank can fail. Nothing has changed in any of them. */
const SENTENCES: Record<ReadFailureKind, string> = {
  unauthorized:
    'Northflank refused the bot’s token, so nothing could be read. An admin must check `NORTHFLANK_API_TOKEN`.',
  forbidden:
    'The bot’s Northflank role lacks the permission for this, so nothing could be read. An admin can add it to the role.',
  'not-found': 'Northflank knows no such thing, or the bot’s token may not see it.',
  'rate-limited':
    'This hour’s Northflank requests are used up, so nothing could be read. Nothing was changed.',
  unavailable: 'Northflank is not answering, so nothing could be read. Try again in a minute.',
  timeout: 'Northflank took too long to answer, so nothing could be read. Try again in a minute.',
  malformed: 'Northflank sent an answer that the bot cannot read, so the state is not known.',
  refused: 'Northflank refused the request. Nothing was changed.',
  'cursor-loop': 'Northflank sent the same page twice, so the list could not be read to its end.',
  cancelled: 'Reading was stopped before it ended. Try again in a minute.',
};

/**
 * Turns any failure into the sentence that its reader may see, and logs what an operator must know.
 *
 * The only place where an error becomes Slack text.
 *
 * @param reference code under which the log line can be found; shown where the log is the next step.
 */
export function errorReply(error: unknown, log: Log, reference: string): string {
  if (error instanceof UserError) return error.message;

  if (error instanceof NorthflankError) {
    log.warn('northflank_failed', {
      reference,
      kind: error.kind,
      status: error.status,
      path: error.path,
      errorId: error.errorId,
      detail: error.detail,
    });
    const again = error.retryAt ? ` It can be tried again ${slackDate(error.retryAt)}.` : '';
    return `${SENTENCES[error.kind]}${again} (reference ${reference})`;
  }

  log.error('act_failed', { reference, ...errorFields(error) });
  return `Something went wrong in the bot, and it is in its log under ${reference}. Nothing was changed.`;
}
