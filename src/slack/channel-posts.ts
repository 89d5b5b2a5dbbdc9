import type { types } from '@slack/bolt';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  type WebClient,
} from '@slack/web-api';
import type {
  Look,
  Post,
  PostAnswer,
  PostRequest,
  RemoveMessage,
  UpdateMessage,
} from '../domain/digests/posting.ts';
import { EVENT_TYPE, isRefusal, lookThrough } from './channel-looks.ts';

const GONE = new Set(['message_not_found']);

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
    look: (request) => lookThrough(client, botUserId, request),
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

/** Looks for the code of the connection's own failure, which the SDK and fetch wrap once each. */
function wasNeverSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && NEVER_SENT.has(String(cause.code))) return true;
  }
  return false;
}
