import type { Selectable } from 'kysely';
import { z } from 'zod';
import type {
  Delivery,
  Looks as DeliveryLooks,
  DeliveryPart,
} from '../../domain/digests/delivery.ts';
import type { UnfinishedDelivery } from '../../domain/digests/delivery-store.ts';
import { jsonColumn, present, readAs, storedMoment } from '../databases/row.ts';
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

const blocks = z.array(z.looseObject({}));

const Looks = z.object({
  empty: z.array(storedMoment),
  begun: z
    .object({
      at: storedMoment,
      since: storedMoment,
      until: storedMoment,
      reached: z.object({ cursor: z.string(), ts: z.array(z.string()) }),
    })
    .optional(),
});

const Parts = jsonColumn.pipe(
  z.array(
    z.object({
      key: z.string(),
      text: z.string(),
      blocks,
      plainBlocks: blocks.optional(),
      ts: z.string().optional(),
      dueAt: storedMoment.optional(),
      twinSince: storedMoment.optional(),
      twinUntil: storedMoment.optional(),
      looks: Looks.optional(),
    }),
  ),
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
      looks: part.looks && looksToJson(part.looks),
    })),
  );
}

function looksToJson({ empty, begun }: DeliveryLooks): z.input<typeof Looks> {
  return {
    empty: empty.map((at) => at.getTime()),
    begun: begun && {
      at: begun.at.getTime(),
      since: begun.since.getTime(),
      until: begun.until.getTime(),
      reached: { ...begun.reached, ts: [...begun.reached.ts] },
    },
  };
}

/** @throws {StorageError} when the text is not what {@link partsToJson} wrote. */
export function readParts(text: string): DeliveryPart[] {
  return readAs(Parts, text, 'deliveries');
}

/** Columns that say when a delivery is to be taken up. */
export const SCHEDULE = [
  'subscription_id',
  'local_date',
  'due_at',
  'state',
  'attempts',
  'retry_at',
  'retry_since',
  'lease_until',
] as const satisfies (keyof Tables['deliveries'])[];

const Schedule = z.object({
  due_at: storedMoment,
  state: z.enum(STATES),
  retry_at: storedMoment.nullable(),
  retry_since: storedMoment.nullable(),
  lease_until: storedMoment.nullable(),
});

/**
 * What {@link SCHEDULE} says, without what the digest says.
 *
 * @throws {StorageError} when the row is damaged there.
 */
export function scheduleOf(
  row: Pick<Selectable<Tables['deliveries']>, (typeof SCHEDULE)[number]>,
): UnfinishedDelivery {
  const schedule = readAs(Schedule, row, 'deliveries');
  return {
    subscriptionId: row.subscription_id,
    localDate: row.local_date,
    dueAt: schedule.due_at,
    state: schedule.state,
    attempts: row.attempts,
    retryAt: present(schedule.retry_at),
    retrySince: present(schedule.retry_since),
    leaseUntil: present(schedule.lease_until),
  };
}

const Content = z.object({
  window_from: storedMoment.nullable(),
  window_to: storedMoment.nullable(),
  parts: Parts,
  sending_since: storedMoment.nullable(),
  memo: jsonColumn.pipe(z.json()).nullable(),
});

/**
 * One row as the delivery that it is.
 *
 * @throws {StorageError} when it is damaged.
 */
export function fromRow(row: Selectable<Tables['deliveries']>): Delivery {
  const content = readAs(Content, row, 'deliveries');
  const sendingSince = present(content.sending_since);
  return {
    ...scheduleOf(row),
    channelId: row.channel_id,
    windowFrom: present(content.window_from),
    windowTo: present(content.window_to),
    parts: content.parts.map((part, index) =>
      index === row.sending_part ? { ...part, sendingSince } : part,
    ),
    contentHash: present(row.content_hash),
    memo: present(content.memo),
    reason: present(row.reason),
  };
}
