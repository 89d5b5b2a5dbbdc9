import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Delivery, DeliveryPart } from '../../domain/digests/delivery.ts';
import type { UnfinishedDelivery } from '../../domain/digests/delivery-store.ts';
import { present, readAs, readJson, toDate } from '../databases/row.ts';
import type { Tables } from '../databases/tables.ts';

const STATES = [
  'open',
  'frozen',
  'sending',
  'sent',
  'refused',
  'missed',
  'quiet',
  'doubtful',
] as const satisfies Delivery['state'][];

const State = z.enum(STATES);

const blocks = z.array(z.looseObject({}));

const moment = z.number().transform((milliseconds) => new Date(milliseconds));

const Parts = z.array(
  z.object({
    key: z.string(),
    text: z.string(),
    blocks,
    plainBlocks: blocks.optional(),
    ts: z.string().optional(),
    dueAt: moment.optional(),
    twinSince: moment.optional(),
    twinUntil: moment.optional(),
  }),
);

/** The parts as text. Since when one is under way stands in columns of its own. */
export function partsToJson(parts: readonly DeliveryPart[]): string {
  return JSON.stringify(
    parts.map((part) => ({
      ...part,
      sendingSince: undefined,
      dueAt: part.dueAt?.getTime(),
      twinSince: part.twinSince?.getTime(),
      twinUntil: part.twinUntil?.getTime(),
    })),
  );
}

/** @throws {StorageError} when the text is not what {@link partsToJson} wrote. */
export function readParts(text: string): DeliveryPart[] {
  return readJson(Parts, text, 'deliveries');
}

/** Columns that say when a delivery is to be taken up. */
export const SCHEDULE = [
  'subscription_id',
  'local_date',
  'due_at',
  'state',
  'attempts',
  'retry_at',
  'lease_until',
] as const satisfies (keyof Tables['deliveries'])[];

/** What {@link SCHEDULE} says, without what the digest says. */
export function scheduleOf(
  row: Pick<Selectable<Tables['deliveries']>, (typeof SCHEDULE)[number]>,
): UnfinishedDelivery {
  return {
    subscriptionId: row.subscription_id,
    localDate: row.local_date,
    dueAt: new Date(row.due_at),
    state: readAs(State, row.state, 'deliveries'),
    attempts: row.attempts,
    retryAt: toDate(row.retry_at),
    leaseUntil: toDate(row.lease_until),
  };
}

/** One row as the delivery that it is. */
export function fromRow(row: Selectable<Tables['deliveries']>): Delivery {
  return {
    ...scheduleOf(row),
    channelId: row.channel_id,
    windowFrom: toDate(row.window_from),
    windowTo: toDate(row.window_to),
    parts: readParts(row.parts).map((part, index) =>
      index === row.sending_part ? { ...part, sendingSince: toDate(row.sending_since) } : part,
    ),
    contentHash: present(row.content_hash),
    memo: row.memo === null ? undefined : readJson(z.json(), row.memo, 'deliveries'),
    reason: present(row.reason),
  };
}
