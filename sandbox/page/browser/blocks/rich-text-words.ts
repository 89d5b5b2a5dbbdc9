import type { Json } from '../../wire.ts';
import { jsonList, textFrom } from '../state/json.ts';

/** The words of a rich text, for sorting and for copying. */
export function richTextWords(element: Json): string {
  const own = ['text', 'name', 'fallback', 'url'].map((key) => textFrom(element[key]));
  const inner = jsonList(element['elements']).map(richTextWords);
  return [own.find((text) => text !== '') ?? '', ...inner].join('');
}
