/** What of a request tells where it comes from. */
export interface Arrival {
  method: string;
  path: string;
  host?: string | undefined;
  origin?: string | undefined;
  /** `Sec-Fetch-Site`, which pages cannot forge. */
  fetchSite?: string | undefined;
  contentType?: string | undefined;
}

/**
 * Why a request is turned away; absent for one of the page's own.
 *
 * The server listens on this machine only, yet every page that is open in the same browser can
 * reach it: by its address, or by a name of theirs that they let point here.
 */
export function refusalOf(arrival: Arrival, port: number): string | undefined {
  const { method, path, host, origin, fetchSite, contentType } = arrival;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !hosts.includes(host))
    return 'this server answers to its own name only';
  if (origin !== undefined && origin !== `http://${host}`) return 'other pages may not ask here';
  const isVisit = method === 'GET' && path === '/';
  const isForeign = fetchSite !== undefined && !['same-origin', 'none'].includes(fetchSite);
  if (isForeign && !isVisit) return 'other pages may not ask here';
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (method !== 'POST') return 'only GET and POST are known';
  if (origin === undefined) return 'acts come from the page alone';
  return contentType === 'application/json' ? undefined : 'acts are JSON';
}
