import type { types } from '@slack/bolt';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';

/** Answers of Slack that mean: nobody looks at this modal any more, or it looks different by now. */
const GONE = new Set(['not_found', 'view_not_found', 'view_closed', 'hash_conflict']);

/**
 * Puts another view in a modal's place; what is filled in stays where inputs keep their ids.
 *
 * @param hash leaves a modal alone that was changed since it had this one.
 * @returns false when the modal is closed, or was left alone. @throws on any other failure.
 */
export type UpdateView = (viewId: string, view: types.ModalView, hash?: string) => Promise<boolean>;

/** Updates modals through a Slack client. */
export function createViewUpdater(client: WebClient): UpdateView {
  return async (viewId, view, hash) => {
    try {
      await client.views.update({ view_id: viewId, view, ...(hash !== undefined && { hash }) });
      return true;
    } catch (error) {
      if (error instanceof WebAPIPlatformError && GONE.has(error.data.error)) return false;
      throw error;
    }
  };
}
