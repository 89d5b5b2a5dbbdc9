import type { types } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { errorFields, type Log } from '../../domain/log.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { buildAnswerView } from '../views/answer.ts';
import type { Act } from './act.ts';
import type { Reply } from './reply.ts';
import { createTurns } from './turns.ts';
import { createViewUpdater } from './view-updater.ts';

/** What one act gives to show views with. */
export interface ViewOrigin {
  /** Good for 3 seconds and one modal. */
  triggerId?: string | undefined;
  /** The modal whose button was pressed; absent on the Home tab and for commands. */
  viewId?: string | undefined;
  /** Answers where no modal can be shown, or the person has closed it meanwhile. */
  otherwise: Reply;
}

/**
 * Answers one act in a modal: the first word opens it, upon the one whose button was pressed if there
 * is one, and every later word takes its place. With `replace`, all go into the one whose button was
 * pressed. A notice that cannot be shown rejects.
 */
export function createViewAnswer(
  { triggerId, viewId, otherwise }: ViewOrigin,
  client: WebClient,
  log: Log,
): Pick<Act, 'reply' | 'notice'> {
  const update = createViewUpdater(client);
  // An answer must not be overtaken by its own notice.
  const inTurn = createTurns();
  let shownId: string | undefined;

  /** Opens a modal for this act; false where Slack lets it open none. */
  async function open(view: types.ModalView): Promise<boolean> {
    if (triggerId === undefined) return false;
    const call = { trigger_id: triggerId, view };
    try {
      const opened = await (viewId === undefined
        ? client.views.open(call)
        : client.views.push(call));
      shownId = opened.view?.id;
      return true;
    } catch (error) {
      // The trigger lived its three seconds, or there are three modals upon each other already.
      log.warn('modal_not_opened', errorFields(error));
      return false;
    }
  }

  /** Whether the person has it before them. */
  async function show(message: SlackMessage, replace: boolean): Promise<boolean> {
    const view = buildAnswerView(message);
    const isInPlace = shownId !== undefined || (replace && viewId !== undefined);
    if (!isInPlace && (await open(view))) return true;
    const target = shownId ?? viewId;
    try {
      return target !== undefined && (await update(target, view));
    } catch (error) {
      log.warn('modal_not_updated', errorFields(error));
      return false;
    }
  }

  return {
    reply: (message, { replace = false } = {}) =>
      inTurn(async () => {
        if (!(await show(message, replace))) await otherwise(message);
      }),
    notice: (message, { replace = false } = {}) =>
      inTurn(async () => {
        if (!(await show(message, replace))) throw new Error('no modal shows the notice');
      }),
  };
}
