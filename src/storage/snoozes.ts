import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Snooze, SnoozeStore } from '../domain/digests/snooze.ts';
import { VERDICT_WORDS } from '../domain/verdicts/verdict.ts';
import type { StoreParts } from './databases/connection.ts';
import { present, readAs } from './databases/row.ts';
import type { Tables } from './databases/tables.ts';

/** Creates the store. Who snoozed what and when is in the audit: here the last one of an addon stays. */
export function createSnoozeStore({ db, nowMs, attempt }: StoreParts): SnoozeStore {
  const open = () =>
    db
      .selectFrom('snoozes')
      .selectAll()
      .where('ended_at', 'is', null)
      .orderBy('snoozed_at')
      .orderBy('address');

  return {
    ofSubscription: (subscriptionId) =>
      attempt(async () => {
        const rows = await open().where('subscription_id', '=', subscriptionId).execute();
        return rows.map(fromRow);
      }),
    list: () => attempt(async () => (await open().execute()).map(fromRow)),
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

const Words = z.object({ word: z.enum(VERDICT_WORDS) });

function fromRow(row: Selectable<Tables['snoozes']>): Snooze {
  return {
    subscriptionId: row.subscription_id,
    address: row.address,
    word: readAs(Words, row, 'snoozes').word,
    at: new Date(row.snoozed_at),
    until: new Date(row.until),
    userId: row.user_id,
    userName: present(row.user_name),
  };
}
