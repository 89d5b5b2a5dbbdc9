import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Snooze, SnoozeStore } from '../domain/digests/snooze.ts';
import type { Log } from '../domain/log.ts';
import { VERDICT_WORDS } from '../domain/verdicts/verdict.ts';
import type { StoreParts } from './databases/connection.ts';
import { present, readAs, storedMoment } from './databases/row.ts';
import { createSoundReader } from './databases/sound-rows.ts';
import type { Tables } from './databases/tables.ts';

/**
 * Creates the store. Who snoozed what and when is in the audit: here the last one of an addon stays.
 * One that is damaged is logged when it is first met.
 */
export function createSnoozeStore(parts: StoreParts, log: Log): SnoozeStore {
  const { db, nowMs, attempt } = parts;
  const readSound = createSoundReader<Row>(log, 'snooze_damaged', (row) => ({
    subscription: row.subscription_id,
    address: row.address,
  }));
  const open = () =>
    db
      .selectFrom('snoozes')
      .selectAll()
      .where('ended_at', 'is', null)
      .orderBy('snoozed_at')
      .orderBy('address');
  const readAll = async (query: ReturnType<typeof open>) =>
    readSound(await attempt(() => query.execute()), fromRow).sound;

  return {
    ofSubscription: (subscriptionId) =>
      readAll(open().where('subscription_id', '=', subscriptionId)),
    list: () => readAll(open()),
    put: ({ subscriptionId, address, word, at, until, userId, userName }) =>
      attempt(async () => {
        const wish = {
          word,
          snoozed_at: at.getTime(),
          until: until.getTime(),
          user_id: userId,
          user_name: userName ?? null,
          ended_at: null,
        };
        await db
          .insertInto('snoozes')
          .values({ subscription_id: subscriptionId, address, ...wish })
          .onConflict((conflict) =>
            conflict.columns(['subscription_id', 'address']).doUpdateSet(wish),
          )
          .execute();
      }),
    end: ({ subscriptionId, address, at }) =>
      attempt(async () => {
        const { numUpdatedRows } = await db
          .updateTable('snoozes')
          .set({ ended_at: nowMs() })
          .where('subscription_id', '=', subscriptionId)
          .where('address', '=', address)
          .where('snoozed_at', '=', at.getTime())
          .where('ended_at', 'is', null)
          .executeTakeFirstOrThrow();
        return numUpdatedRows > 0n;
      }),
  };
}

type Row = Selectable<Tables['snoozes']>;

const Wish = z.object({
  word: z.enum(VERDICT_WORDS),
  snoozed_at: storedMoment,
  until: storedMoment,
});

/** @throws {StorageError} when the row is damaged. */
function fromRow(row: Row): Snooze {
  const { word, snoozed_at: at, until } = readAs(Wish, row, 'snoozes');
  return {
    subscriptionId: row.subscription_id,
    address: row.address,
    word,
    at,
    until,
    userId: row.user_id,
    userName: present(row.user_name),
  };
}
