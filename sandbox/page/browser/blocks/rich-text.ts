import { html, nothing } from 'lit';
import { emojiOf } from '../../../slack/render/emoji.ts';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { jsonList, jsonOf, textFrom } from '../state/json.ts';
import { drawDate, drawLink, drawMention } from './pieces.ts';
import type { Reader } from './surface.ts';

/** A rich text block, or the rich text of a table's cell. */
export function drawRichText(block: Json, reader: Reader): Drawn {
  return html`<div class="rich-text">
    ${jsonList(block['elements']).map((element) => drawElement(element, reader))}
  </div>`;
}

function drawElement(element: Json, reader: Reader): Drawn {
  const inner = jsonList(element['elements']);
  switch (element['type']) {
    case 'rich_text_section':
      return html`<div class="mrkdwn">${drawParts(inner, reader)}</div>`;
    case 'rich_text_quote':
      return html`<blockquote class="mrkdwn">${drawParts(inner, reader)}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre>${drawParts(inner, reader)}</pre>`;
    case 'rich_text_list':
      return drawList(element, inner, reader);
    default:
      return html`<code>${JSON.stringify(element)}</code>`;
  }
}

function drawList(element: Json, items: Json[], reader: Reader): Drawn {
  const rows = items.map(
    (item) => html`<li class="mrkdwn">${drawParts(jsonList(item['elements']), reader)}</li>`,
  );
  const indent = Number(element['indent'] ?? 0);
  if (element['style'] !== 'ordered') return html`<ul data-indent=${indent}>${rows}</ul>`;
  return html`<ol data-indent=${indent} start=${Number(element['offset'] ?? 0) + 1}>${rows}</ol>`;
}

function drawParts(parts: Json[], reader: Reader): Drawn[] {
  return parts.map((part) => withStyle(drawPart(part, reader), jsonOf(part['style'])));
}

function drawPart(part: Json, reader: Reader): Drawn {
  const field = (name: string): string => textFrom(part[name]);
  switch (part['type']) {
    case 'text':
      return field('text');
    case 'link':
      return drawLink(field('url'), field('text') || field('url'));
    case 'user':
      return drawMention('user', field('user_id'), reader);
    case 'usergroup':
      return drawMention('group', field('usergroup_id'), reader);
    case 'channel':
      return drawMention('channel', field('channel_id'), reader);
    case 'emoji':
      return emojiOf(field('name')) ?? `:${field('name')}:`;
    case 'broadcast':
      return html`<span class="mention is-me">@${field('range')}</span>`;
    case 'color':
      return html`<code>${field('value')}</code>`;
    case 'date':
      return drawDate(
        {
          seconds: Number(part['timestamp']),
          format: field('format'),
          url: field('url') || undefined,
          fallback: field('fallback'),
        },
        reader,
      );
    default:
      return JSON.stringify(part);
  }
}

function withStyle(drawn: Drawn, style: Json): Drawn {
  let styled = drawn;
  if (style['code'] === true) styled = html`<code>${styled}</code>`;
  if (style['bold'] === true) styled = html`<strong>${styled}</strong>`;
  if (style['italic'] === true) styled = html`<em>${styled}</em>`;
  if (style['strike'] === true) styled = html`<s>${styled}</s>`;
  if (style['underline'] === true) styled = html`<u>${styled}</u>`;
  return styled === '' ? nothing : styled;
}
