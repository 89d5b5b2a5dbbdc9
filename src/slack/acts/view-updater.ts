import { setTimeout as realWait } from 'node:timers/promises';
import type { types } from '@slack/bolt';
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { isOwnTrouble } from '../connection/own-trouble.ts';

/** Answers of Slack that mean: nobody looks at this modal any more, or it looks different by now. */
const GONE = new Set(['not_found', 'view_not_found', 'view_closed', 'hash_conflict']);

const BEFORE_SECOND_TRY_MS = 1_000;
/** Longest wait that Slack may ask for: whoever looks at a modal does not look longer. */
const LONGEST_WAIT_MS = 5_000;

/**
 * Puts another view in a modal's place; what is filled in stays where inputs keep their ids. Tried twice
 * where that may help: the same view twice is the same view.
 *
 * @param hash leaves a modal alone that was changed since it had this one.
 * @returns false when the modal is closed, or was left alone. @throws on any other failure.
 */
export type UpdateView = (viewId: string, view: types.ModalView, hash?: string) => Promise<boolean>;

/**
 * Updates modals through a Slack client.
 *
 * @param wait real time when absent.
 */
export function createViewUpdater(
  client: WebClient,
  wait: (ms: number) => Promise<unknown> = realWait,
): UpdateView {
  return async (viewId, view, hash) => {
    const update = () =>
      client.views.update({ view_id: viewId, view, ...(hash !== undefined && { hash }) });
    try {
      await update().catch(async (error: unknown) => {
        const waitMs = waitBeforeSecondTry(error);
        if (waitMs === undefined) throw error;
        await wait(waitMs);
        await update();
      });
      return true;
    } catch (error) {
      if (error instanceof WebAPIPlatformError && GONE.has(error.data.error)) return false;
      throw error;
    }
  };
}

/** Absent where the same would be refused again, or comes too late. */
function waitBeforeSecondTry(error: unknown): number | undefined {
  if (error instanceof WebAPIRateLimitedError) {
    const waitMs = error.retryAfter * 1_000;
    return waitMs <= LONGEST_WAIT_MS ? waitMs : undefined;
  }
  const isFinal = error instanceof WebAPIPlatformError && !isOwnTrouble(error.data.error);
  return isFinal ? undefined : BEFORE_SECOND_TRY_MS;
}
