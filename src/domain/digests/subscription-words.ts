import { describeWeekdays } from '../schedules/words.ts';
import type { Subscription } from './subscription.ts';

/** When a digest comes: `every day 09:00 Europe/Berlin`, `weekdays 08:30 UTC`, `Mon and Thu 18:00 UTC`. */
export function describeWhen({
  days,
  time,
  timeZone,
}: Pick<Subscription, 'days' | 'time' | 'timeZone'>): string {
  return `${describeDays(days)} ${time} ${timeZone}`;
}

function describeDays(days: readonly number[]): string {
  const chosen = [...new Set(days)].toSorted((a, b) => a - b).join('');
  if (chosen === '0123456') return 'every day';
  if (chosen === '01234') return 'weekdays';
  return describeWeekdays(days);
}
