import { type Json, jsonList, jsonOf, textFrom } from '../json.ts';
import { optionsOf } from '../view-values.ts';
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

/** What a person has put in, or what the element starts with. */
function chosen(element: Json, state: Json | undefined, reader: Reader): string {
  const names = ['value', 'selected_date', 'selected_time', 'selected_user', 'selected_channel'];
  const all = [...names, 'selected_conversation'].map((name) => state?.[name]);
  const initial = ['initial_value', 'initial_date', 'initial_time', 'initial_user'];
  const starts = [...initial, 'initial_channel', 'initial_conversation'].map((name) =>
    state === undefined ? element[name] : undefined,
  );
  const text = [...all, ...starts].map(textFrom).find((entry) => entry !== '');
  if (text !== undefined) return reader.nameOf(text) ?? text;
  if (state?.['rich_text_value'] !== undefined) {
    return richTextLines(jsonOf(state['rich_text_value']), reader).join(' ');
  }
  const moment = state?.['selected_date_time'] ?? element['initial_date_time'];
  if (typeof moment === 'number') return new Date(moment * 1000).toISOString();
  return labels(picked(element, state), reader).join(', ');
}

/** The options that are chosen, of whatever kind of element. */
function picked(element: Json, state: Json | undefined): Json[] {
  const from = state ?? element;
  const prefix = state === undefined ? 'initial' : 'selected';
  const one = from[`${prefix}_option`];
  return [
    ...(one === undefined || one === null ? [] : [jsonOf(one)]),
    ...jsonList(from[`${prefix}_options`]),
  ];
}

function boxes(element: Json, state: Json | undefined, reader: Reader): string {
  const values = new Set(picked(element, state).map((option) => option['value']));
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
