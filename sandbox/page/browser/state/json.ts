import type { Json } from '../../wire.ts';

/** Whether a value is a JSON object (not null, not an array). */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one where there is none. */
export function jsonOf(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** The objects of an array, in its order; anything else gives none. */
export function jsonList(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** A string, number or flag as text; anything else gives an empty text. */
export function textFrom(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The words of a text object. */
export function wordsOf(value: unknown): string {
  return textFrom(jsonOf(value)['text']);
}
