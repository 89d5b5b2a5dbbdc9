import type { Json } from './json.ts';

/** Slack's "no": becomes `{"ok": false, "error": …}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Slack's name of the error. */
  readonly error: string;
  /** Further fields of the answer. */
  readonly details: Json;

  constructor(error: string, details: Json = {}) {
    super(error);
    this.error = error;
    this.details = details;
  }
}
