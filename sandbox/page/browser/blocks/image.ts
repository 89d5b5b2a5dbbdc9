import { html, nothing } from 'lit';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { textFrom } from '../state/json.ts';
import type { Reader } from './surface.ts';
import { drawText } from './text.ts';

/** An image: its own data is shown, one from elsewhere by its words, since the page loads nothing from outside. */
export function drawImage(image: Json, reader: Reader): Drawn {
  const url = textFrom(image['image_url']);
  const alt = textFrom(image['alt_text']);
  const title = image['title'] === undefined ? nothing : drawText(image['title'], reader);
  const picture = url.startsWith('data:image/')
    ? html`<img src=${url} alt=${alt} />`
    : html`<span class="image-away" role="img" aria-label=${alt} title=${url}>${alt}</span>`;
  return html`<figure class="image">${title === nothing ? nothing : html`<figcaption>${title}</figcaption>`}${picture}</figure>`;
}
