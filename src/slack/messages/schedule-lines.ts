import { type Addon, isIdle } from '../../domain/addons/addon.ts';
import { formatAge, formatCount } from '../../domain/format.ts';
import type { Listing } from '../../domain/listing.ts';
import type { BackupSchedule } from '../../domain/schedules/schedule.ts';
import { nextSlot } from '../../domain/schedules/slots.ts';
import { describeSchedule } from '../../domain/schedules/words.ts';
import { plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { gapLines } from './gap-lines.ts';

const MAX_SCHEDULES = 6;

/**
 * What is promised, in lines of mrkdwn: the schedules, the next run, what of them could not be read.
 *
 * @param zone of the schedules.
 * @param nameOf display name of a destination's id.
 */
export function scheduleLines(
  schedules: Listing<BackupSchedule>,
  addon: Pick<Addon, 'status'>,
  { zone, now, nameOf }: { zone: string; now: Date; nameOf: (destinationId: string) => string },
): string[] {
  const shown = schedules.rows
    .slice(0, MAX_SCHEDULES)
    .map((schedule) => scheduleLine(schedule, zone, nameOf));
  const hidden = schedules.rows.length - shown.length;
  if (hidden > 0) shown.push(`and ${formatCount(hidden, 'more schedule')}`);
  return [...gapLines(schedules, 'schedule'), ...shown, ...nextLine(schedules, addon, zone, now)];
}

function scheduleLine(
  schedule: BackupSchedule,
  zone: string,
  nameOf: (destinationId: string) => string,
): string {
  const type = schedule.type === 'unknown' ? 'backup' : schedule.type;
  const to = schedule.destinationIds.slice(0, 3).map((id) => plainInMrkdwn(nameOf(id), 40));
  const more = schedule.destinationIds.length - to.length;
  const where = to.length === 0 ? '' : ` → ${to.join(', ')}${more > 0 ? ` +${more}` : ''}`;
  return `${type} ${plainInMrkdwn(describeSchedule(schedule, zone), 300)}${where}`;
}

function nextLine(
  schedules: Listing<BackupSchedule>,
  { status }: Pick<Addon, 'status'>,
  zone: string,
  now: Date,
): string[] {
  const whole = schedules.reach === 'end' && schedules.unreadable.length === 0;
  if (schedules.rows.length === 0) {
    return whole ? ['Nothing is scheduled: backups run only when somebody starts them'] : [];
  }
  if (isIdle(status)) {
    return [`No next run while the addon is ${plainInMrkdwn(status ?? '', 30)}`];
  }
  const next = nextSlot(schedules.rows, zone, now);
  if (next === undefined) return ['No next run: the schedules name no time'];
  return [`Next run ${slackDate(next)}, in ${formatAge(next.getTime() - now.getTime())}`];
}
