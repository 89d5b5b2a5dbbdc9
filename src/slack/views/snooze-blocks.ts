import { button, context, section } from '../block-kit/blocks.ts';
import type { AnyBlock } from '../block-kit/message.ts';
import { code, slackDate } from '../block-kit/mrkdwn.ts';
import type { DigestPage } from '../digest-settings/page.ts';
import { ACTION, COMMAND } from '../ids.ts';
import { SNOOZED_SHAPE } from '../messages/verdict-words.ts';

/** What the value of a button begins with that ends a snooze; the address follows. */
export const WAKE = 'wake ';

/** Lines beyond this are counted. */
const MAX_LINES = 8;

/** What is snoozed, each with a way to end it for whoever may. */
export function snoozeBlocks({ snoozes, mayChange }: DigestPage): AnyBlock[] {
  const shown = snoozes
    .slice(0, MAX_LINES)
    .map(({ address, word, until, userId }, index) =>
      section(
        `${SNOOZED_SHAPE} ${code(address)} (${word}) is snoozed until ${slackDate(until)} by <@${userId}>`,
        mayChange
          ? button(`${ACTION.digestVerb}:wake${index}`, 'Wake', `${WAKE}${address}`)
          : undefined,
      ),
    );
  const more = snoozes.length - shown.length;
  const rest = `and ${more} more, which \`${COMMAND} digest wake project/addon\` ends`;
  return more > 0 ? [...shown, context(rest)] : shown;
}
