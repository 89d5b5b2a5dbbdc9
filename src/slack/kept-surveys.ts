import { type Clock, isRecent } from '../domain/clock.ts';
import type { Survey, SurveyProgress } from '../domain/survey.ts';

/** How one board wants the account to be read. */
export interface SurveyWish {
  /** Only this project; absent for everything. */
  projectId?: string | undefined;
  /** Greatest age to accept; what serves anybody when absent. */
  maxAgeMs?: number | undefined;
  onProgress?: ((progress: SurveyProgress) => void) | undefined;
}

/** Surveys for boards: a page is turned within one reading, also some minutes later. */
export interface KeptSurveys {
  read: (wish?: SurveyWish) => Promise<Survey>;
  /** The newest one of everything, while it is kept. */
  newest: () => Survey | undefined;
}

/** A reading older than this could no longer be judged: see `readingGoodForMs`. */
export const KEPT_MS = 10 * 60_000;

/**
 * A reading asked for within this time of the last one is served by that: it costs as many requests as
 * there are addons, and everybody's questions live on the same thousand an hour.
 */
export const COOL_DOWN_MS = 60_000;

/**
 * How long until the account can be read anew for who asked for that and got what was read before;
 * absent for who got it read.
 */
export function coolingMs({ finishedAt }: Survey, askedAt: Date): number | undefined {
  const age = askedAt.getTime() - finishedAt.getTime();
  return age > 0 ? Math.max(0, COOL_DOWN_MS - age) : undefined;
}

/** Keeps the last survey of everything and of each project for {@link KEPT_MS}. */
export function keepSurveys(
  survey: (wish: SurveyWish) => Promise<Survey>,
  now: Clock,
): KeptSurveys {
  const kept = new Map<string | undefined, Survey>();

  function find(projectId: string | undefined, maxAgeMs: number): Survey | undefined {
    for (const [key, { finishedAt }] of kept) {
      if (!isRecent(finishedAt, KEPT_MS, now())) kept.delete(key);
    }
    const found = kept.get(projectId);
    return isRecent(found?.finishedAt, maxAgeMs, now()) ? found : undefined;
  }

  return {
    read: async (wish = {}) => {
      const { projectId, maxAgeMs } = wish;
      const old = maxAgeMs === undefined ? undefined : find(projectId, maxAgeMs);
      if (old !== undefined) return old;
      const fresh = await survey(wish);
      kept.set(projectId, fresh);
      return fresh;
    },
    newest: () => find(undefined, KEPT_MS),
  };
}
