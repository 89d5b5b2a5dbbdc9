import { html, LitElement, nothing } from 'lit';
import { withEmoji } from '../../../slack/render/emoji.ts';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { textFrom } from '../state/json.ts';
import type { Reader } from './surface.ts';
import { drawCell, rowsOf } from './table.ts';
import { cellWords, nextOrder, type Order, sortRows } from './table-order.ts';

/** Slack's default. */
const PAGE_SIZE = 5;

/** A table that its reader can sort and leaf through. */
export class DataTable extends LitElement {
  static override properties = {
    block: { attribute: false },
    reader: { attribute: false },
    order: { state: true },
    page: { state: true },
  };
  declare block: Json;
  declare reader: Reader;
  declare private order: Order | undefined;
  declare private page: number;

  constructor() {
    super();
    this.page = 0;
  }

  override createRenderRoot(): this {
    return this;
  }

  override render(): Drawn {
    const [header = [], ...rows] = rowsOf(this.block);
    const caption = textFrom(this.block['caption']);
    const size = Number(this.block['page_size'] ?? PAGE_SIZE);
    const pages = Math.max(1, Math.ceil(rows.length / size));
    const page = Math.min(this.page, pages - 1);
    const shown = sortRows(rows, this.order).slice(page * size, (page + 1) * size);
    const named = Number(this.block['row_header_column_index'] ?? 0);
    return html`<figure class="table">
      <div class="table-scroll" role="region" aria-label=${caption} tabindex="0">
        <table>
          <caption class="sr-only">
            ${caption}
          </caption>
          <thead>
            <tr>
              ${header.map((cell, column) => this.#head(cell, column))}
            </tr>
          </thead>
          <tbody>
            ${shown.map((row) => this.#row(row, named))}
          </tbody>
        </table>
      </div>
      <figcaption class="table-foot">
        <span>${caption}</span>${pages > 1 ? this.#pager(page, pages, size, rows.length) : nothing}
      </figcaption>
    </figure>`;
  }

  #head(cell: Json, column: number): Drawn {
    const mine = this.order?.column === column ? this.order : undefined;
    const sorted = mine === undefined ? 'none' : mine.descending ? 'descending' : 'ascending';
    return html`<th scope="col" aria-sort=${sorted}>
      <button type="button" @click=${() => this.#sort(column)}>
        ${withEmoji(cellWords(cell))}<span class="sort-mark" aria-hidden="true"></span>
      </button>
    </th>`;
  }

  #row(row: Json[], named: number): Drawn {
    return html`<tr>
      ${row.map((cell, column) =>
        column === named
          ? html`<th scope="row">${drawCell(cell, this.reader)}</th>`
          : html`<td class=${cell['type'] === 'raw_number' ? 'is-number' : ''}>
              ${drawCell(cell, this.reader)}
            </td>`,
      )}
    </tr>`;
  }

  #pager(page: number, pages: number, size: number, total: number): Drawn {
    const to = Math.min(total, (page + 1) * size);
    return html`<span class="pager">
      <button
        type="button"
        aria-label="Previous rows"
        ?disabled=${page === 0}
        @click=${() => (this.page = page - 1)}
      >
        ‹
      </button>
      <span aria-live="polite">${page * size + 1}–${to} of ${total}</span>
      <button
        type="button"
        aria-label="Next rows"
        ?disabled=${page === pages - 1}
        @click=${() => (this.page = page + 1)}
      >
        ›
      </button>
    </span>`;
  }

  #sort(column: number): void {
    this.order = nextOrder(this.order, column);
    this.page = 0;
  }
}

/** A data table as a block. */
export function drawDataTable(block: Json, reader: Reader): Drawn {
  return html`<data-table .block=${block} .reader=${reader}></data-table>`;
}
