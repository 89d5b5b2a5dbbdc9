import { isRecent } from '../clock.ts';
import type { Survey } from '../survey.ts';
import { compareUrgency, type JudgedAddon } from './urgency.ts';

/** Judges every addon of a survey as of a moment. */
type JudgeSurvey = (survey: Survey, now: Date) => readonly JudgedAddon[];

/** As long as a survey itself serves the next person: a board says when it was read. */
const KEPT_MS = 60_000;

/**
 * Judges a survey for the first who asks and again a minute later, the most urgent first: of hundreds
 * of addons that takes longer than all else that a board needs.
 */
export function keepJudgements(judge: JudgeSurvey): JudgeSurvey {
  const kept = new WeakMap<Survey, { at: Date; judged: readonly JudgedAddon[] }>();
  return (survey, now) => {
    const found = kept.get(survey);
    if (found !== undefined && isRecent(found.at, KEPT_MS, now)) return found.judged;
    // Boards sort again, which takes one pass where they are in order.
    const judged = judge(survey, now).toSorted(compareUrgency);
    kept.set(survey, { at: now, judged });
    return judged;
  };
}
