import type { SlackMessage } from '../block-kit/message.ts';
import type { Act } from './act.ts';

/** After this long without an answer a person wonders whether the command arrived. */
const PATIENCE_MS = 1_200;

/**
 * Answers an act, and says before that reading takes a moment when it does.
 *
 * @param waiting the notice, such as "Reading shop-prod/orders-db…".
 */
export async function answerWithNotice(
  act: Act,
  waiting: SlackMessage,
  ask: () => Promise<SlackMessage>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  let notice: Promise<void> | undefined;
  const timer = setTimeout(() => {
    // A notice that does not arrive is no reason to withhold the answer.
    notice = act.notice(waiting).catch(() => undefined);
  }, patienceMs);
  try {
    const message = await ask();
    clearTimeout(timer);
    await notice;
    await act.reply(message);
  } finally {
    clearTimeout(timer);
    await notice;
  }
}
