import { nounOf } from '../../domain/backup.ts';
import type { RowMark, SlotRow } from '../../domain/verdicts/slot-row.ts';
import type { SlotOutcome } from '../../domain/verdicts/verdict.ts';
import { slackDate } from '../block-kit/mrkdwn.ts';
import { slotShape } from './verdict-words.ts';

/** What the marks mean, in the order of the legend. */
const MEANINGS: readonly { mark: RowMark; words: string }[] = [
  { mark: 'done', words: 'made' },
  { mark: 'some', words: 'some made' },
  { mark: 'failed', words: 'failed' },
  { mark: 'missed', words: 'missed' },
  { mark: 'aborted', words: 'aborted' },
  { mark: 'stuck', words: 'stuck' },
  { mark: 'late', words: 'late' },
  { mark: 'running', words: 'running' },
  { mark: 'waiting', words: 'waiting' },
  { mark: 'unknown', words: 'not known' },
  { mark: 'none', words: 'none due' },
];

/** One line for each row: `dump ✔✔✔✖✖ · promised 14, made 11 since 7 Nov`; a single row needs no name. */
export function slotLines(rows: readonly SlotRow[]): string[] {
  return rows.map((row) => {
    const name = rows.length > 1 ? `${nounOf(row.type)} ` : '';
    const marks = row.marks.map(shapeOf).join('');
    return [`${name}${marks}`, countWords(row)].filter((part) => part !== '').join(' · ');
  });
}

/** What the marks of {@link slotLines} are, in one line; nothing without rows. */
export function slotLegend(rows: readonly SlotRow[]): string[] {
  const marks = new Set(rows.flatMap((row) => row.marks));
  if (marks.size === 0) return [];
  const seen = MEANINGS.filter(({ mark }) => marks.has(mark));
  const byShape = Map.groupBy(seen, ({ mark }) => shapeOf(mark));
  const keys = [...byShape].map(
    ([shape, same]) => `${shape} ${same.map(({ words }) => words).join(' or ')}`,
  );
  return [`Oldest left, ${unitOf(rows)}: ${keys.join('  ')}`];
}

/** The same without marks, for those who hear it. */
export function spokenSlots(rows: readonly SlotRow[]): string[] {
  return rows.flatMap((row) => {
    if (row.since === undefined) return [];
    const lead = rows.length > 1 ? `${nounOf(row.type)}s promised` : 'Promised';
    return [
      `${lead} ${row.promised === 1 ? 'once' : `${row.promised} times`} since ${slackDate(row.since, 'date')}, made ${row.made}`,
    ];
  });
}

/** Before the first slot is settled there is nothing to count. */
function countWords({ promised, made, since }: SlotRow): string {
  if (since === undefined) return '';
  return `promised ${promised}, made ${made} since ${slackDate(since, 'date')}`;
}

function unitOf(rows: readonly SlotRow[]): string {
  const daily = rows.filter(({ perDay }) => perDay);
  if (daily.length === rows.length) return 'one mark per day';
  const exceptions =
    daily.length === 0 ? '' : ` (${daily.map(({ type }) => nounOf(type)).join(', ')}: per day)`;
  return `one mark per scheduled run${exceptions}`;
}

function shapeOf(mark: RowMark): string {
  if (mark === 'some') return '◇';
  return mark === 'none' ? '·' : slotShape(mark satisfies SlotOutcome);
}
