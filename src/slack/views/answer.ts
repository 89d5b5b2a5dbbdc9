import type { types } from '@slack/bolt';
import { LIMIT } from '../block-kit/limits.ts';
import type { SlackMessage } from '../block-kit/message.ts';

/** A message as a modal, which takes no tables and charts. */
export function buildAnswerView({ blocks, plainBlocks = blocks }: SlackMessage): types.ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Backups' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: plainBlocks.slice(0, LIMIT.viewBlocks),
  };
}
