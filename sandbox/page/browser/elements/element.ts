import { html } from 'lit';
import type { Json } from '../../wire.ts';
import { drawImage } from '../blocks/image.ts';
import type { Surface } from '../blocks/surface.ts';
import { drawUnknown } from '../blocks/unknown.ts';
import type { Drawn } from '../drawn.ts';
import { textFrom } from '../state/json.ts';
import { drawButton, drawOverflow } from './button.ts';
import { drawBoxes, drawSelect, isSelect } from './choice.ts';
import { drawField, isField } from './field.ts';
import { type Naming, unnamed } from './naming.ts';

/** Whatever can be used inside a block. One that is not known shows its JSON. */
export function drawElement(
  surface: Surface,
  block: Json,
  element: Json,
  naming: Naming = unnamed(element),
): Drawn {
  const blockId = textFrom(block['block_id']);
  const type = textFrom(element['type']);
  if (isSelect(element)) return drawSelect(surface, block, element, naming);
  if (isField(element)) return drawField(surface, block, element, naming);
  switch (type) {
    case 'button':
      return drawButton(surface, blockId, element);
    case 'overflow':
      return drawOverflow(surface, blockId, element);
    case 'checkboxes':
    case 'radio_buttons':
      return drawBoxes(surface, block, element, naming);
    case 'image':
      return drawImage(element, surface.reader);
    default:
      return html`${drawUnknown(element)}`;
  }
}
