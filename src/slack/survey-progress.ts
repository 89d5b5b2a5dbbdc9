import type { SurveyProgress } from '../domain/survey.ts';
import type { Act } from './acts/act.ts';
import type { SlackMessage } from './block-kit/message.ts';
import { buildStatusProgress } from './messages/status.ts';

/** After this long without an answer a person wonders; a modal can be opened for twice as long. */
const FIRST_MS = 1_500;
/** Later words: often enough to be seen to move. */
const NEXT_MS = 3_000;

/**
 * Calls back with how far a survey is: first when it takes long, then again and again.
 *
 * @param tell gets the newest progress, or nothing while it is not known what there is to read.
 * @returns what the survey reports to, and what ends the telling.
 */
export function tellProgress(tell: (progress: SurveyProgress | undefined) => void) {
  let latest: SurveyProgress | undefined;
  const tick = () => {
    tell(latest);
    timer = setTimeout(tick, NEXT_MS);
  };
  let timer = setTimeout(tick, FIRST_MS);
  return {
    onProgress: (progress: SurveyProgress) => {
      latest = progress;
    },
    stop: () => clearTimeout(timer),
  };
}

/**
 * Answers an act from a survey, and says how far it is while it takes long.
 *
 * What a command answered cannot be edited, so that a long reading is told in a modal that ends as the
 * answer; a short one is worth no modal.
 *
 * @param replace whether all of it goes where the pressed button is.
 */
export async function answerWithProgress(
  act: Act,
  replace: boolean,
  ask: (onProgress: (progress: SurveyProgress) => void) => Promise<SlackMessage>,
): Promise<void> {
  let modal: boolean | undefined;
  const telling = tellProgress((progress) => {
    modal ??= !replace && isLong(progress);
    // The answer comes whether or not a notice does.
    act.notice(buildStatusProgress(progress), { replace, modal }).catch(() => undefined);
  });
  try {
    const message = await ask(telling.onProgress);
    telling.stop();
    await act.reply(message, { replace });
  } finally {
    telling.stop();
  }
}

/** Whether at least as much is still to come as has been waited for. */
function isLong(progress: SurveyProgress | undefined): boolean {
  return progress === undefined || progress.done < progress.total / 2;
}
