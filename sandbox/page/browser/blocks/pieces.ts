import { html } from 'lit';
import { formatDate } from '../../../slack/render/dates.ts';
import { withEmoji } from '../../../slack/render/emoji.ts';
import type { Drawn } from '../drawn.ts';
import { type Piece, parseMrkdwn } from './mrkdwn.ts';
import type { Reader } from './surface.ts';

/** mrkdwn as it is shown. */
export function drawMrkdwn(text: string, reader: Reader): Drawn {
  return html`${parseMrkdwn(text).map((piece) => drawPiece(piece, reader))}`;
}

function drawPiece(piece: Piece, reader: Reader): Drawn {
  switch (piece.kind) {
    case 'text':
      return withEmoji(piece.text);
    case 'bold':
      return html`<strong>${drawAll(piece.pieces, reader)}</strong>`;
    case 'italic':
      return html`<em>${drawAll(piece.pieces, reader)}</em>`;
    case 'strike':
      return html`<s>${drawAll(piece.pieces, reader)}</s>`;
    case 'code':
      return html`<code>${piece.text}</code>`;
    case 'block':
      return html`<pre>${piece.text}</pre>`;
    case 'quote':
      return html`<blockquote>${drawAll(piece.pieces, reader)}</blockquote>`;
    case 'link':
      return drawLink(piece.url, withEmoji(piece.text));
    case 'broadcast':
      return html`<span class="mention is-me">${piece.text}</span>`;
    case 'date':
      return drawDate(piece, reader);
    case 'user':
    case 'channel':
    case 'group':
      return drawMention(piece.kind, piece.id, reader, piece.label);
    default:
      return piece satisfies never;
  }
}

function drawAll(pieces: readonly Piece[], reader: Reader): Drawn[] {
  return pieces.map((piece) => drawPiece(piece, reader));
}

/** A moment in the reader's zone; hovering tells it in full. */
export function drawDate(
  date: { seconds: number; format: string; url?: string | undefined; fallback: string },
  reader: Reader,
): Drawn {
  const moment = new Date(date.seconds * 1000);
  if (Number.isNaN(moment.getTime())) return date.fallback;
  const full = formatDate(date.seconds, '{date_long} {time_secs}', reader);
  const shown = html`<time datetime=${moment.toISOString()} title="${full} (${reader.timeZone})"
    >${formatDate(date.seconds, date.format, reader)}</time
  >`;
  return date.url === undefined ? shown : drawLink(date.url, shown);
}

/** Somebody or something of the workspace. */
export function drawMention(
  kind: 'user' | 'channel' | 'group',
  id: string,
  reader: Reader,
  label = '',
): Drawn {
  const name = label || reader.nameOf(id) || id;
  const mark = kind === 'channel' ? '#' : '@';
  const mine = kind === 'user' && id === reader.me;
  return html`<span class=${mine ? 'mention is-me' : 'mention'}
    >${name.startsWith(mark) ? name : `${mark}${name}`}</span
  >`;
}

/** A link that leaves the page; one that is no web or mail address is shown as its words. */
export function drawLink(url: string, words: Drawn): Drawn {
  if (!/^(https?:|mailto:)/i.test(url)) return words;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${words}</a>`;
}
