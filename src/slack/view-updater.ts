import type { types } from '@slack/bolt';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';

/** Answers of Slack that mean: nobody looks at this modal any more. */
const GONE = new Set(['not_found', 'view_not_found', 'view_closed']);

/**
 * Puts another view in a modal's place.
 *
 * @returns false when the modal is closed. @throws on any other failure.
 */
export function createViewUpdater(client: WebClient) {
  return async (viewId: string, view: types.ModalView): Promise<boolean> => {
    try {
      await client.views.update({ view_id: viewId, view });
      return true;
    } catch (error) {
      if (error instanceof WebAPIPlatformError && GONE.has(error.data.error)) return false;
      throw error;
    }
  };
}
