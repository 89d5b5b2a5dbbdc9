import type { types } from '@slack/bolt';
import type { Addon } from '../../domain/addons/addon.ts';
import type { Backup } from '../../domain/backup.ts';
import { toHistoryRows } from '../../domain/history/history.ts';
import { type Page, pageOf, type ShowView } from '../../domain/history/paging.ts';
import { formatShowFilter, isBad, parseShowFilter } from '../../domain/history/show-filter.ts';
import { type SizeHistory, sizeHistories } from '../../domain/history/size-history.ts';
import type { Listing } from '../../domain/listing.ts';
import type { BackupSchedule } from '../../domain/schedules/schedule.ts';
import { slotRows } from '../../domain/verdicts/slot-row.ts';
import { type Standing, standingOf } from '../../domain/verdicts/standing.ts';
import { addonAddress, addonLabel, addonTitle } from '../addons/name.ts';
import { actions, button, context, section, sectionsOf, textOf } from '../block-kit/blocks.ts';
import { dataTable, tableLines } from '../block-kit/data-table.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { plainInMrkdwn } from '../block-kit/mrkdwn.ts';
import { addonPageValue } from '../button-values.ts';
import { ACTION } from '../ids.ts';
import { historyColumns, STARTED } from './history-columns.ts';
import { pageButtons } from './page-buttons.ts';
import { pageSummary } from './page-summary.ts';
import { scheduleLines } from './schedule-lines.ts';
import { sizeCharts, sizeLines } from './size-charts.ts';
import { slotLegend, slotLines, spokenSlots } from './slot-lines.ts';
import { standingLines } from './standing-lines.ts';

/** Everything that one answer to `show` rests on. */
export interface AddonBackupsInput {
  addon: Addon & { projectName?: string | undefined };
  /** Where nothing at all could be read: no rows, `reach` `failed` and the reason. */
  backups: Listing<Backup>;
  /** As {@link AddonBackupsInput.backups}. */
  schedules: Listing<BackupSchedule>;
  /** Names of destinations by id; an id without one is shown as it is. */
  destinationNames?: ReadonlyMap<string, string> | undefined;
  view: ShowView;
  /** IANA zone of the schedules. */
  scheduleZone: string;
  now: Date;
}

/**
 * The history of one addon: can the data be had back, what is promised, and the runs one by one.
 *
 * The sentence for notifications begins with the addon and what is worst about it.
 */
export function buildAddonBackupsMessage(input: AddonBackupsInput): SlackMessage {
  const { addon, backups, schedules, view, scheduleZone: zone, now } = input;
  const nameOf = (id: string): string => input.destinationNames?.get(id) ?? id;
  const facts = judge(input);
  const standing = standingLines(backups, facts, now);
  const slots = slotRows(facts.verdict.slots, now);
  const promised = scheduleLines(schedules, addon, { zone, now, nameOf });
  const head = [
    section([headline(addon), ...standing, ...slotLines(slots)].join('\n')),
    context([...slotLegend(slots), ...promised].join('\n')),
  ];

  const page = pageOf(backups, view, now);
  const summary = pageSummary(page, view.filter, backups.rows.length);
  const foot = [context(summary), ...turnButtons(input, page), ...filterButtons(input)];
  const sizes = page.page === 0 ? shownSizes(input) : [];
  const rows = toHistoryRows(page.rows, { backups, schedules, zone, now });
  const columns = historyColumns(rows, zone, nameOf);
  const caption = `Backups of ${addonLabel(addon)}`;
  const lines = tableLines(rows, columns);
  return {
    text: textOf([
      `*${addonTitle(addon)}*: ${standing.join('\n')}`,
      ...spokenSlots(slots),
      ...promised,
      summary,
      ...lines,
    ]),
    blocks: [
      ...head,
      ...(rows.length === 0 ? [] : [dataTable(caption, rows, columns, STARTED)]),
      ...foot,
      // A chart is taller than a phone's screen: what has to be read and pressed stands above it.
      ...sizeCharts(sizes, zone),
    ],
    plainBlocks: [...head, ...sectionsOf(lines), ...sizeLines(sizes).map(context), ...foot],
  };
}

function judge({ addon, backups, schedules, scheduleZone, now }: AddonBackupsInput): Standing {
  const entry = { ...addon, projectName: addon.projectName ?? addon.projectId };
  const { readAt } = backups;
  return standingOf({ kind: 'read', addon: entry, backups, schedules, readAt }, now, scheduleZone);
}

/** Sizes of the types that the filter lets through; runs that failed have none. */
function shownSizes({ backups, view, scheduleZone, now }: AddonBackupsInput): SizeHistory[] {
  const { failed, types } = view.filter;
  if (failed) return [];
  return sizeHistories(backups.rows, scheduleZone, now).filter(
    ({ type }) => types.length === 0 || types.some((wanted) => wanted === type),
  );
}

function headline(addon: AddonBackupsInput['addon']): string {
  const kind = [addon.type, addon.versionTag].filter((word) => word !== undefined).join(' ');
  return [
    `*${addonTitle(addon)}*`,
    addonAddress(addon),
    plainInMrkdwn(kind, 60),
    plainInMrkdwn(stateWord(addon.status), 30),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}

/** Northflank's word for the addon's state, made to read on its own. */
function stateWord(status: string | undefined): string {
  if (status === 'backup') return 'backing up';
  if (status === 'restore') return 'restoring';
  return status ?? 'state not known';
}

function turnButtons({ addon, view }: AddonBackupsInput, page: Page<Backup>): types.ActionsBlock[] {
  const valueOf = (to: ShowView) => addonPageValue({ ref: addon, view: to });
  return actions(pageButtons(ACTION.showAddonPage, page, view.filter, valueOf));
}

/** Only filters that would change something here; the one in use is marked. */
function filterButtons({ addon, backups, view, now }: AddonBackupsInput): types.ActionsBlock[] {
  const { rows } = backups;
  const whole = backups.reach === 'end';
  const failures = rows.filter((backup) => isBad(backup)).length;
  const seen = new Set(rows.map(({ type }) => type));
  const mixed = seen.has('dump') && seen.has('snapshot');
  const weekAgo = now.getTime() - 7 * 86_400_000;
  const isLong = !whole || rows.some(({ createdAt }) => createdAt.getTime() < weekAgo);
  const current = formatShowFilter(view.filter);
  const choices = [
    { label: 'All', words: 'all', useful: true },
    {
      label: whole ? `Failed (${failures})` : 'Failed',
      words: 'failed',
      useful: !whole || failures > 0,
    },
    { label: 'Dumps', words: 'dumps', useful: mixed },
    { label: 'Snapshots', words: 'snapshots', useful: mixed },
    { label: 'Last 7 days', words: '7d', useful: isLong },
  ].filter(({ words, useful }) => useful || words === current);
  if (rows.length === 0 || choices.length < 2) return [];
  return actions(
    choices.map(({ label, words }, index) =>
      button(
        `${ACTION.showAddonPage}:${10 + index}`,
        words === current ? `✓ ${label}` : label,
        addonPageValue({ ref: addon, view: { filter: parseShowFilter(words), page: 0 } }),
      ),
    ),
  );
}
