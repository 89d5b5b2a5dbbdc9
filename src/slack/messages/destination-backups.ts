import type { types } from '@slack/bolt';
import type { DestinationBackup, Expiry } from '../../domain/backup.ts';
import type { Destination } from '../../domain/destinations/destination.ts';
import { holdingOf } from '../../domain/destinations/holding.ts';
import { formatAge, formatAgo, formatBytes, formatCount } from '../../domain/format.ts';
import { type Page, pageOf, type ShowView } from '../../domain/history/paging.ts';
import type { Listing } from '../../domain/listing.ts';
import { describePattern } from '../../domain/schedules/words.ts';
import { addonLabel, type NamedAddon } from '../addons/name.ts';
import { actions, button, context, section, sectionsOf, textOf } from '../block-kit/blocks.ts';
import { type Column, dataTable, tableLines } from '../block-kit/data-table.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { code, plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { addonValue, destinationPageValue } from '../button-values.ts';
import { ACTION } from '../ids.ts';
import { gapLines } from './gap-lines.ts';
import { NOT_KNOWN, naming, STARTED } from './history-columns.ts';
import { pageButtons } from './page-buttons.ts';
import { pageSummary } from './page-summary.ts';
import { statusMark } from './status-mark.ts';

const MAX_ADDON_BUTTONS = 8;

/** Everything that the answer to `destination` rests on. */
export interface DestinationBackupsInput {
  destination: Destination;
  /** Where nothing at all could be read: no rows, `reach` `failed` and the reason. */
  backups: Listing<DestinationBackup>;
  view: ShowView;
  /** IANA zone of the schedules. */
  scheduleZone: string;
  now: Date;
}

/** What one destination holds: whose copies, how good, and how long they stay. */
export function buildDestinationBackupsMessage(input: DestinationBackupsInput): SlackMessage {
  const { destination, backups, view, scheduleZone, now } = input;
  const page = pageOf(backups, view, now);
  const columns = columnsFor(scheduleZone, now);
  const gaps = gapLines(backups, 'backup', ' and may be newer than those shown');
  const lines = [headline(destination), ...gaps, ...holdingLines(input)];
  const summary = pageSummary(page, view.filter, backups.rows.length);
  const foot = [context(summary), ...waysOn(destination, page, view), ...addonButtons(page.rows)];
  const rows = tableLines(page.rows, columns);
  const head = section(lines.join('\n'));
  return {
    text: textOf([...lines, summary, ...rows]),
    blocks: [
      head,
      ...(page.rows.length === 0
        ? []
        : [dataTable(`Backups in ${destination.name}`, page.rows, columns, STARTED)]),
      ...foot,
    ],
    plainBlocks: [head, ...sectionsOf(rows), ...foot],
  };
}

/** How long a copy stays: `in 3 days`, `in 31 h`, `kept`, `expired 2 d ago`, `not known`. */
export function formatExpiry(expiry: Expiry, now: Date): string {
  if (expiry.kind === 'kept') return 'kept';
  if (expiry.kind === 'unreadable') return NOT_KNOWN;
  const left = expiry.at.getTime() - now.getTime();
  if (left <= 0) return `expired ${formatAgo(-left)}`;
  const days = Math.round(left / 86_400_000);
  return days < 2 ? `in ${formatAge(left)}` : `in ${formatCount(days, 'day')}`;
}

function headline({ name, bucketName, region }: Destination): string {
  const bucket = bucketName ? ` · bucket ${code(bucketName, 100)}` : '';
  return `*${plainInMrkdwn(name, 100)}*${bucket}${region ? ` · ${plainInMrkdwn(region, 60)}` : ''}`;
}

function holdingLines({ backups, now }: DestinationBackupsInput): string[] {
  const { copies, bad, addons, newest, whole } = holdingOf(backups);
  if (newest === undefined) {
    if (backups.rows.length === 0 && !whole) return [];
    return [whole ? '✖ *No completed backup* is here' : 'No completed backup among those read'];
  }
  const ago = formatAgo(now.getTime() - newest.createdAt.getTime());
  const count = `${whole ? '' : 'at least '}${formatCount(copies, 'completed backup')}`;
  return [
    `Newest good copy ${ago} (${slackDate(newest.createdAt)}) · ${count}${addons === 0 ? '' : ` of ${formatCount(addons, 'addon')}`}`,
    ...(bad === 0 ? [] : [`✖ ${formatCount(bad, 'backup')} did not complete`]),
  ];
}

function columnsFor(zone: string, now: Date): Column<DestinationBackup>[] {
  return [
    { title: 'Status', text: (backup) => statusMark(backup) },
    { title: STARTED, text: () => '', at: ({ createdAt }) => createdAt },
    {
      title: 'Addon',
      text: ({ addon }) => (addon ? addonLabel(toNamed(addon)) : 'addon not named'),
    },
    {
      title: 'Size',
      text: sizeText,
      alone: naming('size'),
      sortBy: ({ sizeBytes }) => sizeBytes ?? -1,
    },
    {
      title: 'Schedule',
      text: (backup) => scheduleText(backup, zone),
      alone: naming('schedule'),
    },
    {
      title: 'Expires',
      text: ({ expiry }) => formatExpiry(expiry, now),
      alone: (text) => naming('expiry')(text).replace(/^in /, 'expires in '),
    },
  ];
}

/** Schedules that could not be read are no sign that somebody started it by hand. */
function scheduleText(
  { schedules, unreadableSchedules = 0 }: DestinationBackup,
  zone: string,
): string {
  const patterns = schedules.map((pattern) => describePattern(pattern, zone));
  if (unreadableSchedules > 0) patterns.push(NOT_KNOWN);
  return patterns.length === 0 ? 'manual' : patterns.join(' + ');
}

function sizeText({ sizeBytes, status }: DestinationBackup): string {
  if (sizeBytes !== undefined) return formatBytes(sizeBytes);
  return status === 'completed' ? NOT_KNOWN : '';
}

function toNamed(addon: NonNullable<DestinationBackup['addon']>): NamedAddon {
  return { ...addon, name: addon.addonName };
}

function waysOn(
  { id }: Destination,
  page: Page<DestinationBackup>,
  { filter }: ShowView,
): types.ActionsBlock[] {
  const valueOf = (view: ShowView) => destinationPageValue({ id, view });
  return actions([
    ...pageButtons(ACTION.showDestinationPage, page, filter, valueOf),
    button(ACTION.showDestinations, 'All destinations', 'all'),
  ]);
}

/** One button for each addon of the page, in the order in which they appear. */
function addonButtons(rows: readonly DestinationBackup[]): types.ActionsBlock[] {
  const addons = new Map(
    rows.flatMap(({ addon }) => (addon ? [[addonValue(addon), toNamed(addon)] as const] : [])),
  );
  return actions(
    [...addons]
      .slice(0, MAX_ADDON_BUTTONS)
      .map(([value, addon], index) =>
        button(`${ACTION.showAddon}:${index}`, `Show ${addonLabel(addon)}`, value),
      ),
  );
}
