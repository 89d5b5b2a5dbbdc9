import { errorFields, type Log } from '../../domain/log.ts';
import { UserError } from '../../domain/user-error.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import type { RunningWork } from '../door/running-work.ts';
import { buildFailure } from '../messages/failure.ts';
import type { Act } from './act.ts';
import { errorReply } from './error-reply.ts';

/**
 * Does what an act asks for, and answers in words where that fails. Never rejects.
 *
 * @param name of what was asked for, as the log calls it.
 * @param typed words of a command that asks for the same; absent where there are none.
 */
export type Work = (
  act: Act,
  name: string,
  job: () => Promise<void>,
  typed?: string,
) => Promise<void>;

/** Creates what runs every act, counted until it is answered. */
export function createWork({ log, running }: { log: Log; running: RunningWork }): Work {
  return (act, name, job, typed) =>
    running.run(async () => {
      log.info('act', { name, user: act.userId, channel: act.channelId });
      try {
        await job();
      } catch (error) {
        await tell(act, failureMessage(error, act, log, typed), log);
      }
    });
}

async function tell(act: Act, message: SlackMessage, log: Log): Promise<void> {
  try {
    await act.reply(message);
  } catch (failure) {
    log.error('reply_failed', errorFields(failure));
  }
}

/** What a person is told of an act that failed, which is logged where an operator must know of it. */
export function failureMessage(
  error: unknown,
  { reference }: Act,
  log: Log,
  typed?: string,
): SlackMessage {
  // Somebody who may not, or mistyped, would be told the same again.
  const isWorthRepeating = !(error instanceof UserError);
  return buildFailure(errorReply(error, log, reference), { typed, isWorthRepeating });
}
