import type { types } from '@slack/bolt';

/** Blocks as Slack's types know them, or a newer block that they do not know yet. */
export type AnyBlock = types.AnyBlock;

/** What Slack needs to show a message. */
export interface SlackMessage {
  /** A full sentence for notifications and screen readers; mrkdwn, at most 4,000 characters. */
  text: string;
  blocks: AnyBlock[];
  /** The same without blocks that an older workspace refuses; sent after `invalid_blocks`. */
  plainBlocks?: AnyBlock[] | undefined;
}
