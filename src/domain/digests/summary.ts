import { isRecord } from '../json.ts';
import type { JudgedAddon } from '../verdicts/urgency.ts';
import { addressOf, concernOf } from '../verdicts/urgency.ts';
import { VERDICT_WORDS, type VerdictWord } from '../verdicts/verdict.ts';

/** What of a digest the next one needs; plain JSON. */
export interface DigestSummary {
  /** `YYYY-MM-DD` in the subscription's zone. */
  localDate: string;
  /** Verdicts by `project/addon` of every addon that was not well. */
  words: Readonly<Record<string, VerdictWord>>;
}

/** What the next digest is compared with. */
export function summarize(judged: readonly JudgedAddon[], localDate: string): DigestSummary {
  const words = judged
    .filter(({ verdict }) => concernOf(verdict.word) !== 'well')
    .map((addon) => [addressOf(addon), addon.verdict.word] as const);
  return { localDate, words: Object.fromEntries(words) };
}

/** Whether an addon was called bad. */
export function wasBad(addon: JudgedAddon, words: DigestSummary['words']): boolean {
  const was = words[addressOf(addon)];
  return was !== undefined && concernOf(was) === 'bad';
}

/**
 * Reads a stored summary back.
 *
 * @returns undefined for anything else, so that a digest after an upgrade merely compares with nothing.
 */
export function parseDigestSummary(stored: unknown): DigestSummary | undefined {
  if (!isRecord(stored) || typeof stored['localDate'] !== 'string') return undefined;
  const words = parseWords(stored['words']);
  return words && { localDate: stored['localDate'], words };
}

/** Reads stored verdicts back, leaving out words that only a later version knows; undefined for anything else. */
export function parseWords(stored: unknown): DigestSummary['words'] | undefined {
  if (!isRecord(stored)) return undefined;
  const known = Object.entries(stored).filter((pair): pair is [string, VerdictWord] =>
    VERDICT_WORDS.some((word) => word === pair[1]),
  );
  return Object.fromEntries(known);
}
