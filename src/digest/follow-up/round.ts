import type { Language } from '../../domain/language.ts';
import { errorFields } from '../../domain/log.ts';
import type { Survey } from '../../domain/survey.ts';
import { isCutShort } from '../../domain/survey-failures.ts';
import type { JudgedAddon } from '../../domain/verdicts/urgency.ts';
import { type Judge, windowStart } from '../delivery/render-digest.ts';
import { type Followed, type FollowUpDeps, followUp } from './follow-up.ts';

/** What a round is made with. */
export interface RoundDeps extends FollowUpDeps {
  /** Reads the account at the lowest priority. */
  survey: (request: { since: Date; signal: AbortSignal }) => Promise<Survey>;
  judge: Judge;
}

/**
 * Reads the account once and brings every digest up to date.
 *
 * What our own limits kept from being read says nothing about any backup: then all stay as they are.
 *
 * @returns requests that the survey cost.
 * @throws {Error} when the account cannot be surveyed or the round is given up.
 */
export async function runRound(
  deps: RoundDeps,
  followed: readonly Followed[],
  signal: AbortSignal,
): Promise<number> {
  const starts = followed.map(({ delivery: { windowFrom, windowTo, dueAt } }) =>
    windowStart(windowFrom, windowTo ?? dueAt).getTime(),
  );
  const survey = await deps.survey({ since: new Date(Math.min(...starts)), signal });
  if (isCutShort(survey)) {
    deps.log.info('digest_follow_up_short_of_budget', { requests: survey.requests });
    return survey.requests;
  }
  const judgedIn = judgeOncePerLanguage(deps.judge, survey, await deps.now());
  for (const each of followed) {
    if (signal.aborted) break;
    const { subscriptionId: subscription, localDate: date } = each.delivery;
    const judged = judgedIn(each.subscription.language);
    await followUp(deps, each, { survey, judged }).catch((error: unknown) => {
      deps.log.error('digest_follow_up_failed', { subscription, date, ...errorFields(error) });
    });
  }
  return survey.requests;
}

/** Channels with the same language share one judgement, which differs between languages in its dates alone. */
function judgeOncePerLanguage(judge: Judge, survey: Survey, now: Date) {
  const known = new Map<Language | undefined, readonly JudgedAddon[]>();
  return (language: Language | undefined): readonly JudgedAddon[] => {
    const judged = known.get(language) ?? judge(survey, now, language);
    known.set(language, judged);
    return judged;
  };
}
