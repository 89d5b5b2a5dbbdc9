import { html } from 'lit';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { drawElement } from '../elements/element.ts';
import { jsonList, jsonOf, textFrom } from '../state/json.ts';
import { drawChart } from './chart.ts';
import { drawDataTable } from './data-table.ts';
import { drawImage } from './image.ts';
import { drawInput } from './input.ts';
import { drawMarkdown } from './markdown.ts';
import { drawRichText } from './rich-text.ts';
import { drawSection } from './section.ts';
import type { Surface } from './surface.ts';
import { drawTable } from './table.ts';
import { drawText, plainWords } from './text.ts';
import { drawUnknown } from './unknown.ts';

type Draw = (surface: Surface, block: Json) => Drawn;

const BLOCKS: Record<string, Draw> = {
  actions: (surface, block) =>
    html`<div class="actions">${jsonList(block['elements']).map((element) => drawElement(surface, block, element))}</div>`,
  alert: ({ reader }, block) =>
    html`<div class="alert ${textFrom(block['level'])}" role="note">${drawText(block['text'], reader)}</div>`,
  context: (surface, block) =>
    html`<div class="context">${jsonList(block['elements']).map((element) => (element['type'] === 'image' ? drawImage(element, surface.reader) : drawText(element, surface.reader)))}</div>`,
  data_table: ({ reader }, block) => drawDataTable(block, reader),
  data_visualization: (_surface, block) => drawChart(block),
  divider: () => html`<hr />`,
  header: (_surface, block) => html`<h3 class="header">${plainWords(jsonOf(block['text']))}</h3>`,
  image: ({ reader }, block) => drawImage(block, reader),
  input: drawInput,
  markdown: (_surface, block) => drawMarkdown(block),
  rich_text: ({ reader }, block) => drawRichText(block, reader),
  section: drawSection,
  table: ({ reader }, block) => drawTable(block, reader),
};

/** Blocks as they stand one below the other. One that is not known shows its JSON. */
export function drawBlocks(surface: Surface, blocks: readonly Json[]): Drawn {
  return html`<div class="blocks">
    ${blocks.map((block) => {
      const type = textFrom(block['type']);
      const draw = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : undefined;
      return draw === undefined ? drawUnknown(block) : draw(surface, block);
    })}
  </div>`;
}
