import type { WebClient } from '@slack/web-api';
import { errorFields, type Log } from '../../domain/log.ts';
import type { Act, ActView } from './act.ts';
import { createDirectReply } from './direct-reply.ts';
import type { Reply } from './reply.ts';
import { createTurns } from './turns.ts';
import { createViewAnswer } from './view-answer.ts';

/** Who did something, and the ways in which Slack lets us answer. */
export interface ActOrigin {
  /** Under which all that comes of it is logged. */
  reference: string;
  userId: string;
  channelId?: string | undefined;
  triggerId?: string | undefined;
  /** Absent on the Home tab, in modals and for submitted forms. */
  responseUrl?: string | undefined;
  /** The modal or Home tab, where a button was pressed that is in no message. */
  view?: (ActView & { type: string }) | undefined;
}

/** What an act is answered with. */
export interface ActDeps {
  client: WebClient;
  replyTo: (responseUrl: string) => Reply;
  log: Log;
}

/** Slack takes five replies to one act: two are kept for the answer, which may have to be sent plainer. */
const MAX_NOTICES = 3;

/** Makes the act of one person, which is answered where it was done, or else in a direct message. */
export function createAct(origin: ActOrigin, deps: ActDeps): Act {
  const { reference, userId, channelId, triggerId, responseUrl, view } = origin;
  const { client, log } = deps;
  const modal = view?.type === 'modal' ? view : undefined;
  const direct = createDirectReply(client, userId);
  const there = responseUrl === undefined ? undefined : deps.replyTo(responseUrl);
  const answer = there === undefined ? direct : orElse(there, direct, log);
  const views = createViewAnswer({ triggerId, viewId: modal?.id, otherwise: answer }, client, log);
  const channel = { answer, tell: there };
  return {
    reference,
    userId,
    channelId,
    view: modal,
    triggerId,
    ...(view === undefined ? inMessages(channel, views) : views),
    openView: async (opened) => {
      const call = { trigger_id: triggerId ?? '', view: opened };
      // From within a modal, a new one is laid upon it, so that closing it leads back.
      const { view: shown } = await (modal ? client.views.push(call) : client.views.open(call));
      return shown?.id ?? '';
    },
  };
}

type Answering = Pick<Act, 'reply' | 'notice'>;

/** Slack may be unable to take an answer where it was asked for; the person gets it all the same. */
function orElse(there: Reply, direct: Reply, log: Log): Reply {
  return async (message, options) => {
    try {
      await there(message, options);
    } catch (error) {
      log.warn('reply_not_taken', errorFields(error));
      await direct(message);
    }
  };
}

/** @param tell sends what may get lost; absent in a direct message, where the answer comes alone. */
function inMessages(
  { answer, tell }: { answer: Reply; tell: Reply | undefined },
  views: Answering,
): Answering {
  // An answer must not be overtaken by its own notice.
  const inTurn = createTurns();
  let notices = 0;
  let isInModal = false;
  return {
    reply: (message, { replace = false } = {}) =>
      inTurn(() => (isInModal ? views.reply(message) : answer(message, { replace }))),
    notice: (message, { replace = false, modal = false } = {}) =>
      inTurn(async () => {
        if (modal || isInModal) {
          isInModal = await views.notice(message).then(
            () => true,
            () => false,
          );
          if (isInModal) return;
        }
        // What cannot be replaced is said once.
        if (tell === undefined || notices >= (replace ? MAX_NOTICES : 1)) return;
        notices += 1;
        await tell(message, { replace });
      }),
  };
}
