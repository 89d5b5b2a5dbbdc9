import { html, nothing } from 'lit';
import type { Json } from '../../wire.ts';
import type { Surface } from '../blocks/surface.ts';
import { plainWords } from '../blocks/text.ts';
import type { Drawn } from '../drawn.ts';
import { jsonOf, textFrom } from '../state/json.ts';

/** A button; one with an address opens it, too. */
export function drawButton(surface: Surface, blockId: string, element: Json): Drawn {
  const actionId = textFrom(element['action_id']);
  const style = textFrom(element['style']);
  const url = textFrom(element['url']);
  const press = (): void => {
    if (/^https?:/.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
    surface.use(blockId, element);
  };
  return html`<button
    type="button"
    class="button ${style}"
    data-action=${actionId}
    aria-label=${textFrom(element['accessibility_label']) || nothing}
    aria-busy=${surface.isBusy(blockId, actionId)}
    @click=${press}
  >
    ${plainWords(jsonOf(element['text']))}${url === '' ? nothing : html`<span aria-hidden="true"> ↗</span>`}
  </button>`;
}

/** Three dots and what they hide. */
export function drawOverflow(surface: Surface, blockId: string, element: Json): Drawn {
  return html`<overflow-menu
    .element=${element}
    .busy=${surface.isBusy(blockId, textFrom(element['action_id']))}
    @pick=${(event: CustomEvent<string>) => surface.use(blockId, element, event.detail)}
  ></overflow-menu>`;
}
