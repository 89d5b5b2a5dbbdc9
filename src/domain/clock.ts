/** The time, asked when needed: production hands over the real one, tests and the sandbox their own. */
export type Clock = () => Date;

/** Waits; ends early, without an error, when the signal gives up. */
export type Delay = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/**
 * Whether a moment was less than so many milliseconds ago; never where there was none.
 *
 * One that is still to come is not recent either: the clock was set back since, and nobody knows how
 * long ago it was.
 */
export function isRecent(at: Date | undefined, withinMs: number, now: Date): boolean {
  if (at === undefined) return false;
  const age = now.getTime() - at.getTime();
  return age >= 0 && age < withinMs;
}
