import { html } from 'lit';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { textFrom } from '../state/json.ts';

/** Something that this page cannot draw, as its JSON. */
export function drawUnknown(value: Json): Drawn {
  const type = textFrom(value['type']) || 'without a type';
  return html`<details class="unknown" open>
    <summary>Not drawn here: ${type}</summary>
    <pre>${JSON.stringify(value, null, 2)}</pre>
  </details>`;
}
