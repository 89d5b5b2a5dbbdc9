import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { AnyBlock, SlackMessage } from '../block-kit/message.ts';
import type { Reply } from './reply.ts';

/** How Slack says that it does not take the blocks. @see https://docs.slack.dev/reference/methods/chat.postMessage */
const BAD_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']);

/** Answers a person in the app's own direct message, for where Slack gives nothing else to answer with. */
export function createDirectReply(client: WebClient, userId: string): Reply {
  /** @returns false when Slack does not take the blocks. @throws on any other failure. */
  async function post(text: string, blocks: readonly AnyBlock[] | undefined): Promise<boolean> {
    try {
      await client.chat.postMessage({
        channel: userId,
        text,
        ...(blocks && { blocks: [...blocks] }),
        unfurl_links: false,
        unfurl_media: false,
      });
      return true;
    } catch (error) {
      const isRefused = error instanceof WebAPIPlatformError && BAD_BLOCKS.has(error.data.error);
      if (!isRefused || blocks === undefined) throw error;
      return false;
    }
  }
  return async ({ text, blocks, plainBlocks }: SlackMessage) => {
    // Words alone are always taken, and better than silence.
    const forms = [blocks, ...(plainBlocks ? [plainBlocks] : []), undefined];
    for (const form of forms) if (await post(text, form)) return;
  };
}
