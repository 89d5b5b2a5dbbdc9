import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { errorFields, type Log } from '../domain/log.ts';
import type { Act } from './act.ts';
import type { SlackMessage } from './message.ts';
import type { Reply } from './reply.ts';
import { createTurns } from './turns.ts';
import { createViewUpdater } from './view-updater.ts';
import { buildAnswerView } from './views/answer.ts';

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
  let canOpen = triggerId !== undefined;

  async function open(message: SlackMessage): Promise<boolean> {
    if (!canOpen) return false;
    canOpen = false;
    const call = { trigger_id: triggerId ?? '', view: buildAnswerView(message) };
    const { view } = await (viewId === undefined
      ? client.views.open(call)
      : client.views.push(call));
    shownId = view?.id;
    return true;
  }

  /** Whether the person has it before them. */
  async function show(message: SlackMessage, replace: boolean): Promise<boolean> {
    const target = shownId ?? (replace ? viewId : undefined);
    if (target !== undefined) return await update(target, buildAnswerView(message));
    try {
      return await open(message);
    } catch (error) {
      // On a full stack there is only its top to show it in.
      if (viewId === undefined || !isFullStack(error)) throw error;
      shownId = viewId;
      return await update(viewId, buildAnswerView(message));
    }
  }

  async function tryToShow(message: SlackMessage, replace: boolean): Promise<boolean> {
    try {
      return await show(message, replace);
    } catch (error) {
      log.warn('view_not_shown', errorFields(error));
      return false;
    }
  }

  return {
    reply: (message, { replace = false } = {}) =>
      inTurn(async () => {
        if (!(await tryToShow(message, replace))) await otherwise(message);
      }),
    notice: (message, { replace = false } = {}) =>
      inTurn(async () => {
        if (!(await tryToShow(message, replace))) throw new Error('no modal shows the notice');
      }),
  };
}

function isFullStack(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === 'push_limit_reached';
}
