import { optionsOf } from '../input-state.ts';
import { type Json, jsonList, jsonOf } from '../json.ts';
import {
  asking,
  boxChoice,
  buttonLook,
  choice,
  common,
  conversations,
  date,
  digits,
  feedback,
  focusing,
  id,
  ids,
  menuChoice,
  selecting,
  several,
  staticOptions,
  time,
  typing,
} from './element-parts.ts';
import {
  address,
  anyObject,
  byType,
  type Check,
  type Fields,
  flag,
  inside,
  list,
  type Place,
  record,
  report,
  text,
  whole,
} from './shape.ts';
import { plain, richText } from './text.ts';

/** Where an element may stand. */
export type Holder = 'actions' | 'section' | 'input' | 'context_actions';

interface ElementRule extends Fields {
  holders: readonly Holder[];
  also?: (value: Json, place: Place) => void;
}

const EVERYWHERE: readonly Holder[] = ['actions', 'section', 'input'];
const NO_INPUT: readonly Holder[] = ['actions', 'section'];

/** Every element by its type: where it may stand and what it may hold. */
const ELEMENTS: Record<string, ElementRule> = {
  button: {
    holders: NO_INPUT,
    required: { text: plain(75) },
    optional: { ...asking, value: text(2000), url: address, ...buttonLook },
  },
  workflow_button: {
    holders: NO_INPUT,
    required: { text: plain(75), workflow: record({ required: { trigger: anyObject } }) },
    optional: { ...asking, ...buttonLook },
  },
  overflow: {
    holders: NO_INPUT,
    required: { options: list(menuChoice, { max: 5 }) },
    optional: asking,
  },
  checkboxes: {
    holders: EVERYWHERE,
    required: { options: list(boxChoice, { max: 10 }) },
    optional: { ...focusing, initial_options: list(boxChoice, { max: 10 }) },
    also: initialIsOffered,
  },
  radio_buttons: {
    holders: EVERYWHERE,
    required: { options: list(boxChoice, { max: 10 }) },
    optional: { ...focusing, initial_option: boxChoice },
    also: initialIsOffered,
  },
  static_select: {
    holders: EVERYWHERE,
    optional: { ...selecting, ...staticOptions, initial_option: choice },
    also: offersOptions,
  },
  multi_static_select: {
    holders: EVERYWHERE,
    optional: { ...several, ...staticOptions, initial_options: list(choice, { max: 100 }) },
    also: offersOptions,
  },
  external_select: {
    holders: EVERYWHERE,
    optional: { ...selecting, min_query_length: whole(0, 3000), initial_option: choice },
  },
  multi_external_select: {
    holders: EVERYWHERE,
    optional: {
      ...several,
      min_query_length: whole(0, 3000),
      initial_options: list(choice, { max: 100 }),
    },
  },
  users_select: { holders: EVERYWHERE, optional: { ...selecting, initial_user: id } },
  multi_users_select: { holders: EVERYWHERE, optional: { ...several, initial_users: ids } },
  channels_select: {
    holders: EVERYWHERE,
    optional: { ...selecting, initial_channel: id, response_url_enabled: flag },
  },
  multi_channels_select: { holders: EVERYWHERE, optional: { ...several, initial_channels: ids } },
  conversations_select: {
    holders: EVERYWHERE,
    optional: {
      ...selecting,
      ...conversations,
      initial_conversation: id,
      response_url_enabled: flag,
    },
  },
  multi_conversations_select: {
    holders: EVERYWHERE,
    optional: { ...several, ...conversations, initial_conversations: ids },
  },
  datepicker: { holders: EVERYWHERE, optional: { ...selecting, initial_date: date } },
  timepicker: {
    holders: EVERYWHERE,
    optional: { ...selecting, initial_time: time, timezone: text(100) },
  },
  datetimepicker: {
    holders: ['actions', 'input'],
    optional: { ...focusing, initial_date_time: whole(1_000_000_000, 9_999_999_999) },
  },
  plain_text_input: {
    holders: ['input'],
    optional: {
      ...typing,
      initial_value: text(3000, 0),
      multiline: flag,
      min_length: whole(0, 3000),
      max_length: whole(1, 3000),
    },
    also: initialFits,
  },
  email_text_input: { holders: ['input'], optional: { ...typing, initial_value: text(3000, 0) } },
  url_text_input: { holders: ['input'], optional: { ...typing, initial_value: text(3000, 0) } },
  number_input: {
    holders: ['input'],
    required: { is_decimal_allowed: flag },
    optional: { ...typing, initial_value: digits, min_value: digits, max_value: digits },
  },
  rich_text_input: {
    holders: ['input', 'actions'],
    optional: {
      ...typing,
      initial_value: richText,
      min_lines: whole(1, 100),
      max_lines: whole(1, 100),
    },
  },
  file_input: {
    holders: ['input'],
    optional: { ...common, filetypes: list(text(20), { max: 100 }), max_files: whole(1, 10) },
  },
  feedback_buttons: {
    holders: ['context_actions'],
    required: { positive_button: feedback, negative_button: feedback },
    optional: common,
  },
  icon_button: {
    holders: ['context_actions'],
    required: { icon: text(100), text: plain(75) },
    optional: {
      ...asking,
      value: text(2000),
      accessibility_label: text(75),
      visible_to_user_ids: ids,
    },
  },
};

/** The element types that may stand there, each with its check. */
export function elementIn(holder: Holder, extra: Record<string, Check> = {}): Check {
  const allowed = Object.entries(ELEMENTS).filter(([, rule]) => rule.holders.includes(holder));
  return byType({
    ...Object.fromEntries(allowed.map(([type, rule]) => [type, record(rule, rule.also)])),
    ...extra,
  });
}

function offersOptions(element: Json, place: Place): void {
  if ((element['options'] === undefined) === (element['option_groups'] === undefined)) {
    report(place, 'required', 'must provide exactly one of options and option_groups');
  }
  initialIsOffered(element, place);
}

function initialIsOffered(element: Json, place: Place): void {
  const offered = new Set(optionsOf(element).map((entry) => entry['value']));
  const initial = [element['initial_option'], ...jsonList(element['initial_options'])];
  if (initial.some((entry) => entry !== undefined && !offered.has(jsonOf(entry)['value']))) {
    report(place, 'initial_option', 'initial option must be one of the options');
  }
}

function initialFits(element: Json, place: Place): void {
  const { initial_value: value, max_length: max } = element;
  if (typeof value === 'string' && typeof max === 'number' && value.length > max) {
    report(inside(place, 'initial_value'), 'max_length', `must be less than ${max + 1} characters`);
  }
}
