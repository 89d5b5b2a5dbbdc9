import { button } from '../block-kit/blocks.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { ACTION } from '../ids.ts';
import { buildNotice } from './notice.ts';

/** What led to a failure, as far as it can lead on from there. */
export interface FailedAct {
  /** The words of the command, without the command itself; absent where none would do the same again. */
  typed?: string | undefined;
  /** Whether the same may go well another time. */
  isWorthRepeating: boolean;
}

/**
 * A sentence about what went wrong, with the ways on.
 *
 * @param sentence mrkdwn; foreign text in it is escaped already.
 */
export function buildFailure(
  sentence: string,
  { typed, isWorthRepeating }: FailedAct,
): SlackMessage {
  const [verb = ''] = typed?.trim().split(/\s+/) ?? [];
  return buildNotice(sentence, [
    typed === undefined || !isWorthRepeating
      ? undefined
      : button(`${ACTION.runVerb}:again`, 'Try again', verb === '' ? 'status' : typed),
    button(`${ACTION.runVerb}:help`, 'Help', `help ${verb}`.trim()),
  ]);
}
