import type { AddonRef } from '../../domain/addons/addon.ts';
import { formatAddonRef } from '../../domain/addons/addon.ts';
import type { Backup } from '../../domain/backup.ts';
import type { DigestRow } from '../../domain/digests/row.ts';
import { formatBytes, formatCount, formatDuration } from '../../domain/format.ts';
import type { BackupSchedule } from '../../domain/schedules/schedule.ts';
import type { LedgerSlot, Verdict } from '../../domain/verdicts/verdict.ts';
import { addonAddress, addonTitle } from '../addons/name.ts';
import { actions, button, context, cutMrkdwn, section } from '../block-kit/blocks.ts';
import { LIMIT } from '../block-kit/limits.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { escapeMrkdwn, plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { addonValue } from '../button-values.ts';
import { ACTION } from '../ids.ts';
import type { ScheduleTimes } from './digest-row-blocks.ts';
import { firstSchedules } from './schedule-lines.ts';
import { statusMark } from './status-mark.ts';
import { slotShape, verdictMark } from './verdict-words.ts';

const MAX_FAILURES = 10;
const MAX_PLACES = 6;
const LAST_SLOTS = 5;

/** What a reply needs beside its row. */
export interface DigestReplyOptions extends ScheduleTimes {
  /** Display name of a destination's id. */
  nameOf: (destinationId: string) => string;
  /** Northflank's page of an addon; absent when nobody configured where it is. */
  linkTo?: ((addon: AddonRef) => string | undefined) | undefined;
}

/** The reply in a digest's thread that says all about one bad addon. */
export function buildDigestReply(row: DigestRow, options: DigestReplyOptions): SlackMessage {
  const { addon, verdict, schedules, failures } = row;
  const address = addonAddress(addon);
  const head = `*${addonTitle(addon)}*${address === undefined ? '' : ` · ${address}`}`;
  const state = `${verdictMark(verdict.word)}: ${plainInMrkdwn(verdict.reason, 500)}`;
  return {
    text: cutMrkdwn(
      `${plainInMrkdwn(formatAddonRef(addon), 150)}: ${verdict.word}, ${plainInMrkdwn(verdict.reason, 500)}.`,
      LIMIT.messageText,
    ),
    blocks: [
      section(`${head}\n${state}`),
      section(
        [
          ...failureLines(failures),
          ...slotLine(verdict.slots),
          lastGoodLine(verdict),
          copiesLine(verdict, options),
          ...verdict.notes.slice(0, 5).map((note) => `Note: ${plainInMrkdwn(note, 200)}`),
        ].join('\n'),
      ),
      context(
        [...plannedLines(schedules, options), ...linkLine(options.linkTo?.(addon))].join('\n'),
      ),
      ...actions([button(ACTION.showAddon, 'Show', addonValue(addon))]),
    ],
  };
}

function failureLines(failures: readonly Backup[]): string[] {
  const lines = failures.slice(0, MAX_FAILURES).map((backup) => {
    const ran =
      backup.completedAt === undefined
        ? ''
        : ` after ${formatDuration(backup.completedAt.getTime() - backup.createdAt.getTime())}`;
    const size = backup.sizeBytes === undefined ? '' : ` · ${formatBytes(backup.sizeBytes)}`;
    const type = backup.type === 'unknown' ? '' : ` · ${backup.type}`;
    return `${plainInMrkdwn(statusMark(backup), 60)}${ran} · started ${slackDate(backup.createdAt)}${type}${size}`;
  });
  const more = failures.length - lines.length;
  return more > 0 ? [...lines, `and ${formatCount(more, 'more failed run')}`] : lines;
}

/** Shapes with their words, since a row of shapes alone says nothing to a screen reader. */
function slotLine(slots: readonly LedgerSlot[]): string[] {
  const last = slots.slice(-LAST_SLOTS);
  if (last.length === 0) return [];
  const marks = last.map(({ outcome }) => `${slotShape(outcome)} ${outcome}`).join('  ');
  return [`Last ${formatCount(last.length, 'slot')}, newest right: ${marks}`];
}

function lastGoodLine({ lastGood, lastGoodExpiresAt }: Verdict): string {
  if (lastGood === undefined) return 'Last good: none in what was read';
  const size = lastGood.sizeBytes === undefined ? '' : ` · ${formatBytes(lastGood.sizeBytes)}`;
  return `Last good: ${slackDate(lastGood.createdAt)}${size}${expiryWords(lastGoodExpiresAt)}`;
}

function expiryWords(expiresAt: Verdict['lastGoodExpiresAt']): string {
  if (expiresAt === undefined) return '';
  return expiresAt === 'kept' ? ' · kept' : ` · expires ${slackDate(expiresAt)}`;
}

function copiesLine({ copies }: Verdict, { nameOf }: DigestReplyOptions): string {
  const places = copies.filter(({ count }) => count > 0);
  if (places.length === 0) return 'Copies: none that is known to exist';
  const named = places.slice(0, MAX_PLACES).map(({ destinationId, count }) => {
    const place =
      destinationId === '' ? "Northflank's own storage" : plainInMrkdwn(nameOf(destinationId), 60);
    return `${count} in ${place}`;
  });
  const more = places.length - named.length;
  return `Copies: ${named.join(', ')}${more > 0 ? ` and ${formatCount(more, 'more place')}` : ''}`;
}

function plannedLines(
  schedules: readonly BackupSchedule[],
  { scheduleZone, language, nameOf }: DigestReplyOptions,
): string[] {
  return schedules.length === 0
    ? ['Nothing is known to be scheduled']
    : firstSchedules(schedules, { zone: scheduleZone, language, nameOf });
}

/** Only a plain web address becomes a link: it is written between Slack's own marks. */
function linkLine(url: string | undefined): string[] {
  if (url === undefined || !/^https:\/\/[^\s|<>]+$/.test(url)) return [];
  return [`<${escapeMrkdwn(url)}|Open in Northflank>`];
}
