import { html, nothing } from 'lit';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { drawElement } from '../elements/element.ts';
import { isJson, jsonList } from '../state/json.ts';
import type { Surface } from './surface.ts';
import { drawText } from './text.ts';

/** A section: text, fields in two columns, and something to use beside them. */
export function drawSection(surface: Surface, block: Json): Drawn {
  const { reader } = surface;
  const fields = jsonList(block['fields']);
  const accessory = block['accessory'];
  return html`<div class="section">
    <div class="section-words">
      ${block['text'] === undefined ? nothing : drawText(block['text'], reader)}
      ${
        fields.length === 0
          ? nothing
          : html`<div class="fields">
            ${fields.map((field) => html`<div>${drawText(field, reader)}</div>`)}
          </div>`
      }
    </div>
    ${
      isJson(accessory)
        ? html`<div class="accessory">${drawElement(surface, block, accessory)}</div>`
        : nothing
    }
  </div>`;
}
