import type { types } from '@slack/bolt';
import type { Log } from '../../domain/log.ts';
import { errorReply } from '../acts/error-reply.ts';
import { buildDigestSettings, buildDigestUnread } from '../views/digest-settings.ts';
import { type DigestPageDeps, type DigestPlace, readDigestPage } from './page.ts';

/** Where the settings are drawn, and under which reference what goes wrong is logged. */
export interface DrawnPlace extends DigestPlace {
  reference: string;
}

/**
 * The settings, or, where they cannot be read, what kept them from it and a button that tries again.
 *
 * @param reading the page where somebody has begun to read it.
 */
export async function drawSettings(
  deps: DigestPageDeps & { log: Log },
  place: DrawnPlace,
  reading = readDigestPage(deps, place),
): Promise<types.ModalView> {
  try {
    return buildDigestSettings(await reading);
  } catch (error) {
    return buildDigestUnread(place.channelId, errorReply(error, deps.log, place.reference));
  }
}
