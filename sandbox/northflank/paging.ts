import { Problem } from './problem.ts';

/** Something in a list, with its place in the list's order: by number first, then by key. */
export interface Placed<T> {
  at: number;
  key: string;
  value: T;
}

/** One page; `cursor` is absent on the last one. */
export interface Page<T> {
  items: T[];
  pagination: { hasNextPage: boolean; cursor?: string; count: number };
}

/**
 * Cuts one page out of a list that is already in order.
 *
 * A cursor holds the place of the last item read, so that items which come or go between two pages
 * neither repeat nor skip others. With both a cursor and a page number, the cursor counts.
 *
 * @throws {Problem} 400 for a page size, page number or cursor that makes no sense.
 */
export function pageOf<T>(list: readonly Placed<T>[], query: URLSearchParams): Page<T> {
  const size = readNumber(query, 'per_page', 50, 100);
  const page = readNumber(query, 'page', 1, 1_000_000);
  const cursor = query.get('cursor');
  const start = cursor === null ? (page - 1) * size : startAfter(list, readCursor(cursor));
  const placed = list.slice(start, start + size);
  const last = placed.at(-1);
  const hasNextPage = start + size < list.length;
  return {
    items: placed.map(({ value }) => value),
    pagination: {
      hasNextPage,
      ...(hasNextPage && last ? { cursor: writeCursor(last) } : {}),
      count: placed.length,
    },
  };
}

function readNumber(query: URLSearchParams, name: string, fallback: number, max: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > max) {
    throw new Problem(400, `${name} must be an integer from 1 to ${max}`, {
      [name]: [`must be an integer from 1 to ${max}`],
    });
  }
  return value;
}

type Place = Pick<Placed<unknown>, 'at' | 'key'>;

function startAfter(list: readonly Place[], place: Place): number {
  const index = list.findIndex((item) => compare(item, place) > 0);
  return index === -1 ? list.length : index;
}

/** Orders items as {@link pageOf} expects them. */
export function compare(a: Place, b: Place): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}

/** Cursors begin with `+` and end in `/=`: whoever puts one into a URL unencoded gets 400. */
function writeCursor({ at, key }: Place): string {
  return `+${Buffer.from(`${at} ${key}`).toString('base64url')}/=`;
}

function readCursor(cursor: string): Place {
  const encoded = /^\+(?<place>[\w-]+)\/=$/.exec(cursor)?.groups?.['place'] ?? '';
  const place = /^(?<at>-?\d+) (?<key>.*)$/s.exec(Buffer.from(encoded, 'base64url').toString());
  if (!place?.groups) throw new Problem(400, 'Invalid cursor', { cursor: ['is not valid'] });
  return { at: Number(place.groups['at']), key: place.groups['key'] ?? '' };
}
