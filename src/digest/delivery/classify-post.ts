import type { PostAnswer } from '../../domain/digests/posting.ts';

/**
 * Whether a message is in the channel.
 *
 * `no` is certain, and says what may help: `wait` and try the same again; `gone`, since the channel is
 * not there for us until a person does something; `stop`, since it takes no such message until then;
 * `content`, where another form of the same message may pass; `thread`, whose message is gone.
 */
export type PostOutcome =
  | { sent: 'yes'; ts: string }
  | { sent: 'no'; help: 'wait'; reason: string; retryAfterMs?: number | undefined }
  | { sent: 'no'; help: 'gone' | 'stop' | 'content' | 'thread'; reason: string }
  | { sent: 'unknown'; reason: string };

/** Codes of a channel that is not there for us any more, as reasons for its owner; what to do stands beside them. */
const GONE: Readonly<Record<string, string>> = {
  channel_not_found:
    'Slack does not find the channel: it was deleted, or it is private and the bot is not in it',
  not_in_channel: 'The bot is not in the channel',
  is_archived: 'The channel is archived',
  is_inactive: 'The channel is frozen, archived or deleted',
};

/**
 * Codes with which Slack refuses for good what this channel is sent, as sentences for its owner.
 *
 * @see https://docs.slack.dev/reference/methods/chat.postMessage
 */
const STOPS: Readonly<Record<string, string>> = {
  restricted_action: 'The workspace does not let the bot post in this channel',
  restricted_action_read_only_channel: 'The channel is read-only for the bot',
  restricted_action_thread_only_channel: 'The channel allows replies only',
  restricted_action_non_threadable_channel: 'The channel allows no replies',
  posting_to_general_channel_denied:
    'The workspace does not let the bot post in its general channel',
  no_permission: 'The bot may not post in this channel',
  team_access_not_granted: 'The bot was not given access to the workspace of this channel',
  messages_tab_disabled: 'The bot cannot write to this person: its messages tab is off',
  cannot_dm_bot: 'The bot cannot write to another bot',
  user_not_found: 'Slack does not know this person',
  user_is_restricted: 'The workspace does not let the bot write to this person',
};

/** Codes that concern the bot, not the channel: an administrator can mend them, then the same post passes. */
const WAITS: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'not_allowed_token_type',
  'access_denied',
  'accesslimited',
  'org_login_required',
  'ekm_access_denied',
  'two_factor_setup_required',
  'enterprise_is_restricted',
  'team_added_to_org',
  'rate_limited',
  'ratelimited',
  'message_limit_exceeded',
  'request_timeout',
]);

/** Codes that concern what the message holds. */
const CONTENTS: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
  'metadata_too_large',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'invalid_arguments',
  'invalid_array_arg',
  'invalid_charset',
  'invalid_form_data',
  'invalid_post_type',
  'invalid_json',
  'json_not_object',
  'too_many_attachments',
  'attachment_payload_limit_exceeded',
]);

/** Codes of a reply whose message is no longer there. */
const THREADS: ReadonlySet<string> = new Set([
  'thread_not_found',
  'message_not_found',
  'cannot_reply_to_message',
  'invalid_thread_ts',
]);

/**
 * Judges one answer. A code that is not known here counts as unknown: then the channel is looked at
 * before anything is posted again.
 */
export function classifyPost(answer: PostAnswer): PostOutcome {
  switch (answer.kind) {
    case 'ok':
      return answer.ts === undefined
        ? { sent: 'unknown', reason: 'Slack took the message but did not name it' }
        : { sent: 'yes', ts: answer.ts };
    case 'rate-limited': {
      const { retryAfterMs } = answer;
      return { sent: 'no', help: 'wait', reason: 'Slack asked the bot to wait', retryAfterMs };
    }
    case 'not-sent':
      return { sent: 'no', help: 'wait', reason: answer.reason };
    case 'no-answer':
      return { sent: 'unknown', reason: answer.reason };
    case 'refused':
      break;
  }
  return classifyRefusal(answer.code);
}

function classifyRefusal(code: string): PostOutcome {
  if (Object.hasOwn(GONE, code)) return { sent: 'no', help: 'gone', reason: GONE[code] ?? code };
  if (Object.hasOwn(STOPS, code)) return { sent: 'no', help: 'stop', reason: STOPS[code] ?? code };
  const reason = `Slack answered ${code}`;
  if (WAITS.has(code)) return { sent: 'no', help: 'wait', reason };
  if (CONTENTS.has(code)) return { sent: 'no', help: 'content', reason };
  if (THREADS.has(code)) return { sent: 'no', help: 'thread', reason };
  return { sent: 'unknown', reason };
}
