import type { DigestContent } from '../domain/digest.ts';
import { type DigestSummary, parseDigestSummary } from '../domain/digest-change.ts';
import type { Scope } from '../domain/subscription.ts';
import { concernOf, isAlarming } from '../domain/urgency.ts';
import type { VerdictWord } from '../domain/verdict.ts';
import { shownOf } from './shown.ts';

/**
 * What a digest remembers of itself: what it takes to compose it again, and what it has told.
 *
 * Plain JSON; moments are milliseconds since 1970. Its summary is that of what the message says now.
 */
export interface DigestMemo extends DigestSummary {
  /** What it is about, whatever its subscription covers by now. */
  scope: Scope;
  /** Of the digest before it; absent in a first one. */
  previous?: DigestSummary | undefined;
  missedDigests: number;
  /** When what the message says was read. */
  readAt: number;
  /** What a reader sees: the same string as long as nothing changed for one. */
  shown: string;
  /** What its first form said. */
  first: DigestSummary['words'];
  /** Last verdict by `project/addon` of every addon that it has called bad. */
  told: DigestSummary['words'];
  /** Addresses of addons whose alarm was told and that have not been seen well since. */
  alarmed: readonly string[];
  /** When its message was last edited; absent before the first edit. */
  editedAt?: number | undefined;
  /** When replies about new breaks were decided on, those of the last hour. */
  repliedAt: readonly number[];
  /** Since when nothing could be read, as the message says; absent when it does not. */
  blindSince?: number | undefined;
  /** Why it is not followed up any more; absent while it is. */
  ended?: string | undefined;
}

/** What a digest remembers when it is first composed. */
export function createMemo(
  content: DigestContent,
  scope: Scope,
  previous: DigestSummary | undefined,
): DigestMemo {
  const { words } = content.summary;
  return {
    ...content.summary,
    scope,
    previous,
    missedDigests: content.missedDigests,
    readAt: content.readAt.getTime(),
    shown: shownOf(content),
    first: words,
    told: only(words, (word) => concernOf(word) === 'bad'),
    alarmed: Object.keys(only(words, isAlarming)),
    repliedAt: [],
  };
}

/** The verdicts that fit. */
export function only(
  words: DigestSummary['words'],
  fits: (word: VerdictWord) => boolean,
): DigestSummary['words'] {
  return Object.fromEntries(Object.entries(words).filter(([, word]) => fits(word)));
}

/**
 * Reads a stored memo back.
 *
 * @returns undefined for anything else, such as that of an older version: then nobody knows what was said.
 */
export function parseMemo(stored: unknown): DigestMemo | undefined {
  const summary = parseDigestSummary(stored);
  if (summary === undefined || !isRecord(stored)) return undefined;
  const { scope, missedDigests, readAt, shown, alarmed, repliedAt } = stored;
  const [first, told] = [parseWords(stored['first']), parseWords(stored['told'])];
  if (!isScope(scope) || !isStrings(alarmed) || !isNumbers(repliedAt)) return undefined;
  if (first === undefined || told === undefined) return undefined;
  if (typeof missedDigests !== 'number' || typeof readAt !== 'number') return undefined;
  if (typeof shown !== 'string') return undefined;
  const { editedAt, blindSince, ended } = stored;
  return {
    ...summary,
    scope: { patterns: scope.patterns, types: scope.types },
    previous: parseDigestSummary(stored['previous']),
    missedDigests,
    readAt,
    shown,
    first,
    told,
    alarmed,
    editedAt: typeof editedAt === 'number' ? editedAt : undefined,
    repliedAt,
    blindSince: typeof blindSince === 'number' ? blindSince : undefined,
    ended: typeof ended === 'string' ? ended : undefined,
  };
}

function parseWords(words: unknown): DigestSummary['words'] | undefined {
  return parseDigestSummary({ localDate: '', words })?.words;
}

function isScope(value: unknown): value is Scope {
  return isRecord(value) && isStrings(value['patterns']) && isStrings(value['types']);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
