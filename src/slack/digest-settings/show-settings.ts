import type { types } from '@slack/bolt';
import { errorFields, type Log } from '../../domain/log.ts';
import type { Act } from '../acts/act.ts';
import { errorReply } from '../acts/error-reply.ts';
import type { UpdateView } from '../acts/view-updater.ts';
import { buildNotice } from '../messages/notice.ts';
import { runButton } from '../run-button.ts';
import { buildDigestSettings, buildDigestUnread } from '../views/digest-settings.ts';
import { type DigestPage, type DigestPageDeps, readDigestPage } from './page.ts';

/** What a modal says until {@link showSettings} takes its place. */
export const READING = 'Reading the settings…';

const NOT_SHOWN = buildNotice(
  `Slack did not show the settings, and nothing was changed. Close the window that says “${READING}” and open them again.`,
  [runButton('digest', 'Open them again', 'digest')],
);

/**
 * Puts the settings into an open modal, or what kept them from being read; tells it in a message where
 * Slack shows neither. A modal that was closed meanwhile is left so.
 *
 * @param reading the page where somebody has begun to read it.
 */
export async function showSettings(
  deps: DigestPageDeps & { updateView: UpdateView; log: Log },
  act: Pick<Act, 'userId' | 'reference' | 'reply'>,
  { viewId, channelId }: { viewId: string; channelId: string },
  reading = readDigestPage(deps, { channelId, userId: act.userId }),
): Promise<void> {
  const drawn = await draw(reading, channelId, (error) =>
    errorReply(error, deps.log, act.reference),
  );
  try {
    await deps.updateView(viewId, drawn);
  } catch (error) {
    deps.log.warn('modal_not_updated', errorFields(error));
    await act.reply(NOT_SHOWN);
  }
}

/** With a button that tries again where the settings cannot be read. */
async function draw(
  reading: Promise<DigestPage>,
  channelId: string,
  tell: (error: unknown) => string,
): Promise<types.ModalView> {
  try {
    return buildDigestSettings(await reading);
  } catch (error) {
    return buildDigestUnread(channelId, tell(error));
  }
}
