import type { Backup } from './backup.ts';
import type { PromisedSlot } from './promises.ts';
import { isOfType } from './runs.ts';

/** How far from its slot a run may start, in milliseconds. */
export interface MatchWindow {
  earlyMs: number;
  /** Never more than half the gap to the next slot, or the windows of neighbours would cross. */
  lateMs: (slot: PromisedSlot) => number;
}

/**
 * Gives each slot the earliest run that started within its window; each run fills one slot.
 *
 * Runs of exactly the slot's type come first, what is left of unknown type after them. Within one type
 * windows open and close in the order of their slots, so that taking the earliest run each time fills
 * as many slots as can be filled.
 *
 * @param tracks slots of one type each, oldest first.
 * @param runs oldest first.
 */
export function matchRuns(
  tracks: readonly (readonly PromisedSlot[])[],
  runs: readonly Backup[],
  window: MatchWindow,
): Map<PromisedSlot, Backup> {
  const filled = new Map<PromisedSlot, Backup>();
  for (const slots of tracks) {
    const type = slots[0]?.type;
    const sameType = runs.filter((run) => run.type === type);
    fillInOrder(slots, sameType, window, filled);
  }

  const taken = new Set(filled.values());
  const left = runs.filter((run) => !taken.has(run));
  const open = tracks.flat().filter((slot) => !filled.has(slot));
  if (left.some(({ type }) => type === 'unknown') || open.some(({ type }) => type === 'unknown')) {
    fillWithUnknown(open, left, window, filled);
  }
  return filled;
}

function fillInOrder(
  slots: readonly PromisedSlot[],
  runs: readonly Backup[],
  { earlyMs, lateMs }: MatchWindow,
  filled: Map<PromisedSlot, Backup>,
): void {
  let next = 0;
  for (const slot of slots) {
    while (startOf(runs[next]) < slot.at - earlyMs) next += 1;
    const run = runs[next];
    if (run === undefined) return;
    if (startOf(run) > slot.at + lateMs(slot)) continue;
    filled.set(slot, run);
    next += 1;
  }
}

function fillWithUnknown(
  open: readonly PromisedSlot[],
  left: readonly Backup[],
  { earlyMs, lateMs }: MatchWindow,
  filled: Map<PromisedSlot, Backup>,
): void {
  const free = new Set(left);
  for (const slot of open.toSorted((a, b) => a.at - b.at || (a.type < b.type ? -1 : 1))) {
    const [from, to] = [slot.at - earlyMs, slot.at + lateMs(slot)];
    for (const run of free) {
      const start = startOf(run);
      if (start > to) break;
      // Too early for this slot is too early for every later one.
      if (start < from) free.delete(run);
      else if (isOfType(run, slot.type)) {
        filled.set(slot, run);
        free.delete(run);
        break;
      }
    }
  }
}

function startOf(run: Backup | undefined): number {
  return run === undefined ? Number.POSITIVE_INFINITY : run.createdAt.getTime();
}
