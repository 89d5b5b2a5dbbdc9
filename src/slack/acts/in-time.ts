/** Slack takes options within 3 s only; after that it says no more than that something is wrong. */
export const OPTIONS_WAIT_MS = 2_000;

/** What some work gives, or nothing when it takes longer: it then goes on, and its failure harms nobody. */
export async function inTime<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), limitMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
