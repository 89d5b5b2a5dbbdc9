import type { types } from '@slack/bolt';
import type { SlackMessage } from '../block-kit/message.ts';

/** A modal as it stood when somebody acted in it; spelled as Slack does. */
export interface ActView {
  id: string;
  /** Changes with each change of the view by the bot. */
  hash: string;
  private_metadata: string;
  /** What is filled in; to be read like anything foreign. */
  state: unknown;
}

/** Where a notice goes. */
export interface NoticeOptions {
  replace?: boolean | undefined;
  modal?: boolean | undefined;
}

/** Who did something, and the reference under which the log and the audit have it. */
export type Actor = Pick<Act, 'userId' | 'reference'>;

/** Something that one person did in Slack: a command, a click, a submitted form. */
export interface Act {
  /** Short code that links what the person sees to our log. */
  reference: string;
  userId: string;
  /** Where it was done; absent on the Home tab and in modals. */
  channelId?: string | undefined;
  /** The modal in which it was done; absent elsewhere. */
  view?: ActView | undefined;
  /** Good for 3 seconds and for one modal; absent where Slack sends none. */
  triggerId?: string | undefined;
  /**
   * Answers the person alone: in the channel, and in a modal where the button was on the Home tab or in
   * a modal. `replace` puts the answer where the pressed button is.
   */
  reply: (message: SlackMessage, options?: { replace?: boolean }) => Promise<void>;
  /**
   * Tells the person that work is under way. With `replace` it takes the place of the message whose
   * button was pressed, again and again; without, it is said once and stays: Slack replaces nothing
   * that a command answered. With `modal` it opens one, in which it is edited in place and which then
   * takes the answer; where none can be opened it is said as usual.
   *
   * @see https://github.com/slackapi/bolt-js/issues/2287
   */
  notice: (message: SlackMessage, options?: NoticeOptions) => Promise<void>;
  /** Opens a modal and gives its id. @throws when the trigger has expired. */
  openView: (view: types.ModalView) => Promise<string>;
}
