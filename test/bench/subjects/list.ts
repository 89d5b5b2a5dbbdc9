import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { request } from 'undici';
import { createNorthflank } from '../../../src/northflank/create-northflank.ts';
import { serve } from './peer.ts';

/** Who reads the list: the bot's own module, Northflank's client, or nobody's code but what must be. */
export type Reader = 'ours' | 'client' | 'raw';

/** Which of the two long lists is read. */
export type ListKind = 'addon' | 'destination';

/** What one reading cost its process. */
export interface Reading {
  cpuMs: number;
  rows: number;
}

const TOKEN = 'nf-bench';
const ADDON = { projectId: 'project-0', addonId: 'orders-db-0' };
const DESTINATION = 'archive-0';
const PER_PAGE = 100;
const PATHS: Record<ListKind, string> = {
  addon: `/v1/projects/${ADDON.projectId}/addons/${ADDON.addonId}/backups`,
  destination: `/v1/backup-destinations/${DESTINATION}/backups`,
};

const [reader, kind, url] = process.argv.slice(2) as [Reader, ListKind, string];
const read = { ours, client, raw }[reader](kind, url);

serve(measure);

async function measure(): Promise<Reading> {
  const cpu = process.cpuUsage();
  const rows = await read();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, rows };
}

function ours(list: ListKind, baseUrl: string): () => Promise<number> {
  const northflank = createNorthflank({ baseUrl, token: TOKEN, now: () => new Date() });
  return async () => {
    const { rows, unreadable } =
      list === 'addon'
        ? await northflank.listAddonBackups(ADDON)
        : await northflank.listDestinationBackups(DESTINATION);
    return rows.length - unreadable.length;
  };
}

function client(list: ListKind, host: string): () => Promise<number> {
  const contexts = new ApiClientInMemoryContextProvider();
  contexts.addContext({ name: 'bench', token: TOKEN, host });
  const api = new ApiClient(contexts);
  const options = { per_page: PER_PAGE };
  return async () => {
    if (list === 'addon') {
      const { data } = await api.get.addon.backups.all({ parameters: ADDON, options });
      return data.backups.length;
    }
    const parameters = { backupDestinationId: DESTINATION };
    const { data } = await api.list.backupDestinationsBackups.all({ parameters, options });
    return data.length;
  };
}

/** The least that a list costs: fetch and parse, and believe all of it. */
function raw(list: ListKind, baseUrl: string): () => Promise<number> {
  return async () => {
    const rows: unknown[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const query = `per_page=${PER_PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await request(`${baseUrl}${PATHS[list]}?${query}`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      const { data, pagination } = JSON.parse(await body.text()) as RawPage;
      rows.push(...(Array.isArray(data) ? data : data.backups));
      cursor = pagination.cursor;
    }
    return rows.length;
  };
}

interface RawPage {
  data: unknown[] | { backups: unknown[] };
  pagination: { cursor?: string };
}
