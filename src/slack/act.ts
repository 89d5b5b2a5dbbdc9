import type { types } from '@slack/bolt';
import type { SlackMessage } from './message.ts';

/** Something that one person did in Slack: a command, a click, a submitted form. */
export interface Act {
  /** Short code that links what the person sees to our log. */
  reference: string;
  userId: string;
  /** Where it was done; absent on the Home tab and in modals. */
  channelId?: string | undefined;
  /** Good for 3 seconds and for one modal; absent where Slack sends none. */
  triggerId?: string | undefined;
  /** Answers the person alone. `replace` puts the answer where the last one, or the pressed button, is. */
  reply: (message: SlackMessage, options?: { replace?: boolean }) => Promise<void>;
  /** Tells the person that work is under way; the next reply takes its place. */
  notice: (message: SlackMessage) => Promise<void>;
  /** Opens a modal. @throws when the trigger has expired. */
  openView: (view: types.ModalView) => Promise<void>;
}
