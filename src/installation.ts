import { randomUUID } from 'node:crypto';
import { StorageError } from './storage/databases/storage-error.ts';
import type { SettingStore } from './storage/settings.ts';

/**
 * Tells bots that share a workspace apart: the same after every restart and in every replica, also of
 * those that start for the first time at once.
 *
 * @throws {StorageError} when what is stored is no id: bots that made do without would be taken for one.
 */
export async function installationId(
  settings: Pick<SettingStore, 'putNew' | 'get'>,
): Promise<string> {
  await settings.putNew('installation', randomUUID());
  const settled = await settings.get('installation');
  if (typeof settled === 'string' && settled !== '') return settled;
  throw new StorageError(
    'damaged',
    'What the store keeps as the id of this bot is none. Delete the row “installation” of its table settings; the next start makes a new one',
  );
}
