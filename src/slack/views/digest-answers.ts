import { z } from 'zod';
import { coversEverything } from '../../domain/addons/scope.ts';
import { parsePattern } from '../../domain/addons/scope-pattern.ts';
import { type Subscription, TIME_OF_DAY } from '../../domain/digests/subscription.ts';
import { LANGUAGE_TAGS } from '../../domain/language.ts';
import { localDateOf, startOfLocalDate } from '../../domain/schedules/zone.ts';
import { isTimeZone } from '../../domain/schedules/zone-search.ts';
import { VERDICT_WORDS } from '../../domain/verdicts/verdict.ts';
import { LIMIT } from '../block-kit/limits.ts';
import { cleanText, truncate } from '../block-kit/mrkdwn.ts';
import { type Answers, readAnswers } from './form.ts';

/** Where each field of the form sits in its state. */
export const BLOCK = {
  scope: 'scope',
  types: 'types',
  days: 'days',
  time: 'time',
  zone: 'zone',
  detail: 'detail',
  allClear: 'all_clear',
  language: 'language',
  mentionUser: 'mention_user',
  mentionGroup: 'mention_group',
  mentionFrom: 'mention_from',
  pausedUntil: 'paused_until',
} as const;

/** Stands for English, which a subscription has when it names no language. */
export const ENGLISH_VALUE = 'en';

/** What the form asks for. */
export type DigestFields = Pick<
  Subscription,
  | 'scope'
  | 'days'
  | 'time'
  | 'timeZone'
  | 'detail'
  | 'allClear'
  | 'language'
  | 'mention'
  | 'pausedUntil'
>;

/** What is filled in: every field that is right, and what is wrong with each other one. */
export interface DigestReading {
  fields: Partial<DigestFields>;
  /** Keyed by `block_id`, as Slack's answer to a submission expects; plain text. */
  errors: Record<string, string>;
}

/** From any time of a day it leads into a later one, also where clocks are turned. */
const DAY_AND_A_HALF_MS = 36 * 3_600_000;

/** Reads the form; never throws, whatever `state` is. Without a form in it nothing is read and nothing wrong. */
export function readDigestForm(state: unknown, now: Date): DigestReading {
  if (!hasDigestForm(state)) return { fields: {}, errors: {} };
  const answers = readAnswers(state);
  const timeZone = readZone(answers.text(BLOCK.zone));
  const read: { [Field in keyof DigestFields]-?: Result<DigestFields[Field]> } = {
    scope: readScope(answers),
    days: readDays(answers.list(BLOCK.days)),
    time: readAs(Time, answers.text(BLOCK.time), 'Use a time such as 09:00'),
    timeZone,
    detail: readAs(Detail, answers.text(BLOCK.detail), 'Choose what the digest lists'),
    allClear: readAs(AllClear, answers.text(BLOCK.allClear), 'Choose how often'),
    language: readLanguage(answers.text(BLOCK.language)),
    mention: readMention(answers),
    pausedUntil: readPause(answers.text(BLOCK.pausedUntil), timeZone, now),
  };
  const reading: DigestReading = { fields: {}, errors: {} };
  for (const [field, result] of Object.entries(read)) {
    if ('error' in result) reading.errors[result.at ?? BLOCK_OF[field] ?? field] = result.error;
    else Object.assign(reading.fields, { [field]: result.value });
  }
  return reading;
}

/** Whether a view's state is that of the form, and not of the settings in words. */
export function hasDigestForm(state: unknown): boolean {
  return readAnswers(state).has(BLOCK.days);
}

/** The block that asks for a field. */
const BLOCK_OF: Readonly<Record<string, string>> = { ...BLOCK, timeZone: BLOCK.zone };

/** A field's value, or what is wrong with it; `at` names the block where it is not the field's own. */
type Result<T> = { value: T } | { error: string; at?: string };

