import { WebAPIPlatformError } from '@slack/web-api';

/** Whether Slack named its refusal by a word, such as `not_in_channel`. */
export function isSlackWord(code: string): boolean {
  return /^[a-z_]{1,50}$/.test(code);
}

/**
 * The same error where Slack named it by a word, else one without any of its words.
 *
 * The SDK gives whatever is no JSON as if it were Slack's word, and that may repeat what was sent.
 */
export function withoutForeignWords(error: unknown): unknown {
  if (!(error instanceof WebAPIPlatformError) || isSlackWord(error.data.error)) return error;
  return new WebAPIPlatformError({ ok: false, error: 'no_word_of_slack' });
}
