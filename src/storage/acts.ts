import type { StoreParts } from './databases/connection.ts';
import { inBatches } from './databases/in-batches.ts';

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
  // Slack waits for each of these, and a commit waits for the disk.
  const firstTime = inBatches((acts: readonly { key: string; at: Date }[]) =>
    attempt(async () => {
      const rows = await db
        .insertInto('acts')
        .values(acts.map(({ key, at }) => ({ key, seen_at: at.getTime() })))
        .onConflict((conflict) => conflict.doNothing())
        .returning('key')
        .execute();
      const first = new Set(rows.map(({ key }) => key));
      // Of equal keys of one batch, the first alone is new.
      return acts.map(({ key }) => first.delete(key));
    }),
  );
  return { firstTime: (key, at) => firstTime({ key, at }) };
}
