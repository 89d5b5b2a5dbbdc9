import type { BackupSchedule } from './schedule.ts';
import { momentsBetween, nextSlot } from './slots.ts';

const DAY_MS = 86_400_000;

/** One moment at which schedules of one type promise a backup; times in epoch milliseconds. */
export interface PromisedSlot {
  at: number;
  type: BackupSchedule['type'];
  /** Sorted; several where schedules share the moment. */
  scheduleIds: readonly string[];
  /** How long its copy is kept, by the shortest of its schedules; absent when one does not say. */
  keptMs: number | undefined;
  /** The next moment of the same type. */
  next: number;
}

/**
 * What schedules promise from `from` to `to`, both included, one list per type, each oldest first.
 *
 * A schedule promises nothing before it was made or last changed: what it was before is not known.
 *
 * @param zone IANA zone of the schedules' hours.
 */
export function promisedSlots(
  schedules: readonly BackupSchedule[],
  zone: string,
  from: number,
  to: number,
): PromisedSlot[][] {
  return [...Map.groupBy(schedules, ({ type }) => type).values()].map((sameType) => {
    const each = sameType.flatMap((schedule) => slotsOfSchedule(schedule, zone, from, to));
    const slots = sameType.length === 1 ? each : mergeSameMoments(each);
    linkToNext(slots, nextSlot(sameType, zone, new Date(to))?.getTime());
    return slots;
  });
}

/** How long a schedule keeps its copies, in milliseconds; absent when it does not say. */
export function keptMs({ retentionDays }: Pick<BackupSchedule, 'retentionDays'>) {
  return retentionDays === undefined || retentionDays <= 0 ? undefined : retentionDays * DAY_MS;
}

function slotsOfSchedule(
  schedule: BackupSchedule,
  zone: string,
  from: number,
  to: number,
): PromisedSlot[] {
  const since = Math.max(
    from,
    schedule.createdAt?.getTime() ?? from,
    schedule.updatedAt?.getTime() ?? from,
  );
  const scheduleIds = [schedule.id];
  const kept = keptMs(schedule);
  const { type, pattern } = schedule;
  return momentsBetween(pattern, zone, since, to + 1).map((at) => ({
    at,
    type,
    scheduleIds,
    keptMs: kept,
    next: Number.POSITIVE_INFINITY,
  }));
}

function mergeSameMoments(slots: readonly PromisedSlot[]): PromisedSlot[] {
  const merged: PromisedSlot[] = [];
  for (const slot of slots.toSorted((a, b) => a.at - b.at)) {
    const last = merged.at(-1);
    if (last?.at !== slot.at) {
      merged.push(slot);
      continue;
    }
    last.scheduleIds = [...last.scheduleIds, ...slot.scheduleIds].toSorted();
    last.keptMs =
      last.keptMs === undefined || slot.keptMs === undefined
        ? undefined
        : Math.min(last.keptMs, slot.keptMs);
  }
  return merged;
}

function linkToNext(slots: readonly PromisedSlot[], afterLast: number | undefined): void {
  for (const [index, slot] of slots.entries()) {
    slot.next = slots[index + 1]?.at ?? afterLast ?? Number.POSITIVE_INFINITY;
  }
}