const Time = z.string().regex(TIME_OF_DAY);
const Detail = z.enum(['all', 'problems']);
const AllClear = z.enum(['daily', 'weekly', 'off']);
const Tag = z.enum(LANGUAGE_TAGS);
const Threshold = z.enum(VERDICT_WORDS);
const Days = z
  .array(
    z
      .string()
      .regex(/^[0-6]$/)
      .transform(Number),
  )
  .min(1);
const Day = z.iso.date();

function readAs<T>(schema: z.ZodType<T>, given: unknown, error: string): Result<T> {
  const parsed = schema.safeParse(given);
  return parsed.success ? { value: parsed.data } : { error };
}

function readScope(answers: Answers): Result<DigestFields['scope']> {
  const patterns = new Set<string>();
  for (const text of answers.list(BLOCK.scope)) {
    const pattern = parsePattern(text);
    if (pattern === undefined || pattern.length > LIMIT.optionValue) {
      const shown = truncate(cleanText(text), 40);
      return { error: `“${shown}” is neither an addon nor a pattern: use one such as prod/*-db` };
    }
    patterns.add(pattern);
  }
  const everything = coversEverything({ patterns: [...patterns], types: [] });
  return {
    value: {
      patterns: everything ? [] : [...patterns],
      types: [...answers.list(BLOCK.types)],
    },
  };
}

function readDays(given: readonly string[]): Result<number[]> {
  const read = readAs(Days, given, 'Choose at least one day, such as Mon');
  return 'error' in read ? read : { value: [...new Set(read.value)].toSorted((a, b) => a - b) };
}

function readZone(text: string): Result<string> {
  // The runtime also takes bare offsets, which know nothing of summer time.
  return /^[A-Za-z]/.test(text) && isTimeZone(text)
    ? { value: text }
    : { error: 'Use a zone such as Europe/Berlin' };
}

/** Nothing chosen is English, as for a subscription that names no language. */
function readLanguage(tag: string): Result<DigestFields['language']> {
  if (tag === '' || tag === ENGLISH_VALUE) return { value: undefined };
  return readAs(Tag, tag, 'Choose a language from the list');
}

function readMention(answers: Answers): Result<DigestFields['mention']> {
  const users = answers.list(BLOCK.mentionUser);
  const groups = answers.list(BLOCK.mentionGroup);
  const [id] = [...users, ...groups];
  if (id === undefined) return { value: undefined };
  const isGroup = users.length === 0;
  const at = isGroup ? BLOCK.mentionGroup : BLOCK.mentionUser;
  if (users.length + groups.length > 1) {
    return { error: 'Choose one person or one group, not both', at };
  }
  if (!(isGroup ? /^S[A-Z0-9]+$/ : /^[UW][A-Z0-9]+$/).test(id)) {
    return { error: 'Choose a person or a group from the list', at };
  }
  const from = readAs(Threshold, answers.text(BLOCK.mentionFrom), 'Choose from which state on');
  if ('error' in from) return { ...from, at: BLOCK.mentionFrom };
  return { value: { id, kind: isGroup ? 'usergroup' : 'user', from: from.value } };
}

function readPause(date: string, zone: Result<string>, now: Date): Result<Date | undefined> {
  if (date === '') return { value: undefined };
  const timeZone = 'value' in zone ? zone.value : 'UTC';
  const later = localDateOf(new Date(now.getTime() + DAY_AND_A_HALF_MS), timeZone);
  if (!Day.safeParse(date).success) return { error: `Use a date such as ${later}` };
  const until = startOfLocalDate(date, timeZone);
  return until.getTime() > now.getTime()
    ? { value: until }
    : { error: `That day has begun already: choose a later one, such as ${later}` };
}

const Carried = z.object({
  channelId: z.string(),
  version: z.number().optional(),
});

/** What travels through Slack with the form: ids only, the facts are in the store. */
export type Carried = z.infer<typeof Carried>;

/** Writes what travels in `private_metadata`. */
export function carry(carried: Carried): string {
  return JSON.stringify(carried);
}

/** Reads back {@link carry}. @throws when it is none, which no view of ours leads to. */
export function readCarried(metadata: string): Carried {
  return Carried.parse(JSON.parse(metadata));
}
