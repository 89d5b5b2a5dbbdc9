import type { types } from '@slack/bolt';
import type { DigestRow } from '../../domain/digests/row.ts';
import { formatBytes, formatCount } from '../../domain/format.ts';
import type { Language } from '../../domain/language.ts';
import { describeSchedule } from '../../domain/schedules/words.ts';
import { addonTitle } from '../addons/name.ts';
import { button, section } from '../block-kit/blocks.ts';
import { joinParts } from '../block-kit/lines.ts';
import { plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { addonValue } from '../button-values.ts';
import { ACTION } from '../ids.ts';
import { addonMenu } from './addon-menu.ts';
import { brokenWords } from './snooze-words.ts';
import { verdictMark } from './verdict-words.ts';

/** How times of schedules are written. */
export interface ScheduleTimes {
  /** Zone of Northflank's schedules. */
  scheduleZone: string;
  /** Absent for English. */
  language?: Language | undefined;
}

/**
 * One bad addon of a digest: what is wrong, one act to see and the others in a menu.
 *
 * @param index of the row, which keeps its ids apart from those of the others.
 * @param times zone of the schedules, and the language of their weekdays.
 */
export function digestRowBlocks(
  row: DigestRow,
  index: number,
  times: ScheduleTimes,
): types.KnownBlock[] {
  const { addon, verdict, newSince, broken } = row;
  const text = [
    joinParts([
      `${verdictMark(verdict.word)}  *${addonTitle(addon)}*`,
      newSince && `new since ${slackDate(newSince, 'time')}`,
      broken && brokenWords(broken, verdict),
    ]),
    plainInMrkdwn(verdict.reason, 400),
    facts(row, times),
  ];
  const show = button(`${ACTION.showAddon}:${index}`, 'Show', addonValue(addon));
  const elements = [show, addonMenu(addon, index)].filter((element) => element !== undefined);
  return [
    section(text.filter((line) => line !== '').join('\n')),
    ...(elements.length === 0 ? [] : [{ type: 'actions' as const, elements }]),
  ];
}

/** Size, schedule and what failed, so that a row can be understood without a click. */
function facts(
  { verdict, schedules, failures }: DigestRow,
  { scheduleZone, language }: ScheduleTimes,
): string {
  const size = verdict.lastGood?.sizeBytes;
  const [schedule, ...others] = schedules.map((each) =>
    describeSchedule(each, scheduleZone, language),
  );
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return joinParts([
    size === undefined ? undefined : `last good ${formatBytes(size)}`,
    schedule === undefined ? undefined : plainInMrkdwn(`${schedule}${more}`, 200),
    failures.length === 0
      ? undefined
      : `${formatCount(failures.length, 'failed run')} since the last digest`,
  ]);
}
