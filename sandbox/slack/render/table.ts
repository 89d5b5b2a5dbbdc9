import { type Json, jsonList, jsonOf, textFrom } from '../json.ts';
import type { Reader } from './reader.ts';
import { richTextLines } from './rich-text.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A table or data table as aligned columns, its first row underlined. */
export function tableLines(block: Json, reader: Reader): string[] {
  const rows = (Array.isArray(block['rows']) ? block['rows'] : []).map(jsonList);
  const cells = rows.map((row) => row.map((cell) => cellText(cell, reader)));
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...cells.map((row) => columnsOf(row[column] ?? ''))),
  );
  const rightward = widths.map((_, column) => isRight(block, rows, column));
  const lines = cells.map((row) =>
    widths
      .map((width, column) => pad(row[column] ?? '', width, rightward[column] === true))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [...lines.slice(0, 1), rule, ...lines.slice(1)];
}

/**
 * How many columns of a terminal a text takes.
 *
 * Emoji shown as pictures and East Asian wide characters take two.
 */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

function cellText(cell: Json, reader: Reader): string {
  const text =
    cell['type'] === 'rich_text' ? richTextLines(cell, reader).join(' ') : textFrom(cell['text']);
  return text.replaceAll('\n', ' ');
}

/** Numbers stand at the right, and whatever the block asks for. */
function isRight(block: Json, rows: readonly Json[][], column: number): boolean {
  const settings = Array.isArray(block['column_settings']) ? block['column_settings'] : [];
  if (jsonOf(settings[column])['align'] === 'right') return true;
  const body = rows.slice(1).map((row) => row[column]?.['type']);
  return body.length > 0 && body.every((type) => type === 'raw_number');
}

function pad(text: string, width: number, rightward: boolean): string {
  const gap = ' '.repeat(Math.max(0, width - columnsOf(text)));
  return rightward ? `${gap}${text}` : `${text}${gap}`;
}
