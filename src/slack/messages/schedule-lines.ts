import { type Addon, isIdle } from '../../domain/addons/addon.ts';
import { nounOf } from '../../domain/backup.ts';
import { formatAge, formatCount } from '../../domain/format.ts';
import type { Language } from '../../domain/language.ts';
import type { Listing } from '../../domain/listing.ts';
import type { BackupSchedule } from '../../domain/schedules/schedule.ts';
import { nextSlot } from '../../domain/schedules/slots.ts';
import { describeSchedule } from '../../domain/schedules/words.ts';
import { plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { gapLines } from './gap-lines.ts';

/** Schedules, and places of one, beyond these are counted. */
const MAX_SCHEDULES = 6;
const MAX_PLACES = 3;

/** How schedules are put into words. */
export interface ScheduleWords {
  /** Zone of the schedules. */
  zone: string;
  /** Of weekdays; absent for English. */
  language?: Language | undefined;
  /** Display name of a destination's id. */
  nameOf: (destinationId: string) => string;
}

/** What is promised, in lines of mrkdwn: the schedules, the next run, what of them could not be read. */
export function scheduleLines(
  schedules: Listing<BackupSchedule>,
  addon: Pick<Addon, 'status'>,
  { now, ...words }: ScheduleWords & { now: Date },
): string[] {
  return [
    ...gapLines(schedules, 'schedule'),
    ...firstSchedules(schedules.rows, words),
    ...nextLine(schedules, addon, words.zone, now),
  ];
}

/** The first schedules, one line each, and how many more there are. */
export function firstSchedules(
  schedules: readonly BackupSchedule[],
  words: ScheduleWords,
): string[] {
  const shown = schedules.slice(0, MAX_SCHEDULES).map((schedule) => scheduleLine(schedule, words));
  const more = schedules.length - shown.length;
  return more > 0 ? [...shown, `and ${formatCount(more, 'more schedule')}`] : shown;
}

/** One schedule: its type, when it runs, and where the copies go. */
function scheduleLine(
  { type, destinationIds, ...schedule }: BackupSchedule,
  { zone, language, nameOf }: ScheduleWords,
): string {
  const to = destinationIds.slice(0, MAX_PLACES).map((id) => plainInMrkdwn(nameOf(id), 40));
  const more = destinationIds.length - to.length;
  const where = to.length === 0 ? '' : ` → ${to.join(', ')}${more > 0 ? ` +${more}` : ''}`;
  return `${nounOf(type)} ${plainInMrkdwn(describeSchedule(schedule, zone, language), 300)}${where}`;
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
