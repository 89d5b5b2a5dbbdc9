import { contentOf, optionsOf } from '../input-state.ts';
import { isJson, type Json, jsonList, jsonOf, textFrom } from '../json.ts';
import type { Reader } from './reader.ts';
import { richTextLines } from './rich-text.ts';
import { plainText } from './text.ts';

/** A usable element in a line: `[Label]`, `⋯(a|b)`, `▾ chosen`; JSON for one that it does not know. */
export function elementText(element: Json, blockId: string, reader: Reader): string {
  const type = textFrom(element['type']);
  const state = reader.values[blockId]?.[textFrom(element['action_id'])];
  switch (type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return `[${plainText(element['text'], reader)}]`;
    case 'feedback_buttons':
      return ['positive_button', 'negative_button']
        .map((name) => `[${plainText(jsonOf(element[name])['text'], reader)}]`)
        .join(' ');
    case 'overflow':
      return `⋯(${labels(optionsOf(element), reader).join('|')})`;
    case 'image':
      return `[image: ${textFrom(element['alt_text'])}]`;
    case 'checkboxes':
    case 'radio_buttons':
      return boxes(element, state, reader);
    default:
      return inputText(element, state, reader);
  }
}

function inputText(element: Json, state: Json | undefined, reader: Reader): string {
  const type = textFrom(element['type']);
  if (!(type.endsWith('select') || type.endsWith('input') || type.endsWith('picker'))) {
    return JSON.stringify(element);
  }
  const shown = chosen(element, state, reader) || plainText(element['placeholder'], reader);
  if (!type.endsWith('select')) return `[${shown || ' '.repeat(8)}]`;
  const offered = labels(optionsOf(element), reader);
  const menu = offered.length === 0 ? '' : ` (${offered.join(' | ')})`;
  return `▾ ${shown || '…'}${menu}`;
}

/** What a person has put in, or what the element starts with; empty where that is nothing. */
function chosen(element: Json, state: Json | undefined, reader: Reader): string {
  const content = contentOf(element, state);
  if (element['type'] === 'datetimepicker' && typeof content === 'number') {
    return new Date(content * 1000).toISOString();
  }
  return (Array.isArray(content) ? content : [content])
    .map((one) => contentText(one, reader))
    .filter((text) => text !== '')
    .join(', ');
}

/** An option by its label, a rich text by its words, an id by the name behind it. */
function contentText(content: unknown, reader: Reader): string {
  if (!isJson(content)) return reader.nameOf(textFrom(content)) ?? textFrom(content);
  if (content['type'] === 'rich_text') return richTextLines(content, reader).join(' ');
  return plainText(content['text'], reader);
}

function boxes(element: Json, state: Json | undefined, reader: Reader): string {
  const content = contentOf(element, state);
  const picked = Array.isArray(content) ? jsonList(content) : [jsonOf(content)];
  const values = new Set(picked.map((option) => option['value']));
  const [on, off] = element['type'] === 'checkboxes' ? ['[x]', '[ ]'] : ['(•)', '( )'];
  return optionsOf(element)
    .map(
      (option) => `${values.has(option['value']) ? on : off} ${labels([option], reader)[0] ?? ''}`,
    )
    .join('  ');
}

function labels(options: readonly Json[], reader: Reader): string[] {
  return options.map((option) => plainText(option['text'], reader));
}
