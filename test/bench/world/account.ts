/** What the account of a measured bot holds. Equal addons share their pages, so that size costs nothing here. */
export interface AccountSize {
  projects: number;
  addons: number;
  /** Of each addon: hourly snapshots and a nightly dump, or the dump alone. */
  backups: number;
  rhythm: 'hourly' | 'daily';
  destinations: number;
  /** Of each destination. */
  copies: number;
}

/** Answers of Northflank by path, as JSON that is written once. */
export interface Account {
  /** Undefined where there is nothing. */
  answer(path: string, query: URLSearchParams): Buffer | undefined;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_PER_PAGE = 50;

/** Makes the account as it stands at a moment; one addon in ten has a failed newest dump. */
export function createAccount(size: AccountSize, now: Date): Account {
  const histories = [false, true].map((failed) => backupsOf(size, now, failed));
  const written = new Map<string, Buffer>();

  function rowsOf(path: string): { key: string | undefined; rows: readonly unknown[] } | undefined {
    const [, , list = '', id, kind, addonId, what] = path.split('/');
    if (list === 'backup-destinations') {
      return id === undefined
        ? { key: 'backupDestinations', rows: named('archive', size.destinations) }
        : { key: undefined, rows: copiesOf(size, now) };
    }
    if (id === undefined) return { key: 'projects', rows: named('project', size.projects) };
    if (kind !== 'addons') return undefined;
    if (addonId === undefined) return { key: 'addons', rows: addonsOf(size, id) };
    if (what === 'backups') return { key: 'backups', rows: histories[isTenth(addonId)] ?? [] };
    return what === 'backup-schedules' ? { key: 'schedules', rows: schedules(size) } : undefined;
  }

  function write(path: string, query: URLSearchParams): Buffer | undefined {
    const addon = /\/addons\/(?<id>[^/]+)$/.exec(path)?.groups?.['id'];
    if (addon !== undefined) return toBuffer({ data: addonRow(addon) });
    const list = rowsOf(path);
    return list && toBuffer(pageOf(list.key, list.rows, query));
  }

  return {
    answer(path, query) {
      const key = `${sharedPath(path)}?${query.toString()}`;
      const known = written.get(key);
      if (known !== undefined) return known;
      const answer = write(path, query);
      if (answer !== undefined) written.set(key, answer);
      return answer;
    },
  };
}

/** All addons but those of the failing tenth answer with the very same lists. */
function sharedPath(path: string): string {
  return path.replace(
    /\/projects\/[^/]+\/addons\/([^/]+)\//,
    (_, id: string) => `/${isTenth(id)}/`,
  );
}

function isTenth(addonId: string): 0 | 1 {
  return addonId.endsWith('7') ? 1 : 0;
}

function pageOf(key: string | undefined, rows: readonly unknown[], query: URLSearchParams): object {
  const perPage = Number(query.get('per_page') ?? DEFAULT_PER_PAGE);
  const start = Number(query.get('cursor') ?? 0);
  const shown = rows.slice(start, start + perPage);
  const hasNextPage = start + perPage < rows.length;
  return {
    data: key === undefined ? shown : { [key]: shown },
    pagination: {
      hasNextPage,
      ...(hasNextPage && { cursor: String(start + perPage) }),
      count: shown.length,
    },
  };
}

function named(word: string, count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${word}-${index}`,
    name: `${word} ${index}`,
    type: 's3',
    prefix: `${word}/`,
  }));
}

function addonsOf({ addons, projects }: AccountSize, projectId: string): unknown[] {
  const first = Number(projectId.split('-').at(-1));
  return Array.from({ length: Math.ceil((addons - first) / projects) }, (_, index) =>
    addonRow(`orders-db-${first + index * projects}`),
  );
}

function addonRow(id: string): object {
  return {
    id,
    name: id.replaceAll('-', ' '),
    appId: `/acme/shop/${id}`,
    tags: [],
    spec: { type: 'postgresql' },
    status: 'running',
  };
}

function schedules({ rhythm }: AccountSize): unknown[] {
  const nightly = {
    id: '62cc20b90956ab62a58e8474',
    backupType: 'dump',
    scheduling: { interval: 'daily', minute: [30], hour: [1] },
    retentionTime: 60,
  };
  const hourly = {
    id: '62cc20b90956ab62a58e8475',
    backupType: 'snapshot',
    scheduling: { interval: 'hourly', minute: [5] },
    retentionTime: 60,
  };
  return rhythm === 'daily' ? [nightly] : [hourly, nightly];
}

/** Newest first. */
function backupsOf({ backups, rhythm }: AccountSize, now: Date, failed: boolean): unknown[] {
  const night = Math.floor((now.getTime() - 1.6 * HOUR_MS) / DAY_MS) * DAY_MS + 1.5 * HOUR_MS;
  const hour = Math.floor((now.getTime() - 0.2 * HOUR_MS) / HOUR_MS) * HOUR_MS + HOUR_MS / 12;
  const dumps = Array.from({ length: backups }, (_, index) => ({
    at: night - index * DAY_MS + 20_000,
    type: 'sameAddon',
  }));
  const snapshots = Array.from({ length: rhythm === 'daily' ? 0 : backups }, (_, index) => ({
    at: hour - index * HOUR_MS + 15_000,
    type: 'snapshot',
  }));
  return [...dumps, ...snapshots]
    .toSorted((a, b) => b.at - a.at)
    .slice(0, backups)
    .map(({ at, type }, index) =>
      backupRow(at, type, failed && index < 2 ? 'failed' : 'completed'),
    );
}

function backupRow(at: number, type: string, status: string): object {
  const id = `backup-${new Date(at).toISOString().replaceAll(/\D+/g, '-').slice(0, 19)}-${type}`;
  return {
    id,
    name: id.replaceAll('-', ' '),
    status,
    config: {
      source: { type },
      size: String(1_200_000_000 + (at % 1_000_000)),
      addonVersion: '16.4.0',
      ...(type === 'snapshot' ? { additionalDestinations: [] } : { compressionType: 'zstd' }),
    },
    ...(type === 'snapshot' ? {} : { customDestinationId: 'archive-0' }),
    createdAt: new Date(at).toISOString(),
    completedAt: new Date(at + 240_000).toISOString(),
  };
}

function copiesOf({ copies, addons, projects }: AccountSize, now: Date): unknown[] {
  return Array.from({ length: copies }, (_, index) => {
    const addon = index % addons;
    const at = now.getTime() - HOUR_MS - index * 60_000;
    return {
      id: `copy-${index}`,
      name: `copy ${index}`,
      status: 'completed',
      project: { id: `project-${addon % projects}`, name: `project ${addon % projects}` },
      addon: { id: `orders-db-${addon}`, name: `orders db ${addon}` },
      config: {
        addonVersion: '16.4.0',
        addonType: 'postgresql',
        source: { type: 'global' },
        size: String(1_200_000_000 + index),
      },
      schedules: [{ interval: 'daily', minute: [30], hour: [1] }],
      expiredBy: `${now.getTime() + 60 * DAY_MS}.0`,
      createdAt: new Date(at).toISOString(),
      completedAt: new Date(at + 240_000).toISOString(),
    };
  });
}

function toBuffer(body: object): Buffer {
  return Buffer.from(JSON.stringify(body));
}
