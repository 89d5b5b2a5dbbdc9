import type { Backup } from '../../domain/backup.ts';
import { formatAge, formatBytes, formatDuration } from '../../domain/format.ts';
import type { HistoryRow, Origin } from '../../domain/history/history.ts';
import { describePattern } from '../../domain/schedules/words.ts';
import type { Column } from '../block-kit/data-table.ts';
import { statusMark } from './status-mark.ts';

/** Title of the column that names a row. */
export const STARTED = 'Started';
/** What a cell says of what nobody knows. */
export const NOT_KNOWN = 'not known';

/** Columns that say nothing about any row of the page are left out: a phone shows three or four. */
export function historyColumns(
  rows: readonly HistoryRow[],
  zone: string,
  nameOf: (destinationId: string) => string,
): Column<HistoryRow>[] {
  const columns: Column<HistoryRow>[] = [
    { title: 'Status', text: ({ backup }) => statusMark(backup) },
    { title: STARTED, text: () => '', at: ({ backup }) => backup.createdAt },
    {
      title: 'Size (change)',
      text: sizeText,
      alone: naming('size'),
      sortBy: ({ backup }) => backup.sizeBytes ?? -1,
    },
    { title: 'Took', text: durationText, sortBy: ({ durationMs }) => durationMs ?? -1 },
    { title: 'Type', text: typeText, alone: naming('type') },
    {
      title: 'Made by',
      text: (row) => originText(row.origin, row.backup, zone),
      alone: naming('origin'),
    },
  ];
  if (rows.some(({ backup }) => backup.destinationIds.length > 0)) {
    columns.push({ title: 'Copies in', text: ({ backup }) => placeText(backup, nameOf) });
  }
  if (rows.some(({ versionBefore }) => versionBefore !== undefined)) {
    columns.push({ title: 'Version', text: versionText });
  }
  return columns;
}

/** Says of what it is that nothing is known, where no title does. */
export function naming(noun: string): (text: string) => string {
  return (text) => (text === NOT_KNOWN ? `${noun} ${text}` : text);
}

function sizeText({ backup, sizeChange }: HistoryRow): string {
  if (backup.sizeBytes === undefined) return backup.status === 'completed' ? NOT_KNOWN : '';
  const size = formatBytes(backup.sizeBytes);
  return sizeChange === undefined ? size : `${size} (${changeText(sizeChange)})`;
}

function changeText(change: number): string {
  const percent = Math.round(change * 100);
  if (percent === 0) return '±0 %';
  return `${percent > 0 ? '+' : ''}${percent} %`;
}

function durationText({ durationMs, running }: HistoryRow): string {
  if (durationMs === undefined) return '';
  return running ? `${formatAge(durationMs)} so far` : formatDuration(durationMs);
}

function typeText({ backup }: HistoryRow): string {
  if (backup.type === 'unknown') return NOT_KNOWN;
  return backup.compression === undefined ? backup.type : `${backup.type} ${backup.compression}`;
}

function originText(origin: Origin, { name }: Backup, zone: string): string {
  if (origin.kind === 'unknown') return NOT_KNOWN;
  if (origin.kind !== 'scheduled') return `${origin.kind}: ${name}`;
  return origin.schedules.map(({ pattern }) => describePattern(pattern, zone)).join(' + ');
}

function placeText({ destinationIds }: Backup, nameOf: (id: string) => string): string {
  const [first, ...others] = destinationIds;
  if (first === undefined) return 'Northflank only';
  return others.length === 0 ? nameOf(first) : `${nameOf(first)} +${others.length}`;
}

function versionText({ backup, versionBefore }: HistoryRow): string {
  return versionBefore === undefined ? '' : `${versionBefore} → ${backup.version}`;
}
