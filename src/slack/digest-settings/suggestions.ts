import type { types } from '@slack/bolt';
import type { Directory } from '../../domain/addons/directory.ts';
import { type PatternChoice, suggestPatterns } from '../../domain/addons/scope-pattern.ts';
import { formatCount } from '../../domain/format.ts';
import { errorFields, type Log } from '../../domain/log.ts';
import { searchZones } from '../../domain/schedules/zone-search.ts';
import type { Access } from '../access.ts';
import type { SuggestionHandler } from '../acts/handler.ts';
import { inTime, OPTIONS_WAIT_MS } from '../acts/in-time.ts';
import { LIMIT } from '../block-kit/limits.ts';
import { cleanText, truncate } from '../block-kit/mrkdwn.ts';
import type { Usergroup } from '../people.ts';
import { groupOption, zoneOption } from '../views/digest-options.ts';
import { option, plain } from '../views/form.ts';

/** What the menus of the settings ask. */
export interface DigestSuggestionDeps {
  access: Pick<Access, 'mayOpen'>;
  directory: () => Promise<Directory>;
  timeZoneOf: (userId: string) => Promise<string | undefined>;
  usergroups: () => Promise<readonly Usergroup[]>;
  now: () => Date;
  log: Log;
}

/** What is offered while somebody types in a menu of the settings. */
export interface DigestSuggestions {
  scope: SuggestionHandler;
  zone: SuggestionHandler;
  group: SuggestionHandler;
}

/** Creates the menus. A look-up that fails, or takes too long, leaves what can be offered without it. */
export function createDigestSuggestions(deps: DigestSuggestionDeps): DigestSuggestions {
  const orElse = async <T>(reading: Promise<T>, fallback: T): Promise<T> => {
    try {
      return (await inTime(reading, OPTIONS_WAIT_MS)) ?? fallback;
    } catch (error) {
      deps.log.warn('digest_suggestions_gap', errorFields(error));
      return fallback;
    }
  };
  const mayLook = async (userId: string) => (await deps.access.mayOpen(userId, 'read')).granted;
  return {
    scope: async (userId, query) => {
      if (!(await mayLook(userId))) return [];
      const directory = await orElse<Directory | undefined>(deps.directory(), undefined);
      return suggestPatterns(directory ?? nothingRead(deps.now()), query, LIMIT).map((choice) =>
        patternOption(choice, directory !== undefined),
      );
    },
    zone: async (userId, query) => {
      const own = await orElse(deps.timeZoneOf(userId), undefined);
      const now = deps.now();
      return searchZones(query, own, now, LIMIT.options).map((zone) => zoneOption(zone, now));
    },
    group: async (userId, query) => {
      if (!(await mayLook(userId))) return [];
      const groups = await orElse<readonly Usergroup[]>(deps.usergroups(), []);
      const wanted = query.trim().toLowerCase().replace(/^@/, '');
      const fitting = groups.filter(({ handle, name }) =>
        [handle, name].some((text) => text.toLowerCase().includes(wanted)),
      );
      const pasted = pastedGroup(query);
      const known = groups.find(({ id }) => id === pasted);
      const offered = pasted === undefined ? fitting : [known ?? { id: pasted }];
      return offered.slice(0, LIMIT.options).map((group) => groupOption(group));
    },
  };
}

/** A group's id as people copy it: alone, or as Slack writes a mention. */
function pastedGroup(query: string): string | undefined {
  return /^(?:<!subteam\^)?(S[A-Z0-9]{4,})(?:\|[^>]*)?>?$/.exec(query.trim())?.[1];
}

function patternOption(
  { pattern, addons }: PatternChoice,
  isKnown: boolean,
): types.PlainTextOption {
  const made = option(pattern, pattern);
  const words = isKnown ? describe(pattern, addons) : '';
  return words === '' ? made : { ...made, description: plain(words) };
}

function describe(pattern: string, addons: PatternChoice['addons']): string {
  const [addon] = addons;
  if (addon === undefined) return 'covers nothing now';
  if (pattern.includes('*')) return formatCount(addons.length, 'addon');
  const parts = [addon.name, addon.type ?? ''].map(cleanText).filter((part) => part !== '');
  return truncate(parts.join(' · '), LIMIT.optionText);
}

function nothingRead(readAt: Date): Directory {
  return { projects: [], addons: [], unreadProjects: [], unreadableRows: 0, readAt };
}
