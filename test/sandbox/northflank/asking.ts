import { afterEach } from 'vitest';
import {
  type SandboxNorthflank,
  type SandboxNorthflankOptions,
  startNorthflank,
} from '../../../sandbox/northflank.ts';

/** When every account of these tests starts: a Tuesday. */
export const START = new Date('2026-10-06T09:00:00Z');
/** The token that the account accepts. */
export const TOKEN = 'FAKE-TOKEN';
export const ORDERS = { projectId: 'shop-prod', addonId: 'orders-db' };
export const ORDERS_BACKUPS = '/v1/projects/shop-prod/addons/orders-db/backups';

/** The fields of rows that the tests look at. */
export interface Row {
  id?: string;
  name: string;
  status?: string;
  createdAt: string;
  appId?: string;
  addon?: { id?: string };
  expiredBy?: string | number | null;
  config: { size?: string; additionalDestinations?: unknown[] };
}

/** The forms that bodies take; the tests know which one they asked for. */
export interface Body {
  data: Row[] & {
    id?: string;
    appId?: string;
    credentials: { secretKey?: string };
    spec: { config: { versionTag?: string } };
    projects: Row[];
    addons: Row[];
    backups: Row[];
    schedules: Row[];
    backupDestinations: Row[];
  };
  pagination: { hasNextPage: boolean; cursor?: string };
  error: { status: number; message: string; details: object };
}

/** One answer; `text` is its body as it was sent, and `body` the same when it is JSON. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

let running: SandboxNorthflank | undefined;
let now = START;

/** Starts the account of one test; it is closed when the test has ended. */
export async function start(
  options: Partial<SandboxNorthflankOptions> = {},
): Promise<SandboxNorthflank> {
  now = START;
  running = await startNorthflank({ token: TOKEN, now: () => now, ...options });
  return running;
}

/** Moves the account's clock. */
export function setClock(to: string | number): void {
  now = new Date(to);
}

afterEach(async () => {
  await running?.close();
  running = undefined;
});

/** Asks the running account, with its token. */
export async function call(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${running?.url}${path}`, {
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...init,
  });
  const { status, headers } = response;
  const text = await response.text();
  return { status, headers, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

/** Follows the cursor to the end of a list. */
export async function readAll(path: string, rowsOf: (body: Body) => Row[]): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await call(`${path}?per_page=100${query}`);
    rows.push(...rowsOf(body));
    cursor = body.pagination.hasNextPage ? body.pagination.cursor : undefined;
  } while (cursor !== undefined && rows.length < 5000);
  return rows;
}
