import { html, nothing } from 'lit';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { drawElement } from '../elements/element.ts';
import { jsonOf, textFrom } from '../state/json.ts';
import { domId, type Surface } from './surface.ts';
import { plainWords } from './text.ts';

/** An input with its label, hint and error. */
export function drawInput(surface: Surface, block: Json): Drawn {
  const blockId = textFrom(block['block_id']);
  const element = jsonOf(block['element']);
  const label = plainWords(jsonOf(block['label']));
  const hint = plainWords(jsonOf(block['hint']));
  const error = surface.errorOf(blockId);
  const optional = block['optional'] === true;
  const [hintId, errorId] = [domId(surface, blockId, 'hint'), domId(surface, blockId, 'error')];
  const describedBy = [error && errorId, hint && hintId].filter(Boolean).join(' ');
  const naming = { label, describedBy, invalid: error !== undefined, optional };
  return html`<div class="input ${error === undefined ? '' : 'is-invalid'}" data-block=${blockId}>
    <label class="input-label" for=${domId(surface, blockId, 'input')}
      >${label}${optional ? html` <span class="optional">(optional)</span>` : nothing}</label
    >
    ${drawElement(surface, block, element, naming)}
    ${error === undefined ? nothing : html`<p class="input-error" id=${errorId}>${error}</p>`}
    ${hint === '' ? nothing : html`<p class="input-hint" id=${hintId}>${hint}</p>`}
  </div>`;
}
