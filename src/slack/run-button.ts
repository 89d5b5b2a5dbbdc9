import type { types } from '@slack/bolt';
import { button } from './block-kit/blocks.ts';
import { ACTION } from './ids.ts';

/**
 * A button that does what could be typed behind the command.
 *
 * @param name keeps it apart from the others of its row.
 * @param typed such as `digest wake prod/orders-db`.
 */
export function runButton(
  name: string | number,
  label: string,
  typed: string,
  style?: types.Button['style'],
): types.Button | undefined {
  return button(`${ACTION.runVerb}:${name}`, label, typed, style);
}
