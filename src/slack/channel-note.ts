import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { SlackMessage } from './block-kit/message.ts';

/**
 * What came of a short message for a channel.
 *
 * `refused`: Slack said no under this name, and nothing was posted. `unclear`: no answer that tells.
 */
export type NoteOutcome =
  | { kind: 'posted' }
  | { kind: 'refused'; error: string }
  | { kind: 'unclear' };

/** Posts a short message for everybody in a channel; once, without any retry. Never throws. */
export type PostNote = (channelId: string, message: SlackMessage) => Promise<NoteOutcome>;

/** Uses the client for what a person waits for: somebody looks at the form meanwhile. */
export function createPostNote(client: WebClient): PostNote {
  return async (channelId, { text, blocks }) => {
    try {
      await client.chat.postMessage({
        channel: channelId,
        text,
        blocks: [...blocks],
        unfurl_links: false,
        unfurl_media: false,
      });
      return { kind: 'posted' };
    } catch (error) {
      if (error instanceof WebAPIPlatformError) return { kind: 'refused', error: error.data.error };
      if (error instanceof WebAPIRateLimitedError) return { kind: 'refused', error: 'ratelimited' };
      return { kind: 'unclear' };
    }
  };
}
