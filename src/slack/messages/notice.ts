import type { types } from '@slack/bolt';
import { formatAddonRef } from '../../domain/addons/addon.ts';
import { formatCount } from '../../domain/format.ts';
import type { ShowFilter } from '../../domain/history/show-filter.ts';
import { addonLabel, type NamedAddon } from '../addons/name.ts';
import { actions, button, context, cutMrkdwn, section } from '../block-kit/blocks.ts';
import { LIMIT } from '../block-kit/limits.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { code } from '../block-kit/mrkdwn.ts';
import { addonPageValue } from '../button-values.ts';
import { ACTION, COMMAND } from '../ids.ts';
import { runButton } from '../run-button.ts';

/** Addons offered as buttons; a longer list is no choice but a search. */
const MAX_CHOICES = 10;

/**
 * An answer of one sentence, with the next acts below it.
 *
 * @param sentence mrkdwn; foreign text in it is escaped already.
 */
export function buildNotice(
  sentence: string,
  buttons: readonly (types.Button | undefined)[] = [],
): SlackMessage {
  return {
    text: cutMrkdwn(sentence, LIMIT.messageText),
    blocks: [section(sentence), ...actions(buttons)],
  };
}

/** An answer about what was probably meant, with a line before it that says so. */
export function withSlip(message: SlackMessage, typed: string, meant: string): SlackMessage {
  const note = `Nothing is called ${code(typed, 60)}: this is ${code(meant, 100)}.`;
  const { text, blocks, plainBlocks } = message;
  return {
    text: cutMrkdwn(`${note}\n${text}`, LIMIT.messageText),
    blocks: [context(note), ...blocks],
    ...(plainBlocks && { plainBlocks: [context(note), ...plainBlocks] }),
  };
}

/**
 * Several addons fit what was typed: which one?
 *
 * @param filter what was asked of the addon, so that the choice gives that.
 */
export function buildAddonChoice(
  typed: string,
  addons: readonly NamedAddon[],
  filter: ShowFilter,
): SlackMessage {
  const question = `${formatCount(addons.length, 'addon')} fit ${code(typed, 60)}. Which one?`;
  return withChoices(question, addons, filter);
}

/**
 * No addon fits what was typed.
 *
 * @param nearest what may have been meant, best first; may be empty.
 * @param unread whether some projects or addons could not be read, so that it may exist all the same.
 * @param filter as {@link buildAddonChoice}.
 */
export function buildAddonNotFound(
  typed: string,
  nearest: readonly NamedAddon[],
  { unread, filter }: { unread: boolean; filter: ShowFilter },
): SlackMessage {
  const found = unread
    ? `◌ Cannot tell whether ${code(typed, 60)} exists: not every project could be read.`
    : `No addon is called ${code(typed, 60)}.`;
  const next =
    nearest.length > 0
      ? 'Did you mean:'
      : `Type \`${COMMAND} show\` alone to pick one from the list.`;
  return withChoices(`${found} ${next}`, nearest, filter);
}

function withChoices(
  sentence: string,
  addons: readonly NamedAddon[],
  filter: ShowFilter,
): SlackMessage {
  const offered = addons.slice(0, MAX_CHOICES);
  const hidden = addons.length - offered.length;
  const names = offered.map((addon) => code(formatAddonRef(addon), 100)).join(', ');
  const blocks = [
    section(sentence),
    ...actions([
      ...offered.map((addon, index) => choice(addon, index, filter)),
      offered.length === 0 ? runButton('show', 'Pick an addon', 'show') : undefined,
    ]),
  ];
  if (hidden > 0) {
    return {
      text: cutMrkdwn(`${sentence} ${names} and ${hidden} more`, LIMIT.messageText),
      blocks: [
        ...blocks,
        context(`and ${hidden} more: type \`${COMMAND} show project/addon\` to name one`),
      ],
    };
  }
  return { text: cutMrkdwn(`${sentence} ${names}`.trim(), LIMIT.messageText), blocks };
}

/** A button for one addon; its answer takes the question's place. */
function choice(addon: NamedAddon, index: number, filter: ShowFilter): types.Button | undefined {
  const value = addonPageValue({ ref: addon, view: { filter, page: 0 } });
  return button(`${ACTION.showAddonPage}:${index}`, addonLabel(addon), value);
}
