/** Whether parsed JSON is an object with fields to look at: neither a list nor a bare value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
