import type { Diagnosis } from '../domain/diagnosis.ts';

/** One thing to look at. */
export interface Check {
  /** Named where the check itself does not come to an end. */
  subject: string;
  run: () => Promise<readonly Diagnosis[]>;
}

/** The longest that any single check may take. */
export const CHECK_LIMIT_MS = 20_000;

/**
 * Runs all checks at once and gives what they found in their order.
 *
 * @param limitMs what takes longer is not known.
 * @param onError hears of a check that threw, which is a bug.
 */
export async function runChecks(
  checks: readonly Check[],
  limitMs: number,
  onError: (error: unknown) => void,
): Promise<Diagnosis[]> {
  const found = await Promise.all(
    checks.map(async ({ subject, run }) => {
      const over = timer(limitMs);
      try {
        const answer = await Promise.race([run(), over.promise]);
        return answer ?? [unknown(subject, 'it took too long to find out.')];
      } catch (error) {
        onError(error);
        return [unknown(subject, 'it could not be checked.')];
      } finally {
        over.clear();
      }
    }),
  );
  return found.flat();
}

function unknown(subject: string, fact: string): Diagnosis {
  return { health: 'not-known', subject, fact, mend: 'Check again in a minute.' };
}

function timer(ms: number): { promise: Promise<undefined>; clear: () => void } {
  let handle: NodeJS.Timeout | undefined;
  const promise = new Promise<undefined>((resolve) => {
    handle = setTimeout(() => resolve(undefined), ms);
  });
  return { promise, clear: () => clearTimeout(handle) };
}
