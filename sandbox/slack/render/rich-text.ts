import { type Json, jsonList, textFrom } from '../json.ts';
import { formatDate } from './dates.ts';
import { withEmoji } from './emoji.ts';
import type { Reader } from './reader.ts';

/** A rich text block as lines. */
export function richTextLines(block: Json, reader: Reader): string[] {
  return jsonList(block['elements']).flatMap((element) => elementLines(element, reader));
}

function elementLines(element: Json, reader: Reader): string[] {
  switch (element['type']) {
    case 'rich_text_list':
      return listLines(element, reader);
    case 'rich_text_quote':
      return inline(element, reader)
        .split('\n')
        .map((line) => `> ${line}`);
    default:
      return inline(element, reader).split('\n');
  }
}

function listLines(element: Json, reader: Reader): string[] {
  const indent = '  '.repeat(Number(element['indent'] ?? 0));
  const first = Number(element['offset'] ?? 0) + 1;
  return jsonList(element['elements']).map((item, index) => {
    const point = element['style'] === 'ordered' ? `${first + index}.` : '•';
    return `${indent}${point} ${inline(item, reader)}`;
  });
}

function inline(element: Json, reader: Reader): string {
  return jsonList(element['elements'])
    .map((part) => partText(part, reader))
    .join('');
}

function partText(part: Json, { now, timeZone, nameOf }: Reader): string {
  const named = (mark: string, id: unknown): string =>
    `${mark}${nameOf(textFrom(id)) ?? textFrom(id)}`;
  switch (part['type']) {
    case 'link':
      return link(textFrom(part['text']), textFrom(part['url']));
    case 'user':
      return named('@', part['user_id']);
    case 'usergroup':
      return named('@', part['usergroup_id']);
    case 'channel':
      return named('#', part['channel_id']);
    case 'team':
      return named('@', part['team_id']);
    case 'broadcast':
      return `@${textFrom(part['range'])}`;
    case 'emoji':
      return withEmoji(`:${textFrom(part['name'])}:`);
    case 'color':
      return textFrom(part['value']);
    case 'date': {
      const zone = textFrom(part['timezone']) || timeZone;
      return formatDate(Number(part['timestamp']), textFrom(part['format']), {
        now,
        timeZone: zone,
      });
    }
    default:
      return textFrom(part['text']);
  }
}

function link(text: string, url: string): string {
  return text === '' || text === url ? url : `${text} (${url})`;
}
