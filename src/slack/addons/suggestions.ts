import type { types } from '@slack/bolt';
import type { Directory } from '../../domain/addons/directory.ts';
import { errorFields, type Log } from '../../domain/log.ts';
import { NorthflankError, toReadFailure } from '../../northflank/errors.ts';
import type { Access } from '../access.ts';
import type { SuggestionHandler } from '../acts/handler.ts';
import { inTime, OPTIONS_WAIT_MS } from '../acts/in-time.ts';
import { COMMAND } from '../ids.ts';
import { addonOptions, noAddonOptions } from './options.ts';

/** What the menu of addons asks. */
export interface AddonSuggestionDeps {
  access: Pick<Access, 'mayOpen'>;
  /** At once, also when a little old: a person is typing. */
  directory: () => Promise<Directory>;
  log: Log;
}

/** Creates the menu of addons. Where it has none to offer, and there may be some, it says why. */
export function createAddonSuggestions(deps: AddonSuggestionDeps): SuggestionHandler {
  async function offer(userId: string, query: string): Promise<types.PlainTextOption[]> {
    const { granted } = await deps.access.mayOpen(userId, 'read');
    if (!granted) return noAddonOptions(`You may not read backups: type ${COMMAND} to see why`);
    try {
      return addonOptions(await deps.directory(), query);
    } catch (error) {
      deps.log.warn('addon_suggestions_failed', errorFields(error));
      return noAddonOptions(`No addon could be read: ${reasonOf(error)}`);
    }
  }

  return async (userId, query) =>
    (await inTime(offer(userId, query), OPTIONS_WAIT_MS)) ??
    noAddonOptions('No answer from Northflank yet: type a letter to ask again');
}

function reasonOf(error: unknown): string {
  if (error instanceof NorthflankError) return toReadFailure(error).reason;
  return 'something went wrong in the bot';
}
