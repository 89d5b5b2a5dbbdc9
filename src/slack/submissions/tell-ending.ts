import type { types } from '@slack/bolt';
import type { Log } from '../../domain/log.ts';
import type { Act } from '../acts/act.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import {
  type AddEnding,
  addedText,
  buildAgainMessage,
  buildEndingMessage,
  notDoneWords,
  notKnownText,
  REPEATED_TEXT,
} from '../messages/add-destination.ts';
import { buildNotice } from '../messages/notice.ts';
import { buildAddDestinationForm, buildAddDestinationNotice } from '../views/add-destination.ts';
import { type AddDestinationReading } from '../views/add-destination-answers.ts';
import { failureFields } from './failure-fields.ts';

/** What telling takes. */
export interface TellDeps {
  /** Names of the entries of `DESTINATION_KEYS`. */
  keyNames: () => readonly string[];
  /** Puts another view in the modal's place; false when the modal is closed. */
  updateView: (viewId: string, view: types.ModalView) => Promise<boolean>;
  log: Log;
}

/** Tells one person what becomes of one form. Never throws: what cannot be told is logged. */
export interface Teller {
  /** Shows a view in the modal's place; false when it cannot be shown. */
  show(view: types.ModalView): Promise<boolean>;
  /** Tells an ending where the person looks for it, and gives the view that shows it. */
  tell(
    reading: Extract<AddDestinationReading, { ok: true }>,
    ending: AddEnding,
  ): Promise<types.ModalView>;
}

/** Creates the teller for one submitted form. */
export function createTeller(
  { keyNames, updateView, log }: TellDeps,
  { reference, reply }: Pick<Act, 'reference' | 'reply'>,
  viewId: string,
): Teller {
  const show = async (view: types.ModalView): Promise<boolean> => {
    try {
      return await updateView(viewId, view);
    } catch (error) {
      log.warn('destination_view_not_updated', failureFields(error));
      return false;
    }
  };
  const send = async (message: SlackMessage): Promise<void> => {
    try {
      await reply(message);
    } catch (error) {
      log.error('destination_ending_not_sent', failureFields(error));
    }
  };
  return {
    show,
    tell: async (reading, ending) => {
      const { view, message, isLasting } = endingOf(reading, ending, keyNames(), reference);
      const isShown = await show(view);
      if (isLasting || !isShown) await send(message);
      return view;
    },
  };
}

/** How an ending is shown. `isLasting`: it is also sent, since the modal will be gone. */
interface Shown {
  view: types.ModalView;
  message: SlackMessage;
  isLasting: boolean;
}

function endingOf(
  { destination, filled, attempt }: Extract<AddDestinationReading, { ok: true }>,
  ending: AddEnding,
  keyNames: readonly string[],
  reference: string,
): Shown {
  if (ending.kind === 'done') return lasting(addedText(destination));
  if (ending.kind === 'not-known') return lasting(notKnownText(destination, reference));
  if (ending.kind === 'denied') return passing(ending.sentence, buildNotice(ending.sentence));
  if (ending.kind === 'repeated') return passing(REPEATED_TEXT, buildEndingMessage(REPEATED_TEXT));

  const { text, fieldNotices } = notDoneWords(destination, ending, reference);
  const isTyped = filled.keyEntry === undefined;
  const view = buildAddDestinationForm({
    keyNames,
    filled,
    attempt: attempt + 1,
    notice: isTyped ? `${text}\nType the keys again: they are not kept.` : text,
    fieldNotices,
  });
  return { view, message: buildAgainMessage(text), isLasting: false };
}

function lasting(text: string): Shown {
  return {
    view: buildAddDestinationNotice(text),
    message: buildEndingMessage(text),
    isLasting: true,
  };
}

function passing(text: string, message: SlackMessage): Shown {
  return { view: buildAddDestinationNotice(text), message, isLasting: false };
}
