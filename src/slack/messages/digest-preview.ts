import type { types } from '@slack/bolt';
import { context, cutMrkdwn } from '../block-kit/blocks.ts';
import { LIMIT } from '../block-kit/limits.ts';
import type { AnyBlock, SlackMessage } from '../block-kit/message.ts';
import { channelLink } from '../block-kit/mrkdwn.ts';

/** A digest as it would look now, marked as seen by one person. */
export function buildDigestPreview(channelId: string, digest: SlackMessage): SlackMessage {
  const mark = `Preview of the digest in ${channelLink(channelId)}: only you see it, and nothing is stored.`;
  const marked = (blocks: SlackMessage['blocks']) =>
    [context(mark), ...blocks.flatMap(withoutSettings)].slice(0, LIMIT.messageBlocks);
  return {
    text: cutMrkdwn(`${mark}\n${digest.text}`, LIMIT.messageText),
    blocks: marked(digest.blocks),
    ...(digest.plainBlocks && { plainBlocks: marked(digest.plainBlocks) }),
  };
}

/** Whoever looks at a preview has the settings before them, and nothing of it can be snoozed. */
function withoutSettings(block: AnyBlock): AnyBlock[] {
  if (block.type !== 'actions' || !('elements' in block)) return [block];
  const elements = block.elements.flatMap((element) => {
    if ('value' in element && element.value === 'digest') return [];
    return [element.type === 'overflow' ? withoutSnooze(element) : element];
  });
  return elements.length === 0 ? [] : [{ ...block, elements }];
}

function withoutSnooze(menu: types.Overflow): types.Overflow {
  return { ...menu, options: menu.options.filter(({ value }) => !value?.startsWith('digest ')) };
}
