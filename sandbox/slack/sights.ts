import { elementsOf, type PlacedElement } from './elements.ts';
import type { ShownMessage, ShownView, SlackEvent } from './events.ts';
import { optionsOf } from './input-state.ts';
import { jsonOf, textFrom } from './json.ts';

/** Tests for what a person waits to see; to be given as `until`. */
export const sees = {
  /** A message or ephemeral message, new or changed. */
  message: (event: SlackEvent): boolean =>
    (event.type === 'message' || event.type === 'ephemeral') && event.change !== 'deleted',
  /** A modal that is there, new or changed. */
  modal: (event: SlackEvent): boolean => event.type === 'modal' && event.change !== 'closed',
  /** Errors below the inputs of a modal. */
  errors: (event: SlackEvent): boolean => event.type === 'modal' && event.change === 'errors',
  closed: (event: SlackEvent): boolean => event.type === 'modal' && event.change === 'closed',
  home: (event: SlackEvent): boolean => event.type === 'home',
  /** Slack's own words about a failure. */
  notice: (event: SlackEvent): boolean => event.type === 'notice',
  /** The acknowledgement, which no person sees. */
  ack: (event: SlackEvent): boolean => event.type === 'ack',
  /** A message whose text or blocks contain these words. */
  words:
    (words: string) =>
    (event: SlackEvent): boolean =>
      (event.type === 'message' || event.type === 'ephemeral') &&
      event.change !== 'deleted' &&
      JSON.stringify([event.message.text, event.message.blocks]).includes(
        JSON.stringify(words).slice(1, -1),
      ),
};

/** Something on the screen: what an act returned, or a message or view from it. */
export type Shown = SlackEvent | ShownMessage | ShownView;

/** The message of an event. @throws Error when the event shows none. */
export function messageOf(shown: Shown): ShownMessage {
  if ('ts' in shown) return shown;
  if ('message' in shown) return shown.message;
  throw new Error(`expected a message, saw ${describeShown(shown)}`);
}

/** The view of an event. @throws Error when the event shows none. */
export function viewOf(shown: Shown): ShownView {
  if ('hash' in shown) return shown;
  if ('view' in shown && shown.view !== undefined) return shown.view;
  throw new Error(`expected a view, saw ${describeShown(shown)}`);
}

/** Which element: its `action_id` or its label, or several marks where those stand more than once. */
export type ElementChoice =
  | string
  | {
      actionId?: string;
      blockId?: string;
      label?: string;
      /** Value of the button, or of one of the options. */
      value?: string;
      /** Which one of several that fit, from 0. */
      index?: number;
    };

/**
 * The one element that fits.
 *
 * @throws Error that lists what is there, when none or more than one fits.
 */
export function findElement(shown: Shown, choice: ElementChoice): PlacedElement {
  const blocks = isView(shown) ? viewOf(shown).blocks : messageOf(shown).blocks;
  const all = elementsOf(blocks);
  const fitting = all.filter((placed) => fits(placed, choice));
  const index = typeof choice === 'string' ? undefined : choice.index;
  const found = fitting[index ?? 0];
  if (found !== undefined && (fitting.length === 1 || index !== undefined)) return found;
  const there = all.map((placed) => `${String(placed.element['action_id'])} "${labelOf(placed)}"`);
  const problem = fitting.length > 1 ? `${fitting.length} elements fit` : 'nothing fits';
  throw new Error(`${problem} ${JSON.stringify(choice)} among: ${there.join(', ') || 'nothing'}`);
}

/** Whether it is a view rather than a message. */
export function isView(shown: Shown): boolean {
  return 'hash' in shown || ('view' in shown && shown.view !== undefined);
}

function fits(placed: PlacedElement, choice: ElementChoice): boolean {
  const { element, blockId } = placed;
  if (typeof choice === 'string') {
    return element['action_id'] === choice || labelOf(placed) === choice;
  }
  const values = [element['value'], ...optionsOf(element).map((option) => option['value'])];
  return (
    (choice.actionId === undefined || element['action_id'] === choice.actionId) &&
    (choice.blockId === undefined || blockId === choice.blockId) &&
    (choice.label === undefined || labelOf(placed) === choice.label) &&
    (choice.value === undefined || values.includes(choice.value))
  );
}

/** What a person reads on the element: its own text, otherwise the label of its input, otherwise its placeholder. */
function labelOf({ element, block }: PlacedElement): string {
  const texts = [element['text'], block['label'], element['placeholder']];
  return texts.map((entry) => textFrom(jsonOf(entry)['text'])).find((text) => text !== '') ?? '';
}

function describeShown(shown: Shown): string {
  if (!('type' in shown)) return 'something else';
  return shown.type === 'notice' && 'text' in shown ? `notice: ${shown.text}` : shown.type;
}
