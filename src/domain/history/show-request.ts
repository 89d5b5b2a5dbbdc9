import { UserError } from '../user-error.ts';
import { ALL_BACKUPS, isFilterWord, parseShowFilter, type ShowFilter } from './show-filter.ts';

/** One way to read what was typed: an addon and what to show of it. */
export interface ShowReading {
  /** The addon as it was typed. */
  typed: string;
  filter: ShowFilter;
}

/** What somebody may have meant with the words behind `show`. */
export type ShowRequest =
  /** No addon is named: one is to be picked. */
  | { kind: 'pick'; filter: ShowFilter }
  | {
      kind: 'addon';
      /** The most likely first; names have blanks in them, so that there may be several. */
      readings: readonly [ShowReading, ...ShowReading[]];
      /** To be told where none of the readings leads to an addon. */
      mistake?: UserError | undefined;
    };

/**
 * Reads `orders-db failed`, `shop-prod/orders-db`, `Shop prod / Orders DB last 7 days`, `"Orders DB"`.
 *
 * Filter words stand behind the addon; whatever is in quotes is the addon.
 *
 * @throws {UserError} when what stands behind quotes is no filter.
 */
export function parseShowRequest(text: string): ShowRequest {
  const quoted = /^"(?<name>[^"]*)"(?<rest>.*)$/.exec(text.trim())?.groups;
  if (quoted !== undefined) {
    const { name = '', rest = '' } = quoted;
    if (name.trim() === '') return parseShowRequest(rest);
    return { kind: 'addon', readings: [{ typed: name.trim(), filter: parseShowFilter(rest) }] };
  }
  const words = text
    .trim()
    .replace(/\s*\/\s*/g, '/')
    .split(/\s+/);
  const onlyFilter = filterOf(words);
  const namesNothing = text.trim() === '' || words.some(isFilterWord);
  if (namesNothing && !(onlyFilter instanceof UserError)) {
    return { kind: 'pick', filter: onlyFilter };
  }

  const [first = '', ...rest] = words;
  const filter = filterOf(rest);
  if (filter instanceof UserError) {
    return { kind: 'addon', readings: readingsOf(words), mistake: filter };
  }
  const isAddress = first.includes('/');
  return {
    kind: 'addon',
    readings: isAddress ? [{ typed: first, filter }] : readingsOf(words),
  };
}

/** All words as the addon's name, then ever fewer of them while the others are a filter. */
function readingsOf(words: readonly string[]): [ShowReading, ...ShowReading[]] {
  const shorter = words.slice(1).flatMap((_, index): ShowReading[] => {
    const count = words.length - 1 - index;
    const filter = filterOf(words.slice(count));
    return filter instanceof UserError ? [] : [{ typed: words.slice(0, count).join(' '), filter }];
  });
  return [{ typed: words.join(' '), filter: ALL_BACKUPS }, ...shorter];
}

function filterOf(words: readonly string[]): ShowFilter | UserError {
  try {
    return parseShowFilter(words.join(' '));
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
