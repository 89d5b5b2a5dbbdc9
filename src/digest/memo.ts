import type { Scope } from '../domain/addons/scope.ts';
import { type DigestContent, sawNothing } from '../domain/digests/digest.ts';
import type { Told } from '../domain/digests/row.ts';
import { type DigestSummary, parseDigestSummary, parseWords } from '../domain/digests/summary.ts';
import { isRecord } from '../domain/json.ts';
import { concernOf, isAlarming } from '../domain/verdicts/urgency.ts';
import { VERDICT_WORDS, type VerdictWord } from '../domain/verdicts/verdict.ts';
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
  /** Whether it says only that nothing could be read. */
  sawNothing: boolean;
  /** What its first form said. */
  first: DigestSummary['words'];
  /** By `project/addon`, every addon that it has called bad. */
  bad: Readonly<Record<string, RememberedBad>>;
  /** Addresses of addons whose alarm was told and that have not been seen well since. */
  alarmed: readonly string[];
  /** Addresses of addons that its message shows as snoozed. */
  snoozed: readonly string[];
  /** When its message was last edited; absent before the first edit. */
  editedAt?: number | undefined;
  /** When replies about new breaks were decided on, those of the last hour. */
  repliedAt: readonly number[];
  /** Why it is not followed up any more; absent while it is. */
  ended?: string | undefined;
}

/** What was last said of an addon that was called bad. */
export interface RememberedBad {
  word: VerdictWord;
  /** From when on it was not seen well, this last time. */
  since: number;
}

/** What a digest remembers when it is first composed. */
export function createMemo(
  content: DigestContent,
  scope: Scope,
  previous: DigestSummary | undefined,
): DigestMemo {
  const { words } = content.summary;
  // What is gone stays in the message, however often that is written anew.
  const since = content.readFrom.getTime();
  const lost = content.lost.map(({ address, word }) => [address, { word, since }] as const);
  const alarmed = Object.keys(words).filter((address) => isAlarming(words[address] ?? 'fresh'));
  return {
    ...content.summary,
    scope,
    previous,
    missedDigests: content.missedDigests,
    readAt: content.readAt.getTime(),
    shown: shownOf(content),
    sawNothing: sawNothing(content),
    first: words,
    bad: { ...Object.fromEntries(lost), ...rememberBad(content, undefined) },
    alarmed: [...new Set([...alarmed, ...lost.map(([address]) => address)])],
    snoozed: snoozedIn(content),
    repliedAt: [],
  };
}

/** What was called bad before, and what is now: an addon that was not bad in between keeps its moment. */
export function rememberBad(
  { summary, readFrom }: DigestContent,
  before: Pick<DigestMemo, 'bad' | 'words'> | undefined,
): DigestMemo['bad'] {
  const now = Object.entries(summary.words)
    .filter(([, word]) => isBad(word))
    .map(([address, word]) => {
      const known = isBad(before?.words[address]) ? before?.bad[address]?.since : undefined;
      return [address, { word, since: known ?? readFrom.getTime() }] as const;
    });
  return { ...before?.bad, ...Object.fromEntries(now) };
}

function isBad(word: VerdictWord | undefined): boolean {
  return word !== undefined && concernOf(word) === 'bad';
}

/** What a digest has told, for it to be composed again. */
export function toldOf({ first, bad, alarmed, snoozed }: DigestMemo, postedAt: Date): Told {
  const told = Object.entries(bad).map(
    ([address, { word, since }]) => [address, { word, since: new Date(since) }] as const,
  );
  return { at: postedAt, first, bad: Object.fromEntries(told), alarmed, snoozed };
}

/** Addresses of what a digest shows as snoozed. */
export function snoozedIn({ snoozed }: Pick<DigestContent, 'snoozed'>): string[] {
  return snoozed.map(({ snooze }) => snooze.address);
}

/**
 * Reads a stored memo back.
 *
 * @returns undefined for anything else, such as what another version wrote: then nobody knows what was said.
 */
export function parseMemo(stored: unknown): DigestMemo | undefined {
  const summary = parseDigestSummary(stored);
  if (summary === undefined || !isRecord(stored)) return undefined;
  const { scope, missedDigests, readAt, shown, alarmed, snoozed, repliedAt } = stored;
  const [first, bad] = [parseWords(stored['first']), parseBad(stored)];
  if (!isScope(scope) || !isNumbers(repliedAt)) return undefined;
  if (!isStrings(alarmed) || !isStrings(snoozed)) return undefined;
  if (first === undefined || bad === undefined) return undefined;
  if (typeof missedDigests !== 'number' || typeof readAt !== 'number') return undefined;
  if (typeof shown !== 'string') return undefined;
  const { editedAt, ended } = stored;
  return {
    ...summary,
    scope: { patterns: scope.patterns, types: scope.types },
    previous: parseDigestSummary(stored['previous']),
    missedDigests,
    readAt,
    shown,
    sawNothing: stored['sawNothing'] === true,
    first,
    bad,
    alarmed,
    snoozed,
    editedAt: typeof editedAt === 'number' ? editedAt : undefined,
    repliedAt,
    ended: typeof ended === 'string' ? ended : undefined,
  };
}

/** Without those of which a newer version says what this one does not know. */
function parseBad({ bad }: Record<string, unknown>): DigestMemo['bad'] | undefined {
  if (!isRecord(bad)) return undefined;
  const known = Object.entries(bad).flatMap(([address, each]) => {
    const { word, since } = isRecord(each) ? each : {};
    const said = VERDICT_WORDS.find((one) => one === word);
    if (said === undefined || typeof since !== 'number') return [];
    return [[address, { word: said, since }] as const];
  });
  return Object.fromEntries(known);
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
