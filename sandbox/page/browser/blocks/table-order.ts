import type { Json } from '../../wire.ts';
import { textFrom } from '../state/json.ts';
import { richTextWords } from './rich-text-words.ts';

/** Which column a table is sorted by. */
export interface Order {
  column: number;
  descending: boolean;
}

/**
 * Rows in the asked order; equal ones keep theirs.
 *
 * As Slack does it: by number where every cell of the column is one, otherwise by the words.
 */
export function sortRows(rows: readonly Json[][], order: Order | undefined): Json[][] {
  if (order === undefined) return [...rows];
  const { column, descending } = order;
  const numeric = rows.every((row) => row[column]?.['type'] === 'raw_number');
  const direction = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [first, second] = [a[column] ?? {}, b[column] ?? {}];
    const difference = numeric
      ? Number(first['value']) - Number(second['value'])
      : cellWords(first).localeCompare(cellWords(second), 'en');
    return direction * difference;
  });
}

/** What a press on a column's head asks for: up, down, and back to the table's own order. */
export function nextOrder(order: Order | undefined, column: number): Order | undefined {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? undefined : { column, descending: true };
}

/** A cell's words. */
export function cellWords(cell: Json): string {
  return cell['type'] === 'rich_text' ? richTextWords(cell) : textFrom(cell['text']);
}
