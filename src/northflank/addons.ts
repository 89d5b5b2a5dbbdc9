import type { Addon, AddonRef } from '../domain/addons/addon.ts';
import type { Call, Client } from './client/client.ts';
import { NorthflankError } from './errors.ts';
import { asRow, asText, type Row, requireText } from './fields.ts';
import type { RowReader } from './listing.ts';

/** Rows of a project's list of addons. */
export function addonRows(projectId: string): RowReader<Addon> {
  return { read: (row) => readAddon(row, projectId), keyOf: ({ addonId }) => addonId };
}

/**
 * Reads one addon, from its project's list or its own page; only the latter tells the version.
 *
 * @see https://northflank.com/docs/v1/api/project/addons/list-addons
 * @throws {RowProblem} without id.
 */
function readAddon(row: Row, projectId: string): Addon {
  const addonId = requireText(row, 'id');
  const spec = asRow(row['spec']);
  return {
    projectId,
    addonId,
    name: asText(row['name']) ?? addonId,
    type: asText(spec?.['type']),
    status: asText(row['status']),
    description: asText(row['description']),
    versionTag: asText(asRow(spec?.['config'])?.['versionTag']),
  };
}

/**
 * Asks for one addon.
 *
 * @throws {NorthflankError} `malformed` when the answer holds no addon.
 * @see https://northflank.com/docs/v1/api/project/addons/get-addon
 */
export async function getAddon(
  client: Client,
  path: string,
  { projectId, addonId }: AddonRef,
  call: Call,
): Promise<Addon> {
  const answer = asRow(await client.get(path, {}, call));
  const row = asRow(answer?.['data']);
  if (asText(row?.['id']) === undefined && asText(row?.['name']) === undefined) {
    throw new NorthflankError('malformed', `GET ${path} answered without an addon`, { path });
  }
  return readAddon({ ...row, id: addonId }, projectId);
}
