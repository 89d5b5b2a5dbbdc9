/** Failures in a row that open the breaker. */
const FAILURES_IN_A_ROW = 5;
/** Outcomes looked back on, and how many failures among them open the breaker. */
const LOOK_BACK = 20;
const FAILURES_AMONG = LOOK_BACK / 2;
/** While open, one call per this time may try whether Northflank answers again. */
export const PROBE_EVERY_MS = 30_000;

/** Keeps calls from a host that is down, so that people get a quick and honest answer. */
export interface Breaker {
  /** `undefined` lets the call go, as the one probe if need be; else the moment of the next probe. */
  admit(now: Date): Date | undefined;
  /** The host answered, be it with a refusal. */
  succeeded(): void;
  /** The host did not answer. */
  failed(now: Date): void;
}

/** Creates a breaker that lets everything go: nothing has failed yet. */
export function createBreaker(): Breaker {
  let outcomes: boolean[] = [];
  let failuresInARow = 0;
  /** Set while the breaker is open. */
  let nextProbeAt: Date | undefined;

  return {
    admit(now) {
      if (nextProbeAt === undefined) return undefined;
      // One that is further ahead was set by a clock that was set back since.
      const waitMs = nextProbeAt.getTime() - now.getTime();
      if (waitMs > 0 && waitMs <= PROBE_EVERY_MS) return nextProbeAt;
      // Moved at once: whoever asks while the probe is under way waits for its outcome.
      nextProbeAt = new Date(now.getTime() + PROBE_EVERY_MS);
      return undefined;
    },

    succeeded() {
      if (nextProbeAt !== undefined) outcomes = [];
      nextProbeAt = undefined;
      failuresInARow = 0;
      outcomes = [...outcomes, true].slice(-LOOK_BACK);
    },

    failed(now) {
      failuresInARow += 1;
      outcomes = [...outcomes, false].slice(-LOOK_BACK);
      const failures = outcomes.filter((ok) => !ok).length;
      const tooMany = outcomes.length === LOOK_BACK && failures >= FAILURES_AMONG;
      if (nextProbeAt !== undefined || failuresInARow >= FAILURES_IN_A_ROW || tooMany) {
        nextProbeAt = new Date(now.getTime() + PROBE_EVERY_MS);
      }
    },
  };
}
