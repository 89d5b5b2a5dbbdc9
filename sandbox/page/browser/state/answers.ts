import type { Answer, Json } from '../../wire.ts';
import { isJson, jsonList, jsonOf, textFrom } from './json.ts';

const FIELDS = [
  'value',
  'selected_option',
  'selected_options',
  'selected_date',
  'selected_time',
  'selected_date_time',
  'selected_user',
  'selected_users',
  'selected_channel',
  'selected_channels',
  'selected_conversation',
  'selected_conversations',
] as const;

/** What an entry of `view.state.values` holds, as the page sends it back. */
export function answerOf(entry: Json | undefined): Answer {
  const field = FIELDS.find((name) => entry?.[name] !== undefined);
  const value = field && entry?.[field];
  if (typeof value === 'string' || typeof value === 'number' || isJson(value)) return value;
  if (!Array.isArray(value)) return null;
  const texts = value.filter((one) => typeof one === 'string');
  return texts.length > 0 ? texts : value.filter(isJson);
}

/** The chosen options of an answer, for selects and boxes. */
export function chosenOf(answer: Answer): Json[] {
  if (isJson(answer)) return [answer];
  return Array.isArray(answer) ? jsonList(answer) : [];
}

/** The options that an element shows by itself, groups unfolded. */
export function optionsOf(element: Json): Json[] {
  return [
    ...jsonList(element['options']),
    ...jsonList(element['option_groups']).flatMap((group) => jsonList(group['options'])),
  ];
}

/** An option's label. */
export function labelOf(option: Json): string {
  return textFrom(jsonOf(option['text'])['text']);
}
