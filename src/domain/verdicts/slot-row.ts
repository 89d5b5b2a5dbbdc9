import type { BackupType } from '../backup.ts';
import { countPromises, isSettled } from './judge.ts';
import type { LedgerSlot, SlotOutcome } from './verdict.ts';

const DAY_MS = 86_400_000;

/** More slots than this are told by the day: two a day for two weeks still fit two lines of a phone. */
const MAX_SLOTS = 28;

/** What one mark of a row stands for. `some`: part of a day's backups were made. `none`: none was due. */
export type RowMark = SlotOutcome | 'some' | 'none';

/** How the promises of one type were kept, as a row to be read at a glance. */
export interface SlotRow {
  type: BackupType;
  /** Oldest first. */
  marks: readonly RowMark[];
  /** Whether a mark stands for 24 hours, the last of them ending now, instead of for one slot. */
  perDay: boolean;
  /** As {@link Verdict.promised}, of this type alone. */
  promised: number;
  made: number;
  /** From when on that counts; absent where nothing is settled. */
  since?: Date | undefined;
}

/**
 * Slots as one row for each type, in the order of `slots`' first of each.
 *
 * Slots past their retention are left out: where a copy of that time is still there, it was retained
 * or is about to go, and proves nothing of those beside it.
 *
 * @param slots oldest first.
 */
export function slotRows(slots: readonly LedgerSlot[], now: Date): SlotRow[] {
  const visible = slots.filter(
    ({ at, keptMs }) => keptMs === undefined || at.getTime() + keptMs > now.getTime(),
  );
  return [...Map.groupBy(visible, ({ type }) => type)].map(([type, ofType]) => {
    const perDay = ofType.length > MAX_SLOTS;
    const marks = perDay ? markDays(ofType, now) : ofType.map(({ outcome }) => outcome);
    const since = ofType.find(isSettled)?.at;
    return { type, marks, perDay, ...countPromises(ofType), since };
  });
}

function markDays(slots: readonly LedgerSlot[], now: Date): RowMark[] {
  const days = Map.groupBy(slots, ({ at }) =>
    // A slot that a clock ahead of ours filled early belongs to the last day.
    Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY_MS)),
  );
  const oldest = Math.max(...days.keys());
  return Array.from({ length: oldest + 1 }, (_, index) => markOf(days.get(oldest - index) ?? []));
}

/** Ends that left no copy, the one that tells most first. */
const BAD: readonly SlotOutcome[] = ['failed', 'missed', 'stuck', 'aborted'];

/** What is not settled yet, what asks for more attention first. */
const OPEN: readonly SlotOutcome[] = ['late', 'running', 'waiting'];

/** A day with a copy is told from one without; what is not known is never told as made. */
function markOf(day: readonly LedgerSlot[]): RowMark {
  const seen = new Set(day.map(({ outcome }) => outcome));
  const bad = BAD.find((outcome) => seen.has(outcome));
  if (bad !== undefined) return seen.has('done') ? 'some' : bad;
  if (seen.has('unknown')) return 'unknown';
  if (seen.has('done')) return 'done';
  return OPEN.find((outcome) => seen.has(outcome)) ?? 'none';
}
