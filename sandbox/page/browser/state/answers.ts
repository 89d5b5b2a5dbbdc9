import { contentOf } from '../../../slack/input-state.ts';
import type { Answer, Json } from '../../wire.ts';
import { isJson, jsonList, wordsOf } from './json.ts';

/**
 * What an element holds, as the page sends it back.
 *
 * @param entry of `view.state.values`; absent where nothing is answered yet, so that it holds what it starts with.
 */
export function answerOf(element: Json, entry: Json | undefined): Answer {
  const value = contentOf(element, entry);
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

/** Whether an option is one of these, by its value. */
export function isAmong(options: readonly Json[], option: Json): boolean {
  return options.some((one) => one['value'] === option['value']);
}

/** An option's label. */
export function labelOf(option: Json): string {
  return wordsOf(option['text']);
}
