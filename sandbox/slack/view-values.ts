import { elementsOf } from './elements.ts';
import type { ViewValues } from './events.ts';
import { contentOf, optionsOf, STATE_FIELDS } from './input-state.ts';
import { type Json, jsonOf, textFrom } from './json.ts';

/**
 * The values of a view's inputs: what was there before where block and action kept their ids and
 * type, otherwise what the view starts with.
 */
export function valuesOf(blocks: readonly Json[], before: ViewValues): ViewValues {
  const values: ViewValues = {};
  for (const { blockId, element } of elementsOf(blocks)) {
    const type = String(element['type']);
    if (STATE_FIELDS[type] === undefined) continue;
    const actionId = String(element['action_id']);
    const kept = before[blockId]?.[actionId];
    const block = (values[blockId] ??= {});
    block[actionId] = kept?.['type'] === type ? kept : startValue(element);
  }
  return values;
}

/** What a person can put into an input: text, an option's value or label, several of them, or nothing. */
export type Answer = string | number | readonly string[] | Json | readonly Json[] | null;

/**
 * The entry of `view.state.values` for an element after a person answered it.
 *
 * @throws Error when the element does not offer that answer: the person could not have chosen it.
 */
export function answerValue(element: Json, answer: Answer): Json {
  const type = String(element['type']);
  const known = STATE_FIELDS[type];
  if (known === undefined) throw new Error(`a ${type} takes no answer`);
  const value = { type, [known.field]: fieldValue(element, known, answer) };
  return type === 'timepicker' && element['timezone'] !== undefined
    ? { ...value, timezone: element['timezone'] }
    : value;
}

/** Whether an entry of `view.state.values` holds nothing. */
export function isEmptyValue(value: Json | undefined): boolean {
  const field = STATE_FIELDS[String(value?.['type'])]?.field ?? 'value';
  const content = value?.[field];
  return (
    content === undefined ||
    content === null ||
    content === '' ||
    (Array.isArray(content) && content.length === 0)
  );
}

function startValue(element: Json): Json {
  const type = String(element['type']);
  const known = STATE_FIELDS[type];
  if (known === undefined) return { type };
  return { type, [known.field]: structuredClone(contentOf(element, undefined) ?? known.empty) };
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
