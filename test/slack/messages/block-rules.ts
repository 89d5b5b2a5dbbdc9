import { checkBlocks } from '../../../sandbox/slack/validate.ts';
import { LIMIT } from '../../../src/slack/block-kit/limits.ts';
import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';

/**
 * What Slack would refuse about a message, or read in it that no builder means; empty when all is well.
 *
 * The plain blocks, or the only ones, must also do for a workspace that takes no tables.
 */
export function refusals(message: SlackMessage): string[] {
  const { text, blocks, plainBlocks = blocks } = message;
  return [
    ...(text.length >= 1 && text.length <= LIMIT.messageText ? [] : [`text of ${text.length}`]),
    ...checkBlocks(blocks, 'message', { oldWorkspace: false }),
    ...checkBlocks(plainBlocks, 'message', { oldWorkspace: true }),
    ...[text, ...mrkdwnIn(blocks), ...mrkdwnIn(plainBlocks)].flatMap(misreadings),
  ].map((refusal) => (typeof refusal === 'string' ? refusal : JSON.stringify(refusal)));
}

/** Markup other than whole dates, which is the only one that builders write between angle brackets. */
function misreadings(mrkdwn: string): string[] {
  return [
    ...(/<(?!!date\^\d+\^[^|<>]*\|[^|<>]*>)/.test(mrkdwn)
      ? ['a mention, a link or half a date']
      : []),
    ...(/&(?!amp;|lt;|gt;)/.test(mrkdwn) ? ['half an entity'] : []),
  ];
}

function mrkdwnIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('type' in part && part.type === 'mrkdwn' && 'text' in part) return [String(part.text)];
  return Object.values(part).flatMap((inner) => mrkdwnIn(inner));
}
