import type { Config } from '../config.ts';
import { tellSomebody } from '../digest/tell-somebody.ts';
import { errorFields, type Log } from '../domain/log.ts';
import { createChannelPosts } from '../slack/channel-posts.ts';
import type { SlackClients } from '../slack/connection/clients.ts';
import type { Identity } from '../slack/door/gate.ts';
import { setAsideText } from '../slack/messages/set-aside.ts';
import type { People } from '../slack/people.ts';
import type { Storage } from '../storage/open-storage.ts';
import { usersOf } from './users-of.ts';

/** What an admin is told with. */
export interface SetAsideParts {
  storage: Pick<Storage, 'setAside' | 'settings'>;
  clients: Pick<SlackClients, 'delivery'>;
  identity: Identity;
  people: People;
  log: Log;
}

/** Key under which the store keeps of which file an admin was told last. */
const TOLD_OF = 'told-of-set-aside';

/**
 * Tells one admin, once, that a damaged database was set aside: who looks at no log sees only that no
 * digest comes. Never throws; while nobody can be told, the next start tries again.
 */
export async function tellOfSetAside({ roles }: Config, parts: SetAsideParts): Promise<void> {
  const { storage, clients, identity, log } = parts;
  try {
    const newest = storage.setAside().at(-1);
    if (newest === undefined || (await storage.settings.get(TOLD_OF)) === newest) return;
    const { tell } = createChannelPosts(clients.delivery, identity.botUserId);
    const told = await tellSomebody(
      await usersOf(roles.admins, parts),
      (userId) => tell(userId, setAsideText(newest)),
      (code) => log.warn('set_aside_not_told', { reason: code }),
    );
    if (told === 'nobody') log.error('set_aside_told_nobody');
    if (told !== 'later') await storage.settings.put(TOLD_OF, newest);
  } catch (error) {
    log.warn('set_aside_not_told', errorFields(error));
  }
}
