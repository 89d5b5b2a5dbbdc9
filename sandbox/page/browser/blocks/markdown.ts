import { html } from 'lit';
import { withEmoji } from '../../../slack/render/emoji.ts';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { textFrom } from '../state/json.ts';
import { drawLink } from './pieces.ts';

/** A markdown block: headings, lists, code and emphasis, as far as bots write them. */
export function drawMarkdown(block: Json): Drawn {
  const parts = textFrom(block['text']).split(/^```[^\n]*\n([\s\S]*?)^```[ \t]*$/m);
  return html`<div class="rich-text">
    ${parts.map((part, index) =>
      index % 2 === 1 ? html`<pre>${part}</pre>` : paragraphs(part).map(drawParagraph),
    )}
  </div>`;
}

function paragraphs(text: string): string[] {
  return text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
}

function drawParagraph(text: string): Drawn {
  const lines = text.trim().split('\n');
  const heading = /^(#{1,6})\s+(.*)$/.exec(lines[0] ?? '');
  if (heading !== null) {
    const rest = lines.slice(1).join('\n');
    return html`<p class="heading">${inline(heading[2] ?? '')}</p>
      ${rest === '' ? '' : drawParagraph(rest)}`;
  }
  if (lines.every((line) => /^\s*[-*+]\s+/.test(line))) {
    return html`<ul>
      ${lines.map((line) => html`<li>${inline(line.replace(/^\s*[-*+]\s+/, ''))}</li>`)}
    </ul>`;
  }
  if (lines.every((line) => /^\s*\d+[.)]\s+/.test(line))) {
    return html`<ol>
      ${lines.map((line) => html`<li>${inline(line.replace(/^\s*\d+[.)]\s+/, ''))}</li>`)}
    </ol>`;
  }
  if (lines.every((line) => line.startsWith('>'))) {
    const words = inline(lines.map((line) => line.replace(/^> ?/, '')).join('\n'));
    return html`<blockquote class="mrkdwn">${words}</blockquote>`;
  }
  return html`<p class="mrkdwn">${inline(lines.join('\n'))}</p>`;
}

const SPAN = /(`[^`]+`|\*\*[^*]+\*\*|~~[^~]+~~|[*_][^*_]+[*_]|\[[^\]]+\]\([^)\s]+\))/;

function inline(text: string): Drawn[] {
  return text.split(SPAN).map((part, index): Drawn => {
    if (index % 2 === 0) return withEmoji(part);
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.startsWith('**')) return html`<strong>${part.slice(2, -2)}</strong>`;
    if (part.startsWith('~~')) return html`<s>${part.slice(2, -2)}</s>`;
    const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part);
    if (link !== null) return drawLink(link[2] ?? '', link[1] ?? '');
    return html`<em>${part.slice(1, -1)}</em>`;
  });
}
