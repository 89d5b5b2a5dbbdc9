import { isJson, textFrom } from '../json.ts';
import { withEmoji } from './emoji.ts';
import { plainFromMrkdwn } from './mrkdwn.ts';
import type { Reader } from './reader.ts';

/** A text object of either kind as plain text; empty for anything else. */
export function plainText(value: unknown, reader: Reader): string {
  if (!isJson(value)) return '';
  const text = textFrom(value['text']);
  if (value['type'] === 'mrkdwn') return plainFromMrkdwn(text, reader);
  return value['emoji'] === false ? text : withEmoji(text);
}
