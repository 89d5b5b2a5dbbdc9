import type { types } from '@slack/bolt';
import { errorFields, type Log } from '../../domain/log.ts';
import { buildNotice } from '../messages/notice.ts';
import type { Act } from './act.ts';
import type { UpdateView } from './view-updater.ts';

/**
 * Tells a person in their modal how something ended, or in a message where it is closed or cannot be drawn.
 *
 * What was done is done: no failure to draw it may be told in its place.
 *
 * @param sentence the ending; mrkdwn.
 * @param draw gives the view that holds the sentence.
 */
export async function tellInModal(
  { updateView, log }: { updateView: UpdateView; log: Log },
  { act, viewId, sentence }: { act: Pick<Act, 'reply'>; viewId: string; sentence: string },
  draw: () => Promise<types.ModalView>,
): Promise<void> {
  let isShown = false;
  try {
    isShown = await updateView(viewId, await draw());
  } catch (error) {
    log.warn('modal_not_updated', errorFields(error));
  }
  if (!isShown) await act.reply(buildNotice(sentence));
}
