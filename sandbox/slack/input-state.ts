import { type Json, jsonList, textFrom } from './json.ts';

/** Where the answer to an element stands. */
interface StateField {
  /** Its field in an entry of `view.state.values`. */
  field: string;
  /** What that field holds while nothing is answered. */
  empty: unknown;
  /** The field of the element itself that it starts with. */
  initial: string;
}

/** By the type of the element; one that is not here takes no answer. */
export const STATE_FIELDS: Readonly<Record<string, StateField>> = {
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

/**
 * What stands in an element: an answer, or what it starts with.
 *
 * @param entry of `view.state.values`; absent where nothing was answered yet.
 */
export function contentOf(element: Json, entry: Json | undefined): unknown {
  const known = STATE_FIELDS[textFrom(element['type'])];
  if (known === undefined) return undefined;
  return entry === undefined ? element[known.initial] : entry[known.field];
}

/** The options that a select, menu or group of boxes shows by itself, groups unfolded. */
export function optionsOf(element: Json): Json[] {
  return [
    ...jsonList(element['options']),
    ...jsonList(element['option_groups']).flatMap((group) => jsonList(group['options'])),
  ];
}
