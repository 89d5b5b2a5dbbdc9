import { html } from 'lit';
import { withEmoji } from '../../../slack/render/emoji.ts';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { jsonOf, textFrom } from '../state/json.ts';
import { drawMrkdwn } from './pieces.ts';
import type { Reader } from './surface.ts';

/** A text object, plain or mrkdwn. */
export function drawText(value: unknown, reader: Reader): Drawn {
  const text = jsonOf(value);
  if (text['type'] === 'mrkdwn') {
    return html`<span class="mrkdwn">${drawMrkdwn(textFrom(text['text']), reader)}</span>`;
  }
  return html`<span class="mrkdwn">${plainWords(text)}</span>`;
}

/** The words of a plain text object, with its emoji unless it says that there are none. */
export function plainWords(text: Json): string {
  const words = textFrom(text['text']);
  return text['emoji'] === false ? words : withEmoji(words);
}
