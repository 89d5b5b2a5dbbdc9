import type { Coverage } from '../../domain/addons/coverage.ts';
import type { Scope } from '../../domain/addons/scope.ts';
import { coversEverything, describeCoverage } from '../../domain/addons/scope.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { describeWhen } from '../../domain/digests/subscription-words.ts';
import { formatList } from '../../domain/format.ts';
import { ENGLISH, LANGUAGES } from '../../domain/language.ts';
import type { VerdictWord } from '../../domain/verdicts/verdict.ts';
import { code, plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';

/** Patterns or types beyond this are counted. */
const MAX_NAMED = 10;

/** What a digest lists, by what the subscription calls it. */
export const DETAILS: Readonly<Record<Subscription['detail'], string>> = {
  problems: 'Problems only: healthy addons are counted',
  all: 'Every addon, also the healthy ones',
};

/** How often a digest with nothing wrong is posted. */
export const ALL_CLEARS: Readonly<Record<Subscription['allClear'], string>> = {
  daily: 'Each time, as one line',
  weekly: 'Once a week, as one line',
  off: 'Never: only when something is wrong or not known',
};

/** From which verdict on somebody is mentioned; a verdict of no concern is none. */
export const THRESHOLDS: Readonly<Partial<Record<VerdictWord, string>>> = {
  unknown: 'unknown only',
  failed: 'failed or unknown',
  missed: 'missed or worse',
  stuck: 'stuck or worse',
  late: 'late or worse',
  odd: 'odd size or worse',
  expiring: 'expiring or worse',
  unprotected: 'unprotected or worse',
};

/** What a digest's dates are written in. */
export function languageName(language: Subscription['language']): string {
  return language === undefined ? ENGLISH : LANGUAGES[language];
}

/** One setting in words; `text` is mrkdwn. */
export interface WishLine {
  label: string;
  text: string;
}

/**
 * Everything that a channel wished for, one line a setting.
 *
 * @param coverage what the scope comes to, to be told with it.
 */
export function wishLines(subscription: Subscription, coverage?: Coverage): WishLine[] {
  const { scope, detail, allClear, language, mention, pausedUntil } = subscription;
  const comesTo = coverage === undefined ? '' : `: ${coverageWords(coverage, scope)}`;
  return [
    { label: 'Covers', text: `${scopeWords(scope)}${comesTo}` },
    { label: 'When', text: describeWhen(subscription) },
    { label: 'Lists', text: DETAILS[detail] },
    { label: 'When all is well', text: ALL_CLEARS[allClear] },
    { label: 'Language of dates', text: languageName(language) },
    { label: 'Mentions', text: mentionWords(mention) },
    ...(pausedUntil === undefined ? [] : [{ label: 'Paused until', text: slackDate(pausedUntil) }]),
  ];
}

/** What the settings say, whatever exists: `everything`, or the patterns and types. */
export function scopeWords(scope: Scope): string {
  const { patterns, types } = scope;
  if (coversEverything(scope)) return 'everything';
  const what = patterns.length === 0 ? 'everything' : named(patterns);
  return types.length === 0 ? what : `${what} of type ${named(types)}`;
}

/** What the settings come to: `12 addons in prod, 3 in staging`; their own words where nobody can tell. */
export function coverageWords(coverage: Coverage | undefined, scope: Scope): string {
  if (coverage === undefined) return scopeWords(scope);
  const known = plainInMrkdwn(describeCoverage(coverage.addons), 400);
  return coverage.complete ? known : `${known}, and maybe more`;
}

/** The live line below the scope. */
export function coverageLines(coverage: Coverage | undefined): string[] {
  if (coverage === undefined) {
    return [
      '◌ What this covers cannot be told: Northflank could not be read. You can save it all the same.',
    ];
  }
  const { addons, idlePatterns, complete } = coverage;
  const mark = addons.length === 0 ? ':warning: ' : '';
  return [
    `${mark}Covers *${plainInMrkdwn(describeCoverage(addons), 400)}*`,
    ...(idlePatterns.length === 0 || addons.length === 0
      ? []
      : [
          `:warning: ${named(idlePatterns)} ${idlePatterns.length === 1 ? 'covers' : 'cover'} nothing now`,
        ]),
    ...(complete ? [] : ['◌ Not every project could be read, so there may be more']),
  ];
}

function mentionWords(mention: Subscription['mention']): string {
  if (mention === undefined) return 'nobody';
  const who = mention.kind === 'user' ? `<@${mention.id}>` : `<!subteam^${mention.id}>`;
  return `${who} when something is ${THRESHOLDS[mention.from] ?? mention.from}`;
}

function named(words: readonly string[]): string {
  const shown = words.slice(0, MAX_NAMED).map((word) => code(word, 80));
  const more = words.length - shown.length;
  return formatList(more > 0 ? [...shown, `${more} more`] : shown);
}
