import type { types } from '@slack/bolt';
import { errorFields, type Log } from '../../domain/log.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import type { Act } from './act.ts';

/**
 * Opens a modal, or tells the person where Slack does not: it gives three seconds, and what was asked
 * before may have used them up.
 *
 * @param otherwise is sent in its place; it should offer another try.
 * @returns the view's id; absent when it did not open.
 */
export async function openOrTell(
  act: Pick<Act, 'openView' | 'reply'>,
  view: types.ModalView,
  otherwise: SlackMessage,
  log: Log,
): Promise<string | undefined> {
  try {
    return await act.openView(view);
  } catch (error) {
    log.warn('view_not_opened', errorFields(error));
    await act.reply(otherwise);
    return undefined;
  }
}
