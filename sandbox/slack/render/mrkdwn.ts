import { formatDate } from './dates.ts';
import { withEmoji } from './emoji.ts';
import type { Reader } from './reader.ts';

/** Code, which is shown as it stands. */
const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;

/** mrkdwn as a person reads it, without the marks that only style it. */
export function plainFromMrkdwn(text: string, reader: Reader): string {
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? code(part, reader) : styled(part, reader)))
    .join('');
}

function code(part: string, reader: Reader): string {
  const inner = part.replace(/^```\n?|\n?```$|^`|`$/g, '');
  return decodeEntities(references(inner, reader));
}

function styled(part: string, reader: Reader): string {
  const read = withoutMarks(
    part
      .split(REFERENCE)
      .map((piece, index) =>
        index % 2 === 1 ? { shown: reference(piece, reader) } : { plain: piece },
      ),
  );
  return withEmoji(decodeEntities(read)).replaceAll(/\u200d(?=[*_~`])/g, '');
}

/** Something in angle brackets, which Slack replaces. */
const REFERENCE = /(<[^<>]+>)/;

function references(text: string, reader: Reader): string {
  return text
    .split(REFERENCE)
    .map((piece, index) => (index % 2 === 1 ? reference(piece, reader) : piece))
    .join('');
}

function reference(bracketed: string, reader: Reader): string {
  const [target = '', ...labels] = bracketed.slice(1, -1).split('|');
  const label = labels.join('|');
  if (target.startsWith('!date^')) return date(target, label, reader);
  const mark = target.slice(0, 2);
  if (target.startsWith('!subteam^')) return label || `@${named(target.slice(9), reader)}`;
  if (target.startsWith('!')) return `@${label || target.slice(1)}`.replace('@@', '@');
  if (mark === '@U' || mark === '@W') return `@${label || named(target.slice(1), reader)}`;
  if (mark === '#C' || mark === '#G') return `#${label || named(target.slice(1), reader)}`;
  return label === '' || label === target ? target : `${label} (${target})`;
}

function date(target: string, fallback: string, reader: Reader): string {
  const [, seconds = '', format = '', link] = target.split('^');
  if (!/^\d+$/.test(seconds)) return fallback;
  const shown = formatDate(Number(seconds), format, reader);
  return link === undefined ? shown : `${shown} (${link})`;
}

function named(id: string, { nameOf }: Reader): string {
  return nameOf(id) ?? id;
}

/** Takes away `*`, `_` and `~` around words; what came out of a reference stays as it is. */
function withoutMarks(pieces: ({ shown: string } | { plain: string })[]): string {
  const shown: string[] = [];
  const joined = pieces
    .map((piece) => {
      if ('plain' in piece) return piece.plain;
      shown.push(piece.shown);
      return `\u0000${shown.length - 1}\u0000`;
    })
    .join('');
  const bare = ['*', '_', '~'].reduce(withoutMark, joined);
  // oxlint-disable-next-line no-control-regex -- the marks set above, which no message contains
  return bare.replace(/\u0000(\d+)\u0000/g, (_mark, index: string) => shown[Number(index)] ?? '');
}

function withoutMark(text: string, mark: string): string {
  const around = new RegExp(
    `(?<![\\p{L}\\p{N}\u200d${mark}])[${mark}](?![\\s${mark}])([^\\n]*?[^\\s\u200d])[${mark}](?![\\p{L}\\p{N}${mark}])`,
    'gu',
  );
  return text.replace(around, '$1');
}

function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
