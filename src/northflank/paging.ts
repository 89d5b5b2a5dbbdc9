import type { Call, Client } from './client/client.ts';
import { type Limits, ROWS_PER_PAGE } from './client/limits.ts';
import { NorthflankError } from './errors.ts';
import { asRow } from './fields.ts';

/** One page of a list, rows as they came. */
export interface Page {
  rows: readonly unknown[];
  /** Whether the list ends here. */
  isLast: boolean;
}

/** Which list to read. */
export interface ListSource {
  path: string;
  /** Name of the array inside `data`; some lists come bare, and both forms are taken. */
  key: string;
  /** Whether the array may be left out for an empty list. */
  optional?: boolean | undefined;
}

/**
 * Reads a list page by page, following the cursor.
 *
 * Ends on `hasNextPage: false` or where no further page is announced.
 *
 * @throws {NorthflankError} `cursor-loop` when a cursor comes again or the pages do not end,
 * `malformed` when a page has no rows to read, or announces another one and does not say which.
 */
export async function* readPages(
  client: Client,
  source: ListSource,
  call: Call,
  limits: Limits,
): AsyncGenerator<Page, void, void> {
  const { path } = source;
  const seen = new Set<string>();
  let cursor: string | undefined;

  for (let count = 0; count < limits.maxPages; count += 1) {
    const query = {
      per_page: String(ROWS_PER_PAGE),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const answer = await client.get(path, query, call);
    const next = readNext(answer);
    yield { rows: readRows(answer, source), isLast: next === 'none' };
    if (next === 'none') return;
    if (next === 'unnamed') {
      throw new NorthflankError('malformed', `GET ${path} named no cursor for its next page`, {
        path,
      });
    }

    cursor = next.cursor;
    if (seen.has(cursor)) {
      throw new NorthflankError('cursor-loop', `GET ${path} repeated a cursor`, { path });
    }
    seen.add(cursor);
  }

  throw new NorthflankError('cursor-loop', `GET ${path} has over ${limits.maxPages} pages`, {
    path,
    reason: `the list did not end within ${limits.maxPages} pages`,
  });
}

/** What follows a page: nothing, the page of a cursor, or one whose cursor was left out. */
function readNext(answer: unknown): 'none' | 'unnamed' | { cursor: string } {
  const pagination = asRow(asRow(answer)?.['pagination']);
  const { hasNextPage, cursor } = pagination ?? {};
  if (hasNextPage === false) return 'none';
  if (typeof cursor === 'string' && cursor !== '') return { cursor };
  return hasNextPage === true ? 'unnamed' : 'none';
}

function readRows(answer: unknown, { path, key, optional }: ListSource): readonly unknown[] {
  const body = asRow(answer);
  const wrapped = asRow(body?.['data']);
  const candidates = [answer, body?.['data'], wrapped?.[key], body?.[key]];
  const rows = candidates.find((candidate) => Array.isArray(candidate));
  if (rows !== undefined) return rows;
  if (optional === true && wrapped !== undefined) return [];
  throw new NorthflankError('malformed', `GET ${path} answered without a list`, { path });
}
