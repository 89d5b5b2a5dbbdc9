import type { Expression } from 'kysely';
import type { NewDelivery } from '../../domain/digests/delivery-store.ts';
import type { StoreParts } from '../databases/connection.ts';

/** Rows of one statement: both databases limit how many values it may carry. */
const ROWS_AT_ONCE = 100;

/**
 * Writes down the slots that are not there yet; answers how many were new.
 *
 * A slot noted as missed in what is now the future proves that the clock stood wrong then: it is
 * written anew, or days to come would count as missed.
 */
export async function createSlots(
  { db, nowMs }: StoreParts,
  slots: readonly NewDelivery[],
): Promise<number> {
  let created = 0n;
  for (let start = 0; start < slots.length; start += ROWS_AT_ONCE) {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto('deliveries')
      .values(slots.slice(start, start + ROWS_AT_ONCE).map((slot) => toNewRow(slot, nowMs())))
      .onConflict((conflict) =>
        conflict
          .columns(['subscription_id', 'local_date'])
          .doUpdateSet((eb) => ({
            state: eb.ref('excluded.state'),
            due_at: eb.ref('excluded.due_at'),
            channel_id: eb.ref('excluded.channel_id'),
            reason: eb.ref('excluded.reason'),
            created_at: eb.ref('excluded.created_at'),
          }))
          .where('deliveries.state', '=', 'missed')
          .whereRef('deliveries.created_at', '>', 'excluded.created_at'),
      )
      .executeTakeFirstOrThrow();
    created += numInsertedOrUpdatedRows;
  }
  return Number(created);
}

function toNewRow(slot: NewDelivery, createdAt: Expression<number>) {
  return {
    subscription_id: slot.subscriptionId,
    local_date: slot.localDate,
    due_at: slot.dueAt.getTime(),
    channel_id: slot.channelId,
    state: slot.state,
    parts: '[]',
    attempts: 0,
    reason: slot.reason ?? null,
    created_at: createdAt,
  };
}
