import type { DeliveryPart } from '../../domain/digests/delivery.ts';
import type { DeliveryRef, DeliveryStore } from '../../domain/digests/delivery-store.ts';
import type { StoreParts } from '../databases/connection.ts';
import { toDate, toMoment } from '../databases/row.ts';
import {
  type Change,
  change,
  isRef,
  leaseEnd,
  NO_LEASE,
  NO_WAIT,
  NOTHING_UNDER_WAY,
} from './change.ts';
import { partsToJson, readParts } from './row.ts';

type Steps = Pick<
  DeliveryStore,
  'freeze' | 'markSending' | 'savePart' | 'saveLooks' | 'finish' | 'amend'
>;

/** The steps of a delivery, each written down before the next is taken. */
export function createSteps(parts: StoreParts): Steps {
  const { nowMs, attempt } = parts;
  return {
    freeze: (ref, owner, frozen) =>
      change(
        parts,
        ref,
        owner,
        {
          state: 'frozen',
          window_from: toMoment(frozen.windowFrom),
          window_to: frozen.windowTo.getTime(),
          parts: partsToJson(frozen.parts),
          content_hash: frozen.contentHash,
          memo: frozen.memo === undefined ? null : JSON.stringify(frozen.memo),
          lease_until: leaseEnd(nowMs()),
          attempts: 0,
        },
        (eb) => eb('state', '=', 'open'),
      ),
    markSending: (ref, owner, index) => attempt(() => markSending(parts, ref, owner, index)),
    savePart: (ref, owner, index, content) =>
      attempt(() =>
        changePart(parts, ref, owner, index, () => content, {
          ...(content.ts === undefined ? {} : { attempts: 0 }),
          ...NOTHING_UNDER_WAY,
        }),
      ),
    saveLooks: (ref, owner, index, looks) =>
      attempt(() => changePart(parts, ref, owner, index, (part) => ({ ...part, looks }))),
    finish: (ref, owner, state, reason) =>
      change(parts, ref, owner, {
        state,
        reason: reason ?? null,
        ...NO_WAIT,
        ...NO_LEASE,
        ...NOTHING_UNDER_WAY,
      }),
    amend: (ref, owner, { parts: amended, contentHash, memo }) =>
      change(
        parts,
        ref,
        owner,
        {
          state: amended.some(({ ts }) => ts === undefined) ? 'frozen' : 'sent',
          parts: partsToJson(amended),
          content_hash: contentHash,
          memo: JSON.stringify(memo),
          attempts: 0,
          ...NO_LEASE,
        },
        (eb) => eb('state', '=', 'sent'),
      ),
  };
}

async function markSending(
  { db, nowMs }: StoreParts,
  ref: DeliveryRef,
  owner: string,
  index: number,
): Promise<Date | undefined> {
  const row = await db
    .updateTable('deliveries')
    .set((eb) => ({
      state: 'sending',
      sending_part: index,
      sending_since: nowMs(),
      lease_until: leaseEnd(nowMs()),
      attempts: eb('attempts', '+', 1),
    }))
    .where(isRef(ref))
    .where('lease_owner', '=', owner)
    .where('state', 'in', ['frozen', 'sending'])
    .returning('sending_since')
    .executeTakeFirst();
  return toDate(row?.sending_since ?? null);
}

/** Reading before writing is safe here: only the holder of the lease changes the parts. */
async function changePart(
  { db }: StoreParts,
  ref: DeliveryRef,
  owner: string,
  index: number,
  changed: (part: DeliveryPart) => DeliveryPart,
  set: Change = {},
): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .select('parts')
    .where(isRef(ref))
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  const parts = row && readParts(row.parts);
  const part = parts?.[index];
  if (parts === undefined || part === undefined) return false;
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ parts: partsToJson(parts.with(index, changed(part))), ...set })
    .where(isRef(ref))
    .where('lease_owner', '=', owner)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
