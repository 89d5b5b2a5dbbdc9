import type { types } from '@slack/bolt';
import { LIMIT } from '../limits.ts';
import type { SlackMessage } from '../message.ts';

/** A message as a modal, which takes no tables and charts. */
export function buildAnswerView({ blocks, plainBlocks = blocks }: SlackMessage): types.ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Backups' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: plainBlocks.slice(0, LIMIT.viewBlocks),
  };
}
