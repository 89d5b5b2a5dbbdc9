import type { AccountSchedule } from './account.ts';
import { NEVER, type Run } from './run.ts';

const DAY = 86_400_000;

/** When the addon's own list drops a run; {@link NEVER} for a run by hand. */
export function expiryOf(run: Run): number {
  if (run.schedules.length === 0) return NEVER;
  const days = run.schedules.map((schedule) => schedule.retentionTime);
  return run.createdAt + Math.max(...days) * DAY;
}

/** When a destination's copy of a run is deleted; absent when it holds none. */
export function copyExpiryOf(run: Run, destinationId: string): number | undefined {
  const days = run.schedules.flatMap((schedule) => copyDays(schedule, destinationId));
  return days.length === 0 ? undefined : run.createdAt + Math.max(...days) * DAY;
}

/** Whether runs of a schedule leave copies in a destination. */
export function copiesTo(schedule: AccountSchedule, destinationId: string): boolean {
  return copyDays(schedule, destinationId).length > 0;
}

function copyDays(schedule: AccountSchedule, destinationId: string): number[] {
  const extra = (schedule.additionalDestinations ?? [])
    .filter((copy) => copy.destinationId === destinationId)
    .map((copy) => copy.retentionTime ?? schedule.retentionTime);
  return schedule.customDestinationId === destinationId
    ? [schedule.retentionTime, ...extra]
    : extra;
}

/** The number of days that a run of this schedule exists anywhere. */
export function longestDays(schedule: AccountSchedule): number {
  const copies = (schedule.additionalDestinations ?? []).map((copy) => copy.retentionTime ?? 0);
  return Math.max(schedule.retentionTime, ...copies);
}
