import { z } from 'zod';
import type { StoreParts } from './connection.ts';
import { readJson } from './row.ts';

/** Single values by name, as JSON. */
export interface SettingStore {
  /** Absent when never put; as it was put otherwise, for the caller to check. */
  get: (key: string) => Promise<unknown>;
  put: (key: string, value: z.core.util.JSONType) => Promise<void>;
  remove: (key: string) => Promise<void>;
}

/** Creates the store. */
export function createSettingStore({ db, attempt }: StoreParts): SettingStore {
  return {
    get: (key) =>
      attempt(async () => {
        const row = await db
          .selectFrom('settings')
          .select('value')
          .where('key', '=', key)
          .executeTakeFirst();
        return row === undefined ? undefined : readJson(z.json(), row.value, 'settings');
      }),
    put: (key, value) =>
      attempt(async () => {
        const text = JSON.stringify(value);
        await db
          .insertInto('settings')
          .values({ key, value: text })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
          .execute();
      }),
    remove: (key) =>
      attempt(async () => {
        await db.deleteFrom('settings').where('key', '=', key).execute();
      }),
  };
}
