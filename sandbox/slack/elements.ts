import { isJson, type Json, jsonList, stringOf } from './json.ts';

/** Something in a block that a person can use. */
export interface PlacedElement {
  blockId: string;
  /** The block that holds it. */
  block: Json;
  element: Json;
}

/** Every usable element, in the order in which they are shown; blocks inside containers included. */
export function elementsOf(blocks: readonly Json[]): PlacedElement[] {
  return blocks.flatMap((block) => [
    ...heldBy(block)
      .filter((element) => typeof element['action_id'] === 'string')
      .map((element) => ({ blockId: stringOf(block['block_id']) ?? '', block, element })),
    ...elementsOf(innerBlocks(block)),
  ]);
}

/** A copy in which every block has a `block_id` and every usable element an `action_id`, as Slack fills them in. */
export function withIds(blocks: readonly Json[], nextId: (prefix: string) => string): Json[] {
  const copy = structuredClone([...blocks]);
  fillIds(copy, nextId);
  return copy;
}

function fillIds(blocks: Json[], nextId: (prefix: string) => string): void {
  for (const block of blocks) {
    if (!('block_id' in block)) block['block_id'] = nextId('b');
    for (const element of heldBy(block)) {
      if (USABLE.has(String(element['type'])) && !('action_id' in element)) {
        element['action_id'] = nextId('a');
      }
    }
    fillIds(innerBlocks(block), nextId);
  }
}

/** Whatever stands in a block where an element can stand. */
function heldBy(block: Json): Json[] {
  const single = [block['accessory'], block['element']].filter(isJson);
  return block['type'] === 'card'
    ? jsonList(block['actions'])
    : [...single, ...jsonList(block['type'] === 'carousel' ? [] : block['elements'])];
}

function innerBlocks(block: Json): Json[] {
  if (block['type'] === 'container') return jsonList(block['child_blocks']);
  return block['type'] === 'carousel' ? jsonList(block['elements']) : [];
}

const USABLE = new Set([
  'button',
  'channels_select',
  'checkboxes',
  'conversations_select',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'external_select',
  'feedback_buttons',
  'file_input',
  'icon_button',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
  'number_input',
  'overflow',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'static_select',
  'timepicker',
  'url_text_input',
  'users_select',
  'workflow_button',
]);
