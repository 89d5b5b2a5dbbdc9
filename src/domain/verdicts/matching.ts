import type { Backup } from '../backup.ts';
import type { PromisedSlot } from '../schedules/promises.ts';
import { isOfType } from './runs.ts';

/**
 * Gives each slot the earliest run that started within its window; each run fills one slot.
 *
 * Runs of exactly the slot's type come first, what is left of unknown type after them. Within one type
 * windows open and close in the order of their slots, so that taking the earliest run each time fills
 * as many slots as can be filled.
 *
 * @param tracks slots of one type each, oldest first.
 * @param runs oldest first.
 * @param window how far from its slot a run may start, in milliseconds; `lateMs` beside `tracks`, never
 *   more than half the gap to the next slot, or the windows of neighbours would cross.
 * @returns runs beside `tracks`, with nothing where nothing fits.
 */
export function matchRuns(
  tracks: readonly (readonly PromisedSlot[])[],
  runs: readonly Backup[],
  window: { earlyMs: number; lateMs: readonly (readonly number[])[] },
): (Backup | undefined)[][] {
  const { earlyMs, lateMs } = window;
  const filled = tracks.map((slots, track) =>
    fillInOrder(slots, runs, earlyMs, lateMs[track] ?? []),
  );
  const anyUnknown =
    runs.some(({ type }) => type === 'unknown') ||
    tracks.some((slots) => slots[0]?.type === 'unknown');
  if (anyUnknown) fillWithUnknown(tracks, runs, earlyMs, lateMs, filled);
  return filled;
}

function fillInOrder(
  slots: readonly PromisedSlot[],
  runs: readonly Backup[],
  earlyMs: number,
  lateMs: readonly number[],
): (Backup | undefined)[] {
  const sameType = runs.filter((run) => run.type === slots[0]?.type);
  let next = 0;
  return slots.map((slot, index) => {
    while (startOf(sameType[next]) < slot.at - earlyMs) next += 1;
    const run = sameType[next];
    if (run === undefined || startOf(run) > slot.at + (lateMs[index] ?? 0)) return undefined;
    next += 1;
    return run;
  });
}

function fillWithUnknown(
  tracks: readonly (readonly PromisedSlot[])[],
  runs: readonly Backup[],
  earlyMs: number,
  lateMs: readonly (readonly number[])[],
  filled: (Backup | undefined)[][],
): void {
  const taken = new Set(filled.flat());
  const free = new Set(runs.filter((run) => !taken.has(run)));
  const open = tracks.flatMap((slots, track) =>
    slots.flatMap((slot, index) =>
      filled[track]?.[index] === undefined ? { slot, track, index } : [],
    ),
  );
  const inOrder = open.toSorted(
    (a, b) => a.slot.at - b.slot.at || (a.slot.type < b.slot.type ? -1 : 1),
  );
  for (const { slot, track, index } of inOrder) {
    const from = slot.at - earlyMs;
    const to = slot.at + (lateMs[track]?.[index] ?? 0);
    for (const run of free) {
      const start = startOf(run);
      if (start > to) break;
      // Too early for this slot is too early for every later one.
      if (start < from) free.delete(run);
      else if (isOfType(run, slot.type)) {
        filled[track]?.splice(index, 1, run);
        free.delete(run);
        break;
      }
    }
  }
}

function startOf(run: Backup | undefined): number {
  return run === undefined ? Number.POSITIVE_INFINITY : run.createdAt.getTime();
}
