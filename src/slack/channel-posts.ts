import type { types } from '@slack/bolt';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  type WebClient,
} from '@slack/web-api';
import type {
  Look,
  LookAnswer,
  LookRequest,
  Post,
  PostAnswer,
  PostRequest,
  RemoveMessage,
  UpdateMessage,
} from '../domain/digests/posting.ts';

/** Name of our metadata; other apps can read it, so it tells nothing. */
const EVENT_TYPE = 'backups_digest';

/** Slack gives some apps no more than this at a time. */
const PAGE = 15;
const MAX_PAGES = 5;

/** Slack's words for: we may not look, and that will not change by itself. */
const FORBIDDEN = new Set([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'access_denied',
]);
const GONE = new Set(['thread_not_found', 'message_not_found']);

/** Failures of a connection that was never made, so that no byte of the request has left us. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Digest messages in channels: each call is made once, and none throws for what happens on the way. */
export interface ChannelPosts {
  post: Post;
  update: UpdateMessage;
  look: Look;
  remove: RemoveMessage;
  /** Writes to one person, as the others write to channels. */
  tell: (userId: string, text: string) => Promise<PostAnswer>;
}

/**
 * Posts, edits and finds our messages.
 *
 * @param client the delivery client, whose limits and pace are not those of people.
 */
export function createChannelPosts(client: WebClient, botUserId: string): ChannelPosts {
  return {
    post: (request) =>
      answered(async () => {
        const { threadTs } = request;
        const { ts } = await client.chat.postMessage({
          ...content(request),
          ...(threadTs !== undefined && { thread_ts: threadTs }),
          unfurl_links: false,
          unfurl_media: false,
        });
        return ts;
      }),
    update: (request) =>
      answered(async () => {
        // Without `parse` Slack would start linking what looks like a name or a channel.
        await client.chat.update({ ...content(request), ts: request.ts, parse: 'none' });
        return request.ts;
      }),
    tell: (userId, text) =>
      answered(async () => {
        const { ts } = await client.chat.postMessage({
          channel: userId,
          text,
          unfurl_links: false,
          unfurl_media: false,
        });
        return ts;
      }),
    look: async (request) => {
      try {
        return { kind: 'read', ts: await findOwn(client, botUserId, request) };
      } catch (error) {
        return lookFailure(error);
      }
    },
    remove: async (channelId, ts) => {
      try {
        await client.chat.delete({ channel: channelId, ts });
        return true;
      } catch (error) {
        return isRefusal(error, GONE);
      }
    },
  };
}

function content({ channelId, text, blocks, key, part, parts }: PostRequest) {
  return {
    channel: channelId,
    text,
    blocks: asBlocks(blocks),
    metadata: { event_type: EVENT_TYPE, event_payload: { key, part, parts } },
    link_names: false,
  };
}

/** Ids of our own messages with this key. @throws when not everything since then could be read. */
async function findOwn(
  client: WebClient,
  botUserId: string,
  { channelId, since, threadTs, key }: LookRequest,
): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const range = {
      channel: channelId,
      oldest: String(since.getTime() / 1000),
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor && { cursor }),
    };
    const { messages, response_metadata: next } =
      threadTs === undefined
        ? await client.conversations.history(range)
        : await client.conversations.replies({ ...range, ts: threadTs });
    // What is not there to look through is not known to be empty.
    if (!Array.isArray(messages)) throw new Error('an answer without messages');
    for (const { user, metadata, ts } of messages) {
      const isOurs = user === botUserId && metadata?.event_type === EVENT_TYPE;
      if (isOurs && ts !== undefined && keyOf(metadata.event_payload) === key) found.push(ts);
    }
    cursor = next?.next_cursor;
    if (!cursor) return found;
  }
  // What was not looked through may hold what is looked for.
  throw new Error('too many messages to look through');
}

function keyOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'key' in payload
    ? payload.key
    : undefined;
}

/** What was frozen as JSON, as blocks again. */
function asBlocks(stored: readonly object[]): types.AnyBlock[] {
  const blocks = stored.filter(isBlock);
  if (blocks.length < stored.length) throw new Error('a stored block has no type');
  return blocks;
}

function isBlock(block: object): block is types.AnyBlock {
  return 'type' in block && typeof block.type === 'string';
}

async function answered(call: () => Promise<string | undefined>): Promise<PostAnswer> {
  try {
    return { kind: 'ok', ts: await call() };
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return { kind: 'refused', code: error.data.error };
    if (error instanceof WebAPIRateLimitedError) {
      return { kind: 'rate-limited', retryAfterMs: error.retryAfter * 1000 };
    }
    if (error instanceof WebAPIHTTPError) {
      return { kind: 'no-answer', reason: `Slack answered with status ${error.statusCode}` };
    }
    return wasNeverSent(error)
      ? { kind: 'not-sent', reason: 'Slack could not be reached' }
      : { kind: 'no-answer', reason: 'Slack did not answer' };
  }
}

function lookFailure(error: unknown): LookAnswer {
  if (isRefusal(error, GONE)) return { kind: 'gone' };
  if (isRefusal(error, FORBIDDEN)) return { kind: 'forbidden' };
  return error instanceof WebAPIRateLimitedError
    ? { kind: 'unavailable', retryAfterMs: error.retryAfter * 1000 }
    : { kind: 'unavailable' };
}

function isRefusal(error: unknown, codes: ReadonlySet<string>): boolean {
  return error instanceof WebAPIPlatformError && codes.has(error.data.error);
}

/** Looks for the code of the connection's own failure, which the SDK and fetch wrap once each. */
function wasNeverSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && NEVER_SENT.has(String(cause.code))) return true;
  }
  return false;
}
