import { parseAddonAddress } from '../../domain/addons/address.ts';
import { UserError } from '../../domain/user-error.ts';
import { type Unclear, unclearWish } from '../messages/snooze-words.ts';

/** Longer than this is no snooze but a scope that is wrong. */
const MAX_DAYS = 30;

/** Reads `project/addon 7d`; without days it is until the next digest. @throws {UserError} for too many. */
export function readWish(words: string): { typed: string; days: number | undefined } {
  const [, typed = words, days] = /^(.*\S)\s+(\d+)d$/.exec(words) ?? [];
  if (days === undefined) return { typed, days };
  const count = Number(days);
  if (count >= 1 && count <= MAX_DAYS) return { typed, days: count };
  throw new UserError(`Snooze for 1 to ${MAX_DAYS} days, such as \`7d\`. Nothing was changed.`);
}

/**
 * What was typed, whole or without its project, and what is known of it.
 *
 * @param all by address.
 * @throws {UserError} when it fits none of these, or several.
 */
export function findMeant<T>(
  verb: Unclear['verb'],
  typed: string,
  all: ReadonlyMap<string, T>,
): [string, T] {
  const meant = parseAddonAddress(typed);
  const fitting = [...all].filter(([address]) => {
    const [project, addon] = address.toLowerCase().split('/');
    return meant !== undefined && addon === meant.addon && (meant.project ?? project) === project;
  });
  const [found, ...others] = fitting;
  if (found !== undefined && others.length === 0) return found;
  const addresses = fitting.map(([address]) => address);
  throw unclearWish({ verb, typed, fitting: addresses, all: [...all.keys()] });
}
