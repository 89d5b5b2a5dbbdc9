/**
 * Languages in which dates may be written beside English, by BCP 47 tag, each as its own people call it.
 *
 * All of them write a time of day as we do, `09:05`, so that only dates need a language.
 */
export const LANGUAGES = {
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
  it: 'Italiano',
  nl: 'Nederlands',
  pl: 'Polski',
  ja: '日本語',
} as const;

/** One of {@link LANGUAGES}; wherever it is absent, dates are English. */
export type Language = keyof typeof LANGUAGES;

/** What English calls itself; it has no tag of ours. */
export const ENGLISH = 'English';

/** All tags, in the order in which they are offered. */
export const LANGUAGE_TAGS = Object.keys(LANGUAGES).filter(isLanguage);

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** What is written of a date. */
const PARTS = {
  weekday: { weekday: 'short' },
  day: { day: 'numeric', month: 'short' },
  weekdayAndDay: { weekday: 'short', day: 'numeric', month: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making one takes longer than all that is written with it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** `Sat`, `21 Nov` or `Sat 21 Nov` of a date in UTC, as a language writes it: `Sa., 21. Nov.`. */
export function formatDate(
  date: Date,
  parts: keyof typeof PARTS,
  language: Language | undefined,
): string {
  if (language === undefined) return inEnglish(date, parts);
  const key = `${language} ${parts}`;
  const known = formats.get(key);
  const format = known ?? new Intl.DateTimeFormat(language, { ...PARTS[parts], timeZone: 'UTC' });
  if (known === undefined) formats.set(key, format);
  return format.format(date);
}

function inEnglish(date: Date, parts: keyof typeof PARTS): string {
  const weekday = WEEKDAYS[date.getUTCDay()] ?? '';
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return { weekday, day, weekdayAndDay: `${weekday} ${day}` }[parts];
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}
