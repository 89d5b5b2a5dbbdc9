import type { types } from '@slack/bolt';
import { formatClock } from '../../domain/format.ts';
import { LANGUAGE_TAGS } from '../../domain/language.ts';
import { offsetAt } from '../../domain/schedules/zone.ts';
import { VERDICT_WORDS } from '../../domain/verdicts/verdict.ts';
import { LIMIT } from '../block-kit/limits.ts';
import { cleanText, truncate } from '../block-kit/mrkdwn.ts';
import { languageName, THRESHOLDS } from '../messages/digest-wish.ts';
import { ENGLISH_VALUE } from './digest-answers.ts';
import { option } from './form.ts';

/** Types of addons, each once, but for those that no option can carry. */
export function typeOptions(addonTypes: readonly string[]): types.PlainTextOption[] {
  return [...new Set(addonTypes)]
    .filter((type) => cleanText(type) !== '' && type.length <= LIMIT.optionValue)
    .slice(0, LIMIT.options)
    .map((type) => option(truncate(cleanText(type), LIMIT.optionText), type));
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The days of a week; their values are those of a subscription, from 0 for Monday. */
export function dayOptions(): types.PlainTextOption[] {
  return DAYS.map((name, day) => option(name, String(day)));
}

/** A zone with what its clocks show. */
export function zoneOption(zone: string, now: Date): types.PlainTextOption {
  return option(`${zone} · ${formatClock(now, offsetAt(zone, now.getTime()))}`, zone);
}

/** Languages of dates; English is one without a tag of ours. */
export function languageOptions(): types.PlainTextOption[] {
  return [undefined, ...LANGUAGE_TAGS].map((tag) =>
    option(languageName(tag), tag ?? ENGLISH_VALUE),
  );
}

/** Verdicts from which on somebody can be mentioned, worst first. */
export function thresholdOptions(): types.PlainTextOption[] {
  return VERDICT_WORDS.flatMap((word) => {
    const words = THRESHOLDS[word];
    return words === undefined ? [] : [option(words, word)];
  });
}

/** A group by its handle, or by its id where Slack does not tell its name. */
export function groupOption({
  id,
  handle = id,
  name = '',
}: {
  id: string;
  handle?: string;
  name?: string;
}): types.PlainTextOption {
  const words = cleanText(name === '' ? `@${handle}` : `@${handle} · ${name}`);
  return option(truncate(words, LIMIT.optionText), id);
}
