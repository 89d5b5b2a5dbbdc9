const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When a schedule runs, spelled as Northflank spells it: the cross product of the arrays, in UTC. */
export interface Scheduling {
  interval: 'hourly' | 'daily' | 'weekly';
  minute: number[];
  hour?: number[];
  /** 0 = Monday … 6 = Sunday. */
  day?: number[];
}

/** The moments after `from` up to and including `until`, in epoch milliseconds, oldest first. */
export function slotsBetween(scheduling: Scheduling, from: number, until: number): number[] {
  const slots: number[] = [];
  for (let day = Math.floor(from / DAY) * DAY; day <= until; day += DAY) {
    if (!runsOnDay(scheduling, day)) continue;
    for (const hour of hoursOf(scheduling)) {
      for (const minute of scheduling.minute) {
        const at = day + hour * HOUR + minute * MINUTE;
        if (at > from && at <= until) slots.push(at);
      }
    }
  }
  return slots.toSorted((a, b) => a - b);
}

/** Whether a schedule runs at exactly this moment. */
export function isSlot(scheduling: Scheduling, at: number): boolean {
  const day = Math.floor(at / DAY) * DAY;
  const hour = Math.floor((at - day) / HOUR);
  const minute = (at - day - hour * HOUR) / MINUTE;
  return (
    scheduling.minute.includes(minute) &&
    hoursOf(scheduling).includes(hour) &&
    runsOnDay(scheduling, day)
  );
}

function runsOnDay(scheduling: Scheduling, day: number): boolean {
  return scheduling.interval !== 'weekly' || (scheduling.day?.includes(weekday(day)) ?? false);
}

const EVERY_HOUR = Array.from({ length: 24 }, (_, hour) => hour);

function hoursOf({ interval, hour }: Scheduling): readonly number[] {
  return interval === 'hourly' ? EVERY_HOUR : (hour ?? []);
}

/** 1 January 1970 was a Thursday, which is 3 when Monday is 0. */
function weekday(day: number): number {
  return (day / DAY + 3) % 7;
}
