import type { SlackMessage } from '../block-kit/message.ts';
import { runButton } from '../run-button.ts';
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
      : runButton('again', 'Try again', verb === '' ? 'status' : typed),
    runButton('help', 'Help', `help ${verb}`.trim()),
  ]);
}
