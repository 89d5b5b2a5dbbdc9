import type { Subscription } from '../domain/digests/subscription.ts';
import { errorFields, type Log } from '../domain/log.ts';
import type { PostNote } from './channel-note.ts';
import { nextDigest } from './digest-settings/page.ts';
import { buildWelcome } from './messages/welcome.ts';

/** What the bot remembers of whom it met; each name for good, whatever happens in between. */
export interface Acquaintances {
  /** Whether this is the first time; of several callers at once exactly one gets `true`. */
  meet: (name: string) => Promise<boolean>;
}

/** What greeting takes. */
export interface FirstContactDeps {
  acquaintances: Acquaintances;
  subscriptionOf: (channelId: string) => Promise<Subscription | undefined>;
  /** The first digest after a moment. */
  nextDue: (subscription: Subscription, after: Date) => Date | undefined;
  postNote: PostNote;
  now: () => Date;
  log: Log;
}

/** What the bot says when it meets somebody. */
export interface FirstContact {
  /**
   * The bot was added to a channel: it introduces itself there, once each time that it is added.
   *
   * @param occasion tells one time from another, and is the same when Slack repeats itself.
   */
  joined: (channelId: string, occasion: string) => Promise<void>;
  /** Whether a person opens the Home tab for the first time; false where that cannot be known. */
  isFirstVisit: (userId: string) => Promise<boolean>;
}

/** Creates the first contact. A store that is away keeps it silent: nobody is greeted twice. */
export function createFirstContact(deps: FirstContactDeps): FirstContact {
  const { acquaintances, log } = deps;

  async function isFirst(name: string): Promise<boolean> {
    try {
      return await acquaintances.meet(name);
    } catch (error) {
      log.warn('first_contact_not_known', errorFields(error));
      return false;
    }
  }

  return {
    isFirstVisit: (userId) => isFirst(`home-${userId}`),
    joined: async (channelId, occasion) => {
      if (!(await isFirst(`channel-${channelId}-${occasion}`))) return;
      const stored = await deps.subscriptionOf(channelId);
      const now = deps.now();
      const nextAt = stored && nextDigest(deps, stored, now);
      const note = await deps.postNote(channelId, buildWelcome({ channelId, stored, nextAt, now }));
      if (note.kind !== 'posted') log.warn('welcome_not_posted', { channel: channelId, ...note });
    },
  };
}
