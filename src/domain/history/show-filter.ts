import type { Backup, BackupStatus } from '../backup.ts';
import { UserError } from '../user-error.ts';

/** Which backups of one addon somebody wants to see; every part narrows. */
export interface ShowFilter {
  /** Only runs that did not end well, or whose end is not known. */
  failed: boolean;
  /** Only these ways of making a copy; empty means all. */
  types: readonly ('dump' | 'snapshot')[];
  /** Only runs that started within this many hours; absent for no limit. */
  withinHours?: number | undefined;
}

/** The filter that lets every backup through. */
export const ALL_BACKUPS: ShowFilter = { failed: false, types: [] };

const MAX_HOURS = 24 * 3650;

const NOT_BAD: ReadonlySet<BackupStatus> = new Set(['completed', 'in-progress', 'scheduled']);

const FAILED_WORDS = new Set(['failed', 'fail', 'fails', 'failure', 'failures', 'failing', 'bad']);
const DUMP_WORDS = new Set(['dump', 'dumps']);
const SNAPSHOT_WORDS = new Set(['snapshot', 'snapshots', 'snap', 'snaps']);
const ALL_WORDS = new Set(['all', 'any', 'everything']);
/** Words that may stand around the others and say nothing of their own. */
const FILLERS = new Set(['', 'and', 'the', 'only', 'last', 'past', 'backups', 'backup', 'runs']);

/**
 * Reads the words behind an addon: `failed 7d`, `Dumps, last 3 days`; in any order, no words for all.
 *
 * @throws {UserError} when a word is none that filters.
 */
export function parseShowFilter(text: string): ShowFilter {
  const words = wordsOf(text);
  const unknown = words.find((word) => !isFilterWord(word));
  if (unknown !== undefined) throw unknownWord(unknown);
  return {
    failed: words.some((word) => FAILED_WORDS.has(word)),
    types: [
      ...(words.some((word) => DUMP_WORDS.has(word)) ? ['dump' as const] : []),
      ...(words.some((word) => SNAPSHOT_WORDS.has(word)) ? ['snapshot' as const] : []),
    ],
    withinHours: words.map((word) => hoursOf(word)).findLast((hours) => hours !== undefined),
  };
}

/** The filter as its shortest words, which {@link parseShowFilter} reads back: `failed 7d`, `all`. */
export function formatShowFilter({ failed, types, withinHours }: ShowFilter): string {
  const words = [
    ...(failed ? ['failed'] : []),
    ...types.map((type) => `${type}s`),
    ...(withinHours === undefined ? [] : [formatHours(withinHours)]),
  ];
  return words.length === 0 ? 'all' : words.join(' ');
}

/** The first moment that the filter lets through; absent when time does not matter to it. */
export function filterStart(
  { withinHours }: Pick<ShowFilter, 'withinHours'>,
  asOf: Date,
): Date | undefined {
  if (withinHours === undefined) return undefined;
  return new Date(asOf.getTime() - withinHours * 3_600_000);
}

/** Whether a backup is to be shown; one of unknown type may be either, so every type lets it through. */
export function passesFilter(backup: Backup, filter: ShowFilter, asOf: Date): boolean {
  const start = filterStart(filter, asOf);
  if (start !== undefined && backup.createdAt < start) return false;
  if (filter.failed && !isBad(backup)) return false;
  if (filter.types.length === 0 || backup.type === 'unknown') return true;
  return filter.types.some((type) => type === backup.type);
}

/** Whether a run ended, or is ending, without a copy; a status that nobody documents counts as bad. */
export function isBad({ status }: Pick<Backup, 'status'>): boolean {
  return !NOT_BAD.has(status);
}

/** Single lower-case words, with a number and its unit put together: "last 7 Days" gives `7days`. */
function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/(\d+)\s+(?=(?:h|hours?|d|days?|w|weeks?)\b)/g, '$1')
    .split(/[\s,;+&]+/)
    .map((word) => word.replace(/^-+/, '').replace(/[.!]+$/, ''))
    .filter((word) => !FILLERS.has(word));
}

/** Whether a lower-case word narrows what is shown, or says that nothing shall be. */
export function isFilterWord(word: string): boolean {
  const sets = [FAILED_WORDS, DUMP_WORDS, SNAPSHOT_WORDS, ALL_WORDS];
  return sets.some((set) => set.has(word)) || hoursOf(word) !== undefined;
}

const HOURS_PER_UNIT: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };

function hoursOf(word: string): number | undefined {
  const parts = /^(?<count>\d{1,6})(?<unit>h|d|w)(?:ours?|ays?|eeks?)?$/.exec(word)?.groups;
  const hours = Number(parts?.['count']) * (HOURS_PER_UNIT[parts?.['unit'] ?? ''] ?? Number.NaN);
  return hours >= 1 ? Math.min(hours, MAX_HOURS) : undefined;
}

function formatHours(hours: number): string {
  return hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
}

function unknownWord(word: string): UserError {
  // The word is foreign text: only what can be no markup is repeated.
  const shown = word.replace(/[^\p{L}\p{N}-]/gu, '').slice(0, 30);
  return new UserError(
    `${shown === '' ? 'That' : `“${shown}”`} is no filter. Use \`failed\`, \`dumps\`, \`snapshots\`, ` +
      'a time such as `7d` or `24h`, or `all`; several work together: `failed 7d`.',
  );
}
