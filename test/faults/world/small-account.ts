import { createServer } from 'node:http';
import { closeServer, listenLocally } from '../../../sandbox/local-server.ts';
import type { Opened } from '../case.ts';

const DAY_MS = 86_400_000;

/** A Northflank account so small that reading it costs next to nothing, for cases that are not about it. */
export interface SmallAccount {
  url: string;
  /** Addons whose last backup failed. */
  failing: Set<string>;
}

/** Its addons, all in one project, each with a dump every day at 02:30. */
const PROJECT = 'shop';
const ADDONS = ['orders', 'billing', 'events', 'search'];
const BAD = ['orders', 'billing'];

/** Replies that a digest of it has, as long as nothing is changed: one for each addon that failed. */
export const REPLIES = BAD.length;

/** Starts it; two of its four addons have failed. */
export async function startSmallAccount(
  { opened }: Opened,
  now: () => Date,
): Promise<SmallAccount> {
  const failing = new Set(BAD);
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(request.url ?? '', failing, now())));
  });
  const port = await listenLocally(server, 0);
  opened.defer(() => closeServer(server));
  return { url: `http://127.0.0.1:${port}`, failing };
}

function answer(url: string, failing: ReadonlySet<string>, now: Date): unknown {
  const [, , list, , kind, addon = '', what] = new URL(url, 'http://account').pathname.split('/');
  if (list === 'backup-destinations') return page('backupDestinations', []);
  if (kind === undefined) return page('projects', [{ id: PROJECT, name: 'Shop' }]);
  if (addon === '') return page('addons', ADDONS.map(toAddon));
  if (what === undefined) return { data: toAddon(addon) };
  return what === 'backups'
    ? page('backups', backupsOf(addon, failing.has(addon), now))
    : page('schedules', [SCHEDULE]);
}

const SCHEDULE = {
  id: 'daily',
  backupType: 'dump',
  scheduling: { interval: 'daily', minute: [30], hour: [2] },
  retentionTime: 30,
};

function toAddon(id: string) {
  return { id, name: `${id} db`, spec: { type: 'postgresql' }, status: 'running' };
}

function backupsOf(addon: string, isFailing: boolean, now: Date) {
  const first = Math.floor(now.getTime() / DAY_MS) * DAY_MS + 2.5 * 3_600_000;
  return Array.from({ length: 10 }, (_, day) => first - day * DAY_MS)
    .filter((at) => at <= now.getTime())
    .map((at, index) => ({
      id: `${addon}-${at}`,
      name: `${addon}-${at}`,
      status: index === 0 && isFailing ? 'failed' : 'completed',
      createdAt: new Date(at).toISOString(),
      completedAt: new Date(Math.min(at + 240_000, now.getTime())).toISOString(),
      config: { source: { type: 'sameAddon' }, size: '1200000000' },
    }));
}

function page(name: string, rows: readonly unknown[]): unknown {
  return { data: { [name]: rows }, pagination: { hasNextPage: false, count: rows.length } };
}
