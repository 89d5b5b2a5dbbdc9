import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { serve } from './peer.ts';

/** How long a loop took. */
export interface LoopTimes {
  /** For every project and its addons. */
  directoryMs: number;
  /** For the backups of one addon, of those that were asked. */
  perAddonMs: number;
}

const [host = '', addons] = process.argv.slice(2);
serve(() => loopOverAll(Number(addons)));

/**
 * What somebody writes in an afternoon: every project, its addons, and each addon's backups in turn by
 * the client's `.all()`.
 */
async function loopOverAll(sample: number): Promise<LoopTimes> {
  const contexts = new ApiClientInMemoryContextProvider();
  contexts.addContext({ name: 'bench', token: 'nf-bench', host });
  const { list, get } = new ApiClient(contexts);
  const options = { per_page: 100 };

  const startedAt = performance.now();
  const { data: found } = await list.projects.all({ options });
  const refs: { projectId: string; addonId: string }[] = [];
  for (const { id: projectId } of found.projects) {
    const { data } = await list.addons.all({ parameters: { projectId }, options });
    refs.push(...data.addons.map(({ id }) => ({ projectId, addonId: id })));
  }
  const listedAt = performance.now();

  const asked = refs.slice(0, sample);
  for (const parameters of asked) await get.addon.backups.all({ parameters, options });
  return {
    directoryMs: listedAt - startedAt,
    perAddonMs: (performance.now() - listedAt) / asked.length,
  };
}
