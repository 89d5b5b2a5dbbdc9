import { html } from 'lit';
import { withEmoji } from '../../../slack/render/emoji.ts';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { jsonList, textFrom } from '../state/json.ts';
import { drawRichText } from './rich-text.ts';
import type { Reader } from './surface.ts';
import { cellWords } from './table-order.ts';

/** A simple table, without sorting. */
export function drawTable(block: Json, reader: Reader): Drawn {
  const [header = [], ...rows] = rowsOf(block);
  const settings = Array.isArray(block['column_settings'])
    ? jsonList(block['column_settings'])
    : [];
  const align = (column: number): string => textFrom(settings[column]?.['align']) || 'left';
  return html`<figure class="table">
    <div class="table-scroll" role="region" aria-label="Table" tabindex="0">
      <table>
        <thead>
          <tr>
            ${header.map(
              (cell, column) =>
                html`<th scope="col" data-align=${align(column)}>${drawCell(cell, reader)}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map(
                  (cell, column) =>
                    html`<td data-align=${align(column)}>${drawCell(cell, reader)}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </figure>`;
}

/** What stands in a cell, of a table of either kind. */
export function drawCell(cell: Json, reader: Reader): Drawn {
  return cell['type'] === 'rich_text' ? drawRichText(cell, reader) : withEmoji(cellWords(cell));
}

/** A table's rows of cells, the header first; none where the block holds none. */
export function rowsOf(block: Json): Json[][] {
  return Array.isArray(block['rows']) ? block['rows'].map((row) => jsonList(row)) : [];
}
