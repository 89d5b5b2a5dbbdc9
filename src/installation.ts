import { randomUUID } from 'node:crypto';
import type { SettingStore } from './storage/settings.ts';

/**
 * Tells bots that share a workspace apart: the same after every restart and in every replica, also of
 * those that start for the first time at once.
 */
export async function installationId(
  settings: Pick<SettingStore, 'putNew' | 'get'>,
): Promise<string> {
  await settings.putNew('installation', randomUUID());
  const settled = await settings.get('installation');
  return typeof settled === 'string' ? settled : '';
}
