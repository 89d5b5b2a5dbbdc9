import { jsonOf, textFrom } from '../../../slack/json.ts';

export { isJson, jsonList, jsonOf, textFrom } from '../../../slack/json.ts';

/** The words of a text object. */
export function wordsOf(value: unknown): string {
  return textFrom(jsonOf(value)['text']);
}
