/** Slack's words for a failure of its own, which says nothing about what it was asked. */
const OWN_TROUBLE = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/** Whether a refusal may be none when the same is asked once more. */
export function isOwnTrouble(code: string): boolean {
  return OWN_TROUBLE.has(code);
}
