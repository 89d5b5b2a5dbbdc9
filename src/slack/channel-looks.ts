import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { LookAnswer, LookPlace, LookRequest } from '../domain/digests/posting.ts';

/** Name of our metadata; other apps can read it, so it tells nothing. */
export const EVENT_TYPE = 'backups_digest';

/** Slack gives some apps no more than this at a time. */
const PAGE = 15;
/** Read in one go; a busy channel has more, and the next look goes on from there. */
const PAGES = 5;

/** Slack's words for: we may not look, and that will not change by itself. */
const FORBIDDEN = new Set([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'access_denied',
]);
const GONE = new Set(['thread_not_found', 'message_not_found']);

/**
 * Looks for our own messages with a key, page after page.
 *
 * Never throws for what happens on the way. What was not looked through may hold what is looked for, so
 * that nothing is said of it before all was read.
 */
export async function lookThrough(
  client: WebClient,
  botUserId: string,
  request: LookRequest,
): Promise<LookAnswer> {
  let { reached } = request;
  for (let page = 0; page < PAGES; page += 1) {
    try {
      const { ts, cursor } = await readPage(client, botUserId, { ...request, reached });
      if (cursor === '') return { kind: 'read', ts };
      reached = { cursor, ts };
    } catch (error) {
      return lookFailure(error, reached);
    }
  }
  return { kind: 'unavailable', reached };
}

/** What was found up to the end of one page, and where the next one is; an empty cursor after the last. */
async function readPage(
  client: WebClient,
  botUserId: string,
  { channelId, since, until, threadTs, key, reached }: LookRequest,
): Promise<LookPlace> {
  const range = {
    channel: channelId,
    oldest: String(since.getTime() / 1000),
    latest: String(until.getTime() / 1000),
    include_all_metadata: true,
    limit: PAGE,
    ...(reached && { cursor: reached.cursor }),
  };
  const { messages, response_metadata: next } =
    threadTs === undefined
      ? await client.conversations.history(range)
      : await client.conversations.replies({ ...range, ts: threadTs });
  // What is not there to look through is not known to be empty.
  if (!Array.isArray(messages)) throw new Error('an answer without messages');
  const found = messages.flatMap(({ user, metadata, ts }) => {
    const isOurs = user === botUserId && metadata?.event_type === EVENT_TYPE;
    return isOurs && ts !== undefined && keyOf(metadata.event_payload) === key ? [ts] : [];
  });
  return { ts: [...(reached?.ts ?? []), ...found], cursor: next?.next_cursor ?? '' };
}

function keyOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'key' in payload
    ? payload.key
    : undefined;
}

function lookFailure(error: unknown, reached: LookPlace | undefined): LookAnswer {
  if (isRefusal(error, GONE)) return { kind: 'gone' };
  if (isRefusal(error, FORBIDDEN)) return { kind: 'forbidden' };
  // Refused for another reason, perhaps for its place: then from the beginning.
  if (error instanceof WebAPIPlatformError) return { kind: 'unavailable' };
  return error instanceof WebAPIRateLimitedError
    ? { kind: 'unavailable', retryAfterMs: error.retryAfter * 1000, reached }
    : { kind: 'unavailable', reached };
}

/** Whether Slack refused it with one of these words. */
export function isRefusal(error: unknown, codes: ReadonlySet<string>): boolean {
  return error instanceof WebAPIPlatformError && codes.has(error.data.error);
}
