import { elementsOf } from './elements.ts';
import type { ViewValues } from './events.ts';
import { type Json, jsonList, jsonOf, textFrom } from './json.ts';

/**
 * The values of a view's inputs: what was there before where block and action kept their ids and
 * type, otherwise what the view starts with.
 */
export function valuesOf(blocks: readonly Json[], before: ViewValues): ViewValues {
  const values: ViewValues = {};
  for (const { blockId, element } of elementsOf(blocks)) {
    const type = String(element['type']);
    if (EMPTY[type] === undefined) continue;
    const actionId = String(element['action_id']);
    const kept = before[blockId]?.[actionId];
    const block = (values[blockId] ??= {});
    block[actionId] = kept?.['type'] === type ? kept : startValue(element);
  }
  return values;
}

/** Field of `view.state` that holds the answer, and what it holds while empty. */
const EMPTY: Record<string, { field: string; empty: unknown; initial: string }> = {
  plain_text_input: { field: 'value', empty: null, initial: 'initial_value' },
  email_text_input: { field: 'value', empty: null, initial: 'initial_value' },
  url_text_input: { field: 'value', empty: null, initial: 'initial_value' },
  number_input: { field: 'value', empty: null, initial: 'initial_value' },
  rich_text_input: { field: 'rich_text_value', empty: null, initial: 'initial_value' },
  datepicker: { field: 'selected_date', empty: null, initial: 'initial_date' },
  timepicker: { field: 'selected_time', empty: null, initial: 'initial_time' },
  datetimepicker: { field: 'selected_date_time', empty: null, initial: 'initial_date_time' },
  static_select: { field: 'selected_option', empty: null, initial: 'initial_option' },
  external_select: { field: 'selected_option', empty: null, initial: 'initial_option' },
  radio_buttons: { field: 'selected_option', empty: null, initial: 'initial_option' },
  users_select: { field: 'selected_user', empty: null, initial: 'initial_user' },
  channels_select: { field: 'selected_channel', empty: null, initial: 'initial_channel' },
  conversations_select: {
    field: 'selected_conversation',
    empty: null,
    initial: 'initial_conversation',
  },
  checkboxes: { field: 'selected_options', empty: [], initial: 'initial_options' },
  multi_static_select: { field: 'selected_options', empty: [], initial: 'initial_options' },
  multi_external_select: { field: 'selected_options', empty: [], initial: 'initial_options' },
  multi_users_select: { field: 'selected_users', empty: [], initial: 'initial_users' },
  multi_channels_select: { field: 'selected_channels', empty: [], initial: 'initial_channels' },
  multi_conversations_select: {
    field: 'selected_conversations',
    empty: [],
    initial: 'initial_conversations',
  },
  file_input: { field: 'files', empty: [], initial: '' },
};

/** What a person can put into an input: text, an option's value or label, several of them, or nothing. */
export type Answer = string | number | readonly string[] | Json | readonly Json[] | null;

/**
 * The entry of `view.state.values` for an element after a person answered it.
 *
 * @throws Error when the element does not offer that answer: the person could not have chosen it.
 */
export function answerValue(element: Json, answer: Answer): Json {
  const type = String(element['type']);
  const known = EMPTY[type];
  if (known === undefined) throw new Error(`a ${type} takes no answer`);
  const value = { type, [known.field]: fieldValue(element, known, answer) };
  return type === 'timepicker' && element['timezone'] !== undefined
    ? { ...value, timezone: element['timezone'] }
    : value;
}

/** Whether an entry of `view.state.values` holds nothing. */
export function isEmptyValue(value: Json | undefined): boolean {
  const field = EMPTY[String(value?.['type'])]?.field ?? 'value';
  const content = value?.[field];
  return (
    content === undefined ||
    content === null ||
    content === '' ||
    (Array.isArray(content) && content.length === 0)
  );
}

/** The options that a select, menu or group of boxes shows by itself, groups unfolded. */
export function optionsOf(element: Json): Json[] {
  return [
    ...jsonList(element['options']),
    ...jsonList(element['option_groups']).flatMap((group) => jsonList(group['options'])),
  ];
}

function startValue(element: Json): Json {
  const type = String(element['type']);
  const known = EMPTY[type];
  if (known === undefined) return { type };
  const start = element[known.initial] ?? known.empty;
  return { type, [known.field]: structuredClone(start) };
}

function fieldValue(
  element: Json,
  known: { field: string; empty: unknown },
  answer: Answer,
): unknown {
  if (answer === null || answer === '') return known.empty;
  if (known.field === 'value') return textFrom(answer);
  if (known.field === 'selected_option') return pickOption(element, answer);
  if (known.field === 'selected_options') {
    return (Array.isArray(answer) ? answer : [answer]).map((one) => pickOption(element, one));
  }
  return structuredClone(answer);
}

/** An offered option by its value or its label. Options of an external select are given whole, as suggested. */
function pickOption(element: Json, wanted: unknown): Json {
  const given = jsonOf(wanted);
  const offered = optionsOf(element);
  if (String(element['type']).includes('external') && 'value' in given) return given;
  const found = offered.find(
    (option) =>
      option['value'] === (given['value'] ?? wanted) || jsonOf(option['text'])['text'] === wanted,
  );
  if (found === undefined) {
    const labels = offered.map((option) => String(jsonOf(option['text'])['text']));
    throw new Error(`no option ${JSON.stringify(wanted)} among: ${labels.join(', ')}`);
  }
  return structuredClone(found);
}
