import { WebAPIPlatformError } from '@slack/web-api';
import type { LogFields } from '../../domain/log.ts';
import { NorthflankError } from '../../northflank/errors.ts';
import { isSlackWord } from '../connection/foreign-words.ts';

/**
 * What may be logged of a failure while a key is at hand: no words of the failure itself.
 *
 * Whoever was handed the key, Northflank or Slack, may have put it into its answer.
 */
export function failureFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  if (error instanceof WebAPIPlatformError) return { error: error.name, code: codeOf(error) };
  if (!(error instanceof NorthflankError)) return { error: error.name };
  const { name, kind, status, path, errorId } = error;
  return { error: name, kind, status, path, errorId };
}

/** Slack's word for what is wrong, such as `missing_scope`; absent when it is more than a word. */
function codeOf({ data }: WebAPIPlatformError): string | undefined {
  return isSlackWord(data.error) ? data.error : undefined;
}
