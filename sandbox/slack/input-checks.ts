import { elementsOf } from './elements.ts';
import type { ShownView } from './events.ts';
import { type Json, stringOf, textFrom } from './json.ts';
import { isEmptyValue } from './view-values.ts';

/**
 * What Slack's own client finds wrong before a form is sent, by `block_id`: nothing is delivered
 * to the app while something is.
 */
export function checkInputs(view: ShownView): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, blockId, element } of elementsOf(view.blocks)) {
    if (block['type'] !== 'input') continue;
    const value = view.values[blockId]?.[String(element['action_id'])];
    const error = isEmptyValue(value) ? missing(block) : wrong(element, value ?? {});
    if (error !== undefined) errors[blockId] = error;
  }
  return errors;
}

function missing(block: Json): string | undefined {
  return block['optional'] === true ? undefined : 'Please complete this required field.';
}

function wrong(element: Json, state: Json): string | undefined {
  const value = stringOf(state['value']);
  if (value === undefined) return undefined;
  return wrongLength(element, value) ?? wrongForm(element, value);
}

function wrongLength(element: Json, value: string): string | undefined {
  const { min_length: min, max_length: max } = element;
  if (typeof min === 'number' && value.length < min) return `Must be at least ${min} characters.`;
  if (typeof max === 'number' && value.length > max) return `Must be at most ${max} characters.`;
  return undefined;
}

function wrongForm(element: Json, value: string): string | undefined {
  switch (element['type']) {
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(value) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'Please enter a valid URL.';
    case 'number_input':
      return wrongNumber(element, value);
    default:
      return undefined;
  }
}

function wrongNumber(element: Json, value: string): string | undefined {
  const decimal = element['is_decimal_allowed'] === true;
  if (!(decimal ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(value)) {
    return decimal ? 'Please enter a number.' : 'Please enter a whole number.';
  }
  const { min_value: min, max_value: max } = element;
  if (min !== undefined && Number(value) < Number(min)) return `Must be at least ${textFrom(min)}.`;
  if (max !== undefined && Number(value) > Number(max)) return `Must be at most ${textFrom(max)}.`;
  return undefined;
}
