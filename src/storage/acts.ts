import type { StoreParts } from './connection.ts';

/** Acts of people that were taken up, so that a repeated delivery of the same act has one effect. */
export interface ActStore {
  /**
   * Whether this key is seen for the first time; of several callers at once exactly one gets `true`.
   *
   * @throws {StorageError} when that cannot be known.
   */
  firstTime: (key: string, at: Date) => Promise<boolean>;
}

/** Creates the store. */
export function createActStore({ db, attempt }: StoreParts): ActStore {
  return {
    firstTime: (key, at) =>
      attempt(async () => {
        const { numInsertedOrUpdatedRows = 0n } = await db
          .insertInto('acts')
          .values({ key, seen_at: at.getTime() })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows > 0n;
      }),
  };
}
