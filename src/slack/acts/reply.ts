import { request } from 'undici';
import type { Log } from '../../domain/log.ts';
import type { SlackMessage } from '../block-kit/message.ts';

/** Slack answers a response URL in well under a second; a person waits for this one. */
const TIMEOUT_MS = 5_000;

/** Slack's own host for response URLs. @see https://docs.slack.dev/interactivity/handling-user-interaction */
const RESPONSE_HOST = 'hooks.slack.com';

/** A message that Slack did not take. `expired`: the URL was used five times or is over 30 minutes old. */
class ReplyError extends Error {
  override readonly name = 'ReplyError';
  readonly reason: 'expired' | 'refused' | 'unavailable' | 'foreign-host';

  constructor(reason: ReplyError['reason'], options: { cause?: unknown } = {}) {
    super(`Slack did not take the reply (${reason})`, options);
    this.reason = reason;
  }
}

/** Answers one person through the response URL that came with their act. */
export type Reply = (message: SlackMessage, options?: { replace?: boolean }) => Promise<void>;

/** Sends replies to the hosts that Slack's response URLs live on, and to no other. */
export function createReplies(slackApiUrl: string, log: Log) {
  const apiHost = new URL(slackApiUrl).host;
  const allowed = new Set(apiHost === 'slack.com' ? [RESPONSE_HOST] : [RESPONSE_HOST, apiHost]);

  async function post(responseUrl: string, body: object): Promise<Taken> {
    let outcome = 'ok';
    try {
      if (!allowed.has(hostOf(responseUrl))) throw new ReplyError('foreign-host');
      const answer = await send(responseUrl, body);
      if (answer === 'bad blocks') outcome = 'invalid_blocks';
      return answer;
    } catch (error) {
      outcome = error instanceof ReplyError ? error.reason : 'no-answer';
      throw error;
    } finally {
      log.debug('slack_call', { method: 'response_url', outcome });
    }
  }

  /** `replace` puts the message in the place of the one whose button was pressed, or of the last reply. */
  return (responseUrl: string): Reply =>
    async (message, { replace = false } = {}) => {
      const shape = {
        response_type: 'ephemeral',
        replace_original: replace,
        text: message.text,
        unfurl_links: false,
        unfurl_media: false,
      };
      const { blocks, plainBlocks } = message;
      // Words alone are always taken, and better than silence.
      const forms = [
        { ...shape, blocks },
        ...(plainBlocks ? [{ ...shape, blocks: plainBlocks }] : []),
        shape,
      ];
      for (const form of forms) if ((await post(responseUrl, form)) === 'taken') return;
      throw new ReplyError('refused');
    };
}

/** Whether Slack took what was sent, or wants it without these blocks. */
type Taken = 'taken' | 'bad blocks';

/** Sends a reply once. @throws {ReplyError} when it was not taken, whatever the blocks. */
async function send(responseUrl: string, body: object): Promise<Taken> {
  let status: number;
  let answer: string;
  try {
    const response = await request(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = response.statusCode;
    answer = await response.body.text();
  } catch (cause) {
    // The URL itself is a secret, so only the kind of failure goes on.
    throw new ReplyError('unavailable', { cause: withoutUrl(cause) });
  }
  if (/invalid_blocks|invalid_attachments/.test(answer)) return 'bad blocks';
  if (/used_url|expired_url/.test(answer) || status === 404) throw new ReplyError('expired');
  // Slack answers `ok` or JSON: a page comes from whoever stands between, and nothing was taken.
  if (status >= 500 || /^\s*</.test(answer)) throw new ReplyError('unavailable');
  if (status >= 300 || /"ok"\s*:\s*false/.test(answer)) throw new ReplyError('refused');
  return 'taken';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

function withoutUrl(cause: unknown): Error | undefined {
  return cause instanceof Error ? new Error(cause.name) : undefined;
}
