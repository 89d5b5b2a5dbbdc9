import type { types } from '@slack/bolt';
import { runButton } from '../run-button.ts';

/** The next act of whoever sees nothing: what is wrong with the bot comes first. */
export function doctorButton(): types.Button | undefined {
  return runButton('doctor', 'What is wrong?', 'doctor');
}
