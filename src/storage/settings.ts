import { sql } from 'kysely';
import type { z } from 'zod';
import type { StoreParts } from './databases/connection.ts';
import { jsonColumn } from './databases/row.ts';

const DAY_MS = 86_400_000;

/** Single values by name, as JSON. */
export interface SettingStore {
  /** Absent when never put or no JSON any more; as it was put otherwise, for the caller to check. */
  get: (key: string) => Promise<unknown>;
  put: (key: string, value: z.core.util.JSONType) => Promise<void>;
  /** Puts a value where there is none yet; of several bots at once exactly one gets `true`. */
  putNew: (key: string, value: z.core.util.JSONType) => Promise<boolean>;
  /**
   * Answers true to one of all bots once the moment that is kept under the key, in milliseconds since
   * 1970, has come, and keeps the next. One more than a day ahead counts as come, since a clock stood
   * wrong, and so does what is no moment.
   */
  takeTurn: (key: string, nextInMs: number) => Promise<boolean>;
}

/** Creates the store. */
export function createSettingStore(parts: StoreParts): SettingStore {
  const { db, attempt } = parts;
  return {
    get: (key) =>
      attempt(async () => {
        const row = await db
          .selectFrom('settings')
          .select('value')
          .where('key', '=', key)
          .executeTakeFirst();
        return row === undefined ? undefined : jsonColumn.parse(row.value);
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
    putNew: (key, value) =>
      attempt(async () => {
        const { numInsertedOrUpdatedRows = 0n } = await db
          .insertInto('settings')
          .values({ key, value: JSON.stringify(value) })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows > 0n;
      }),
    takeTurn: (key, nextInMs) => attempt(() => takeTurn(parts, key, nextInMs)),
  };
}

async function takeTurn({ db, nowMs }: StoreParts, key: string, nextInMs: number) {
  const value = sql<string>`cast(cast(${nowMs()} + ${sql.lit(nextInMs)} as bigint) as text)`;
  const kept = sql<number>`cast(settings.value as bigint)`;
  const isMoment = sql<boolean>`rtrim(settings.value, '0123456789') = '' and length(settings.value) between 1 and 15`;
  const hasCome = sql<boolean>`case when ${isMoment}
    then ${kept} <= ${nowMs()} or ${kept} > ${nowMs()} + ${sql.lit(DAY_MS)} else true end`;
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }).where(hasCome))
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows > 0n;
}
