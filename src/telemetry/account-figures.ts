import { isComplete } from '../domain/addons/directory.ts';
import type { Clock } from '../domain/clock.ts';
import type { Survey } from '../domain/survey.ts';
import type { JudgedAddon } from '../domain/verdicts/urgency.ts';
import { VERDICT_WORDS, type VerdictWord } from '../domain/verdicts/verdict.ts';

/** What is known of the account as a whole. */
export interface AccountStanding {
  /** Seconds since every project was last listed and each of its addons asked for; absent before the first time. */
  surveyAgeSeconds?: number | undefined;
  /** Addons by verdict; absent while it is not even known which addons there are. */
  addons?: ReadonlyMap<VerdictWord, number> | undefined;
}

/** Remembers the newest survey of the whole account. */
export interface AccountFigures {
  took(survey: Survey): void;
  read(): AccountStanding;
}

/** @param judge costs some milliseconds; asked once a survey, and only when somebody looks. */
export function createAccountFigures(
  judge: (survey: Survey, at: Date) => readonly JudgedAddon[],
  now: Clock,
): AccountFigures {
  let newest: Survey | undefined;
  let wholeAt: Date | undefined;
  let addons: AccountStanding['addons'];

  return {
    took: (survey) => {
      newest = survey;
      addons = undefined;
      if (isComplete(survey)) wholeAt = survey.finishedAt;
    },
    read: () => {
      if (newest !== undefined && isComplete(newest)) {
        addons ??= countVerdicts(judge(newest, newest.finishedAt));
      }
      return {
        surveyAgeSeconds: wholeAt && (now().getTime() - wholeAt.getTime()) / 1_000,
        addons,
      };
    },
  };
}

function countVerdicts(judged: readonly JudgedAddon[]): Map<VerdictWord, number> {
  const counts = new Map(VERDICT_WORDS.map((word) => [word, 0]));
  for (const { verdict } of judged) counts.set(verdict.word, (counts.get(verdict.word) ?? 0) + 1);
  return counts;
}
