import type { ReadFailureKind } from '../../domain/listing.ts';
import { errorFields, type Log } from '../../domain/log.ts';
import { UserError } from '../../domain/user-error.ts';
import { NorthflankError } from '../../northflank/errors.ts';
import { plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { COMMAND } from '../ids.ts';

/** What a person can do about each way in which Northflank can fail. */
const SENTENCES: Record<ReadFailureKind, string> = {
  unauthorized: `Northflank refused the bot’s token, so nothing could be read. An admin must check \`NORTHFLANK_API_TOKEN\`; \`${COMMAND} doctor\` tells them more.`,
  forbidden: `The bot’s Northflank role lacks the permission for this, so nothing could be read. An admin can add it to the role; \`${COMMAND} doctor\` tells them which.`,
  'not-found': `Northflank knows no such thing, or the bot’s token may not see it. \`${COMMAND}\` shows what there is.`,
  'rate-limited':
    'This hour’s Northflank requests are used up, so nothing could be read. Nothing was changed.',
  unavailable: 'Northflank is not answering, so nothing could be read.',
  untrusted: `What answers for Northflank cannot prove by its certificate that it is Northflank, so nothing was sent and nothing could be read. Whoever runs the bot must mend that; \`${COMMAND} doctor\` tells an admin more.`,
  timeout: 'Northflank took too long to answer, so nothing could be read.',
  malformed: 'Northflank sent an answer that the bot cannot read, so the state is not known.',
  refused: 'Northflank refused the request, so nothing could be read.',
  'cursor-loop': 'Northflank sent the same page twice, so the list could not be read to its end.',
  cancelled: 'Reading was stopped before it ended.',
};

/** Failures that pass by themselves. */
const PASSING: ReadonlySet<ReadFailureKind> = new Set([
  'unavailable',
  'timeout',
  'cancelled',
  'cursor-loop',
]);

/** Failures that neither time nor the person mends. */
const LASTING: ReadonlySet<ReadFailureKind> = new Set(['malformed', 'refused']);

/** Failures that Northflank may give a reason for. */
const EXPLAINED: ReadonlySet<ReadFailureKind> = new Set(['unauthorized', 'forbidden', 'refused']);

const MAX_WORDS = 200;

/**
 * Turns any failure into the sentence that its reader may see, and logs what an operator must know.
 *
 * The only place where an error becomes Slack text.
 *
 * @param reference code that the log lines of this act carry; shown where the log is the next step.
 */
export function errorReply(error: unknown, log: Log, reference: string): string {
  if (error instanceof UserError) return error.message;

  if (error instanceof NorthflankError) {
    log.warn('northflank_failed', {
      kind: error.kind,
      status: error.status,
      path: error.path,
      errorId: error.errorId,
      detail: error.detail,
      reason: error.reason,
      message: error.message,
    });
    return `${SENTENCES[error.kind]}${whyOf(error)}${nextAct(error)} (reference ${reference})`;
  }

  log.error('act_failed', errorFields(error));
  return `Something went wrong in the bot. Try again; if it stays so, tell whoever runs it: its log has more under ${reference}.`;
}

/** Northflank's own words, which may be about more than the kind: a missing feature answers like a wrong token. */
function whyOf({ kind, words }: NorthflankError): string {
  if (words === undefined || !EXPLAINED.has(kind)) return '';
  return ` Its words: “${plainInMrkdwn(words, MAX_WORDS)}”`;
}

/** When to try again: the moment that Northflank named, but not our own pause after failures, which is short. */
function nextAct({ kind, status, retryAt }: NorthflankError): string {
  if (retryAt !== undefined && (status !== undefined || !PASSING.has(kind))) {
    return ` It can be tried again ${slackDate(retryAt)}.`;
  }
  if (kind === 'rate-limited') return ' Try again within the hour.';
  if (LASTING.has(kind)) return ' If it stays so, tell whoever runs the bot.';
  return PASSING.has(kind) ? ' Try again in a minute.' : '';
}
