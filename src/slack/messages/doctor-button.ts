import type { types } from '@slack/bolt';
import { button } from '../block-kit/blocks.ts';
import { ACTION } from '../ids.ts';

/** The next act of whoever sees nothing: what is wrong with the bot comes first. */
export function doctorButton(): types.Button | undefined {
  return button(`${ACTION.runVerb}:doctor`, 'What is wrong?', 'doctor');
}
